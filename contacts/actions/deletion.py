"""Deleting contacts, which loses no row, and taking one's own deletion back."""

from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.actions import mass_plan
from contacts.actions.reactivation import reactivate
from contacts.actions.undoing import Undone, keep, told_back
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo, ContactError
from contacts.models import Change, Contact
from contacts.queries.deleted import own_deletions
from persistence import bulk_history
from users.models import User


@transaction.atomic
def delete(*, contact_ids: Collection[int], token: str | None = None, by: User) -> Change | None:
    """Delete those of these contacts that `by` may change; return the change, if there are any."""
    plan = mass_plan.plan_chosen(contact_ids, by, lock=True)
    plan.require(token)
    if not plan.rows:
        return None
    now = timezone.now()
    deleted = Contact.everything.filter(pk__in=plan.keys)
    bulk_history.update(deleted, by=by, deleted_at=now, deleted_by=by)
    return keep(ChangeKind.DELETION, about=plan.keys, by=by, at=now)


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Bring back those that stand deleted; all of them, or none if something is in the way.

    Those out of sight are left for when `by` sees them again. What stands in the way is settled
    on the page of deleted contacts, with the right for it.
    """
    standing = own_deletions(by).filter(deleted_at=change.at, pk__in=keys)
    try:
        back = reactivate(
            contact_ids=list(standing.values_list("pk", flat=True)), choices={}, by=by
        )
    except ContactError as error:
        raise CannotUndo(
            _("Something happened since that stands in the way: nothing is put back.")
        ) from error
    if len(back) != 1:
        return Undone(told_back(len(back), len(back)))
    told = _("%(contact)s is reactivated.") % {"contact": back[0]}
    return Undone(told, reverse("contacts:contact-general", args=[back[0].pk]))
