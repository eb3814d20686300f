"""What the columns of accounts hold, in the words of the screen; the rows came through the rule."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import COUNTED_CURRENCY
from contacts import fields
from contacts.fields import Entry
from searches.columns import OWNERS
from text import formats

VALUE, CURRENCY = "last_value", "last_currency"
Owners = Mapping[int, Sequence[tuple[int, str]]]


def paths(columns: Iterable[Entry]) -> list[str]:
    """Return what a row holds for these columns."""
    own = [column.path for column in columns if column.path]
    return [*dict.fromkeys(("number", *own, *((CURRENCY,) if VALUE in own else ())))]


def texts(row: Mapping[str, Any], columns: Iterable[Entry], owners: Owners) -> list[str]:
    """Return the words of each column for an account; `owners`: those whom the reader sees."""
    return [_text(row, column, owners) for column in columns]


def _text(row: Mapping[str, Any], column: Entry, owners: Owners) -> str:
    if column.key == OWNERS:
        return ", ".join(name for _key, name in owners.get(row["pk"], ()))
    value = row[column.path]
    if column.key == VALUE:
        return _("Not valued") if value is None else amount(value, row[CURRENCY])
    return fields.text(column, value)


def amount(value: Decimal, currency: str) -> str:
    if currency == COUNTED_CURRENCY:
        return formats.euros(value)
    return f"{formats.number_fr(value, 2)} {currency}"
