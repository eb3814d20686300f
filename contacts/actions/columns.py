"""Choosing the columns of the list, for the whole firm."""

from collections.abc import Sequence

from django.db import transaction

from contacts import columns
from contacts.errors import EditConflict
from contacts.models import Category, ListColumns
from persistence.models import save_as
from users.models import User


@transaction.atomic
def compose(
    *, category: Category | None, keys: Sequence[str], version: int, by: User
) -> ListColumns:
    """Keep the columns of a category's page, unless somebody did since `version`."""
    row = ListColumns.objects.select_for_update().filter(category=category).first()
    if row is None:
        row = ListColumns(category=category)
    if row.version != version:
        raise EditConflict
    row.columns = columns.known(keys)
    row.version = version + 1
    save_as(row, by)
    return row
