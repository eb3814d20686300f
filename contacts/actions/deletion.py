"""Deleting contacts, which loses no row, and taking one's own deletion back."""

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.errors import CannotUndo
from contacts.models import Contact, bulk_history
from users.models import User

# How long whoever deleted may take it back at once, without the right to reactivate.
UNDO_WITHIN = dt.timedelta(minutes=15)


@transaction.atomic
def delete(*, contact_ids: Collection[int], by: User) -> list[int]:
    """Delete those of these contacts that `by` may change; return which."""
    rows = Contact.objects.changeable_by(by).filter(pk__in=contact_ids)
    keys = list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    bulk_history.update(
        Contact.everything.filter(pk__in=keys), by=by, deleted_at=timezone.now(), deleted_by=by
    )
    return keys


def undo_delete(*, contact_ids: Collection[int], by: User) -> list[int]:
    """Take back what `by` deleted just now; all of it, or nothing when something stands in the way.

    What stands in the way is settled on the page of deleted contacts, with the right for it.
    """
    since = timezone.now() - UNDO_WITHIN
    rows = Contact.deleted.filter(
        pk__in=contact_ids, deleted_by=by, deleted_at__gte=since, merged_into__isnull=True
    )
    try:
        with transaction.atomic():
            keys = list(rows.order_by("pk").select_for_update().values_list("pk", flat=True))
            bulk_history.update(
                Contact.everything.filter(pk__in=keys), by=by, deleted_at=None, deleted_by=None
            )
    except IntegrityError as error:
        raise CannotUndo(
            _("A client number was given to somebody else since: nothing is put back.")
        ) from error
    return keys
