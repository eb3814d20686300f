"""Values of the folder as a form takes them: dates JJ/MM/AAAA, amounts as people write them."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from imports.fact_find.schema import NOT_ANSWERED, WITH_CHOICES, YES, Field, Kind
from imports.fact_find.values import cleaned
from text import formats

_WORDS = frozenset({Kind.TEXT, Kind.LONG_TEXT})


def text_for(field: Field, value: Any) -> str:
    """Return a value as its field takes it; "" for nothing, and for what the field cannot say.

    A name longer than its box is cut; a number that does not fit would be another number.
    """
    if value is None or value == "" or value is False:
        return ""
    if field.kind is Kind.CHECK:
        return YES if value in {True, YES} else ""
    if field.kind in WITH_CHOICES:
        return _choice(field, str(value))
    text = cleaned(_WAYS.get(field.kind, str)(value), several_lines=field.kind is Kind.LONG_TEXT)
    if not field.limit or len(text) <= field.limit:
        return text
    return text[: field.limit].rstrip() if field.kind in _WORDS else _close(text, field.limit)


def _choice(field: Field, code: str) -> str:
    return code if code in dict(field.choices) and code != NOT_ANSWERED else ""


_APART = re.compile(r"(?<=\d) (?=\d)")


def _close(text: str, limit: int) -> str:
    """Take the spaces out of a number that is too long with them."""
    bare = _APART.sub("", text)
    return bare if len(bare) <= limit else ""


def _date(value: dt.date) -> str:
    return formats.date_fr(value)


def _amount(value: Decimal) -> str:
    """Write thousands apart by plain spaces, which every program shows."""
    text = f"{value:,.2f}".removesuffix(".00")
    return text.replace(",", " ").replace(".", ",")


def _decimal(value: Decimal) -> str:
    text = f"{value:f}"
    bare = text.rstrip("0").rstrip(".") if "." in text else text
    return bare.replace(".", ",")


_WAYS: Mapping[Kind, Callable[[Any], str]] = {
    Kind.DATE: _date,
    Kind.AMOUNT: _amount,
    Kind.PERCENTAGE: _decimal,
    Kind.DECIMAL: _decimal,
}
