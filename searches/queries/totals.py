"""Sums of what results show, each in its currency, with the reader's eyes."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Q, Sum

from accounts.enums import COUNTED_CURRENCY
from contacts.fields import Entry
from persistence.time_limit import OutOfTime, time_limit
from searches.queries.asking import Asking

# How long one waits for them.
SECONDS = 5.0
# What may be summed: what two contacts of one household both state is in none.
SUMMED = {"contacts": ("total_value", "capital"), "accounts": ("last_value",)}
# The sum of each currency by a column's key; of what nothing is known, nothing.
Totals = dict[str, dict[str, Decimal]]


def totals(asking: Asking, columns: Sequence[Entry]) -> Totals | None:
    """Return the sums of these columns over all that a search finds; None when it takes too long.

    An account counts once, whoever owns it; a contact's total is its part.
    """
    summed = [column for column in columns if column.key in SUMMED[asking.on]]
    if not summed:
        return {}
    try:
        with time_limit(SECONDS):
            return (_of_contacts if asking.on == "contacts" else _of_accounts)(asking, summed)
    except OutOfTime:
        return None


def _of_contacts(asking: Asking, columns: Sequence[Entry]) -> Totals:
    """Sum what stands in euros; what is archived by a conversion is not shown, nor summed."""
    sums = {
        column.key: Sum(column.path, filter=Q(kind__in=list(column.kinds))) for column in columns
    }
    found = asking.rows(by_sets=True).aggregate(**sums)
    return {key: {COUNTED_CURRENCY: total} for key, total in found.items() if total is not None}


def _of_accounts(asking: Asking, columns: Sequence[Entry]) -> Totals:
    """Sum the values of each currency: none is converted."""
    [column] = columns
    rows = asking.rows(by_sets=True).filter(**{f"{column.path}__isnull": False})
    sums = rows.values_list("last_currency").annotate(total=Sum(column.path)).order_by()
    found = sorted(sums, key=lambda row: (row[0] != COUNTED_CURRENCY, row[0]))
    return {column.key: dict(found)} if found else {}
