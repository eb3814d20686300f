"""Choosing the columns and the order of results: for the whole firm, or for one's own search."""

from collections.abc import Sequence

from django.db import transaction

from contacts.errors import EditConflict
from persistence.models import save_as
from searches import columns
from searches.models import ResultColumns, SavedSearch
from users.models import User


@transaction.atomic
def compose_results(*, on: str, keys: Sequence[str], version: int, by: User) -> ResultColumns:
    """Keep the firm's columns of results, unless somebody did since `version`."""
    row = ResultColumns.objects.select_for_update().filter(on=on).first() or ResultColumns(on=on)
    if row.version != version:
        raise EditConflict
    row.columns = columns.known(on, keys)
    row.version = version + 1
    save_as(row, by)
    return row


def choose_columns(*, search: SavedSearch, keys: Sequence[str], by: User) -> None:
    """Keep the columns of one's own search; those of the firm are followed, not copied."""
    kept = columns.known(search.on, keys)
    if kept == columns.of_firm(search.on):
        kept = []
    SavedSearch.objects.filter(pk=search.pk, owner=by).update(columns=kept)


def choose_sort(*, search: SavedSearch, sort: columns.Sort, by: User) -> None:
    """Keep the order of one's own search."""
    SavedSearch.objects.filter(pk=search.pk, owner=by).update(sort=str(sort))
