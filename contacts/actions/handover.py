"""Handing over the contacts of somebody who leaves, and folders that nobody can open."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts import rights
from contacts.actions.assignment import reassign
from contacts.actions.losing_sight import tidy
from contacts.actions.to_dos import give
from contacts.errors import NobodyToTake
from contacts.models import Contact, FollowUp, OrphanAssignment
from contacts.models.contact import ContactQuerySet
from contacts.people import ROLES
from contacts.queries.orphans import orphans
from contacts.visibility import is_assigned
from users.actions import accounts
from users.actions.administrators import follow_administrators
from users.models import AccountEvent, Confirmation, User
from users.queries.administrators import makers_of

Successors = Mapping[str, User | None]


@transaction.atomic
def deactivate(
    *,
    leaver: User,
    successors: Successors,
    private_to: User | None = None,
    reason: str = "",
    by: User,
) -> None:
    """Close the account and hand over the public contacts that `leaver` has in each role.

    A role without a successor keeps the leaver, so that the list still says who it was. Private
    folders never go by role: those that nobody else can open go to `private_to` as any other
    without anybody active does (`assign_orphans`), or wait among these.
    """
    leaver = User.objects.select_for_update().get(pk=leaver.pk)
    if leaver == by:
        raise NobodyToTake(_("Nobody can deactivate their own account."))
    if not leaver.is_active:
        raise NobodyToTake(_("%(person)s is deactivated already.") % {"person": leaver})
    for role in ROLES:
        successor = successors.get(role)
        if successor is not None:
            _hand_over(leaver, role, successor, by)
    leaver.is_active = False
    leaver.save(update_fields=["is_active"])
    follow_administrators()
    accounts.note(account=leaver, kind=AccountEvent.Kind.DEACTIVATED, by=by)
    if private_to is not None:
        assign_orphans(folders=orphans_of(leaver), to=private_to, reason=reason, by=by)


@transaction.atomic
def reactivate(*, person: User, by: User) -> None:
    """Open the account again; contacts handed over stay where they are."""
    person = User.objects.select_for_update().get(pk=person.pk)
    person.is_active = True
    accounts.restart_confirmation(person)
    person.save(update_fields=["is_active", "password_renewed_at", "must_change_password"])
    follow_administrators()
    accounts.note(account=person, kind=AccountEvent.Kind.REACTIVATED, by=by)


def _hand_over(leaver: User, role: str, successor: User, by: User) -> None:
    if not by.has_perm(rights.ASSIGN):
        raise PermissionDenied
    if not successor.is_active or successor == leaver:
        raise NobodyToTake(_("%(person)s is not active.") % {"person": successor})
    rows = Contact.everything.filter(**{role: leaver}, is_private=False)
    reason = _("Handed over by %(leaver)s") % {"leaver": leaver}
    reassign(rows, role=role, to=successor, by=by, reason=reason[:200])
    # What the leaver was to do there goes with the place.
    mine = FollowUp.objects.to_do().filter(reminder_person=leaver)
    held = {f"contact__{role}": successor, "contact__is_private": False}
    give(mine.filter(**held), to=successor, by=by)


def orphans_of(leaver: User) -> ContactQuerySet:
    """Return the private folders, deleted ones too, of who left that nobody active can open."""
    return orphans(deleted=True).filter(is_assigned(leaver))


def assign_orphan(*, to: User, reason: str, by: User) -> OrphanAssignment:
    """Give the oldest private folder without anybody active to somebody."""
    given = assign_orphans(folders=orphans()[:1], to=to, reason=reason, by=by)
    if not given:
        raise NobodyToTake(_("No private folder is without anybody active any more."))
    return given[0]


@transaction.atomic
def assign_orphans(
    *, folders: ContactQuerySet, to: User, reason: str, by: User
) -> list[OrphanAssignment]:
    """Give private folders without anybody active to somebody, unseen: no other way assigns one.

    Never to whoever acts, nor to an account that they may have in their hands; always with a
    reason, which the folder's Historique and the administration's journal keep.
    """
    to = User.objects.select_for_update().get(pk=to.pk)
    _require_taker(to, by)
    reason = tidy(reason, longest=200)
    if not reason:
        raise NobodyToTake(_("Say why: the others of the administration read it."))
    asked = Contact.everything.filter(pk__in=list(folders.values_list("pk", flat=True)))
    locked = list(asked.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True))
    # Asked once they are locked: another administrator may have given them meanwhile.
    keys = list(orphans(deleted=True).filter(pk__in=locked).values_list("pk", flat=True))
    reassign(
        Contact.everything.filter(pk__in=keys), role="lead_adviser", to=to, by=by, reason=reason
    )
    # Those given together are told together.
    now = timezone.now()
    return OrphanAssignment.objects.bulk_create(
        OrphanAssignment(
            contact_id=key, assigned_to=to, assigned_by=by, reason=reason, assigned_at=now
        )
        for key in keys
    )


def _require_taker(to: User, by: User) -> None:
    if not by.has_perm(rights.ASSIGN_ORPHANS):
        raise PermissionDenied
    if to == by:
        raise NobodyToTake(_("You cannot give a private folder to yourself."))
    if not to.is_active:
        raise NobodyToTake(_("%(person)s is not active.") % {"person": to})
    if by.pk in makers_of(to, lately=True):
        raise NobodyToTake(
            _(
                "You made the account of %(person)s, or set its password, in the last seven days, "
                "or nobody has used it yet: another administrator can give it a private folder."
            )
            % {"person": to}
        )
    # One that waits for its colleagues alone takes it, unseen till then: a refusal would tell the
    # administration that it has private folders.
    if to.hides_private_folders and to.confirmation == Confirmation.ALL:
        raise NobodyToTake(
            _("The password of %(person)s was set by somebody else and waits to be confirmed.")
            % {"person": to}
        )
