"""Making an organisation beside a person, its director, with accounts of theirs moved to it."""

from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts import rights
from accounts.actions.totals import refresh
from accounts.errors import NotOwned
from accounts.models import Account, Ownership
from contacts.actions import relations
from contacts.actions.contacts import claim, create
from contacts.enums import RelationKind
from contacts.models import Contact, OrganisationDetails
from contacts.people import ROLES
from persistence import bulk_history
from persistence.models import save_as
from users.models import User


@transaction.atomic
def create_organisation(
    *,
    person: Contact,
    organisation: Contact,
    details: OrganisationDetails,
    account_ids: Collection[int],
    version: int,
    by: User,
) -> Contact:
    """Make the organisation, with the person's people and privacy: it publishes nothing.

    The person keeps its folder and its follow-ups; `version` is the one of it that was shown.
    """
    _require_rights(person, account_ids, by)
    # Accounts come before contacts, as when the owners of one are changed.
    _take(account_ids, person)
    claim(person, version)
    person.version = version + 1
    save_as(person, by)
    # Without a name: each history is read by people who may not see the other folder.
    reason = _("Organisation made from a person")
    organisation.is_private = person.is_private
    for role in ROLES:
        setattr(organisation, role, getattr(person, role))
    create(contact=organisation, details=details, by=by, reason=reason)
    director = RelationKind.DIRECTOR
    relations.add(contact=organisation, kind=director, other=person, by=by)
    _move(account_ids, person, organisation, by=by, reason=reason)
    return organisation


def _require_rights(person: Contact, account_ids: Collection[int], by: User) -> None:
    if account_ids and not by.has_perm(rights.CHANGE_OWNERS):
        raise PermissionDenied
    if not Contact.objects.changeable_by(by).filter(pk=person.pk).exists():
        raise PermissionDenied


def _take(account_ids: Collection[int], person: Contact) -> None:
    """Lock these accounts, in order; refused when one is not the person's, or no longer."""
    owned = Ownership.objects.filter(account=OuterRef("pk"), contact=person)
    rows = Account.objects.filter(Exists(owned), pk__in=account_ids).order_by("pk")
    if set(rows.select_for_update().values_list("pk", flat=True)) != set(account_ids):
        raise NotOwned(
            _(
                "One of these accounts is no longer owned by %(person)s: look at them again. "
                "Nothing is done."
            )
            % {"person": person}
        )


def _move(
    account_ids: Collection[int], person: Contact, organisation: Contact, *, by: User, reason: str
) -> None:
    """Give the person's rights on these accounts to the organisation, each with its share.

    Whoever else owns a part, seen or not, keeps it to the cent: the rows keep their places. They
    go and come rather than change, so that each folder's history tells its own half.
    """
    held = Ownership.objects.filter(contact=person, account_id__in=account_ids)
    rows = list(held.order_by("pk").select_for_update())
    if not rows:
        return
    bulk_history.delete(Ownership, [row.pk for row in rows], by=by, reason=reason)
    for row in rows:
        row.contact = organisation
    bulk_history.create(rows, by=by, reason=reason)
    # A private folder's shares move no version that others read; the organisation is as private.
    if not person.is_private:
        Account.objects.filter(pk__in=account_ids).move_version()
    refresh({person.pk, organisation.pk})
