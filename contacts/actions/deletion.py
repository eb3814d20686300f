"""Deleting contacts, which loses no row, and taking one's own deletion back."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.actions.reactivation import reactivate
from contacts.errors import CannotUndo, ContactError
from contacts.models import Contact
from contacts.queries.deleted import own_deletions
from persistence import bulk_history
from users.models import User


@transaction.atomic
def delete(*, contact_ids: Collection[int], by: User) -> list[int]:
    """Delete those of these contacts that `by` may change; return which."""
    rows = Contact.objects.changeable_by(by).filter(pk__in=contact_ids)
    keys = list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    bulk_history.update(
        Contact.everything.filter(pk__in=keys), by=by, deleted_at=timezone.now(), deleted_by=by
    )
    return keys


@transaction.atomic
def undo_delete(*, contact_ids: Collection[int], by: User) -> list[Contact]:
    """Take back what `by` deleted lately; all of it, or nothing when something stands in the way.

    What stands in the way is settled on the page of deleted contacts, with the right for it.
    """
    keys = list(own_deletions(by).filter(pk__in=contact_ids).values_list("pk", flat=True))
    try:
        return reactivate(contact_ids=keys, choices={}, by=by)
    except ContactError as error:
        raise CannotUndo(
            _("Something happened since that stands in the way: nothing is put back.")
        ) from error
