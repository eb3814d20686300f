"""Handing over the contacts of somebody who leaves, and folders that nobody can open."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from contacts.actions.assignment import ROLES, reassign
from contacts.errors import NobodyToTake
from contacts.models import Contact, OrphanAssignment
from contacts.queries.orphans import orphans
from users.models import User

Successors = Mapping[str, User | None]


@transaction.atomic
def deactivate(*, leaver: User, successors: Successors, by: User) -> None:
    """Hand over the contacts that `leaver` has in each role, and close the account.

    Whoever acts never gets a private folder by it: such a folder keeps the leaver, and waits among
    those without anybody active unless another of its people is. A role without a successor
    likewise keeps the leaver, so that the list still says who it was.
    """
    if leaver == by:
        raise NobodyToTake(_("Nobody can deactivate their own account."))
    for role in ROLES:
        successor = successors.get(role)
        if successor is not None:
            _hand_over(leaver, role, successor, by)
    leaver.is_active = False
    leaver.save(update_fields=["is_active"])


def reactivate(*, person: User) -> None:
    """Open the account again; contacts handed over stay where they are."""
    person.is_active = True
    person.save(update_fields=["is_active"])


def _hand_over(leaver: User, role: str, successor: User, by: User) -> None:
    if not successor.is_active or successor == leaver:
        raise NobodyToTake(_("%(person)s is not active.") % {"person": successor})
    rows = Contact.everything.filter(**{role: leaver})
    if successor == by:
        rows = rows.filter(Q(is_private=False) | _already_assigned(by))
    reason = _("Handed over by %(leaver)s") % {"leaver": leaver}
    reassign(rows, role=role, to=successor, by=by, reason=reason[:200])


def _already_assigned(user: User) -> Q:
    return Q(lead_adviser=user) | Q(second_adviser=user) | Q(assistant=user)


@transaction.atomic
def assign_orphan(*, to: User, reason: str, by: User) -> OrphanAssignment:
    """Give the oldest private folder without anybody active to somebody else than `by`."""
    if to == by:
        raise NobodyToTake(_("You cannot give a private folder to yourself."))
    if not to.is_active:
        raise NobodyToTake(_("%(person)s is not active.") % {"person": to})
    folder = orphans().select_for_update().first()
    if folder is None:
        raise NobodyToTake(_("No private folder is without anybody active any more."))
    rows = Contact.everything.filter(pk=folder.pk)
    reassign(rows, role="lead_adviser", to=to, by=by, reason=reason)
    return OrphanAssignment.objects.create(
        contact=folder, assigned_to=to, assigned_by=by, reason=reason
    )
