"""The values of columns as a spreadsheet holds them, a column at a time for thousands of rows.

What depends on a column alone is asked once for it, and not of each of its cells.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone

from contacts import fields
from contacts.fields import MANY, Entry, Field, Shape
from contacts.queries import column_values
from contacts.queries.column_values import DIED
from text import formats

Cell = str | dt.date | Decimal | int | None
_AS_THEY_ARE = {Shape.DATE, Shape.AMOUNT, Shape.RATE, Shape.NUMBER, Shape.AGE}
_OF_FEW_VALUES = {Shape.CHOICE, Shape.COUNTRY, Shape.NATIONALITY, Shape.USER, Shape.CATEGORY}
_TEXTS = {Shape.TEXT, Shape.LINES, Shape.LIST, Shape.EMAIL, Shape.KEYWORDS}


def cells(
    contacts: Sequence[int],
    own: Mapping[str, Sequence[Any]],
    entries: Sequence[Entry],
    people: dict[int, str],
) -> list[Sequence[Cell]]:
    """Return the column of each entry for these contacts: dates and figures as such, people by
    their whole names.

    `own` are the columns of `column_values.own_paths`, read of the contacts in their order.
    `people` are those whose names are known already; others are added to them.
    """
    found = _columns(contacts, own, entries)
    wanted = {key for entry in entries if entry.shape is Shape.USER for key in found[entry.key]}
    shapes = {entry.shape for entry in entries}
    known = column_values.names_of(shapes, wanted - {None}, people, is_short=False)
    return [_written(entry, found[entry.key], known.get(entry.shape)) for entry in entries]


def _columns(
    contacts: Sequence[int], own: Mapping[str, Sequence[Any]], entries: Iterable[Entry]
) -> dict[str, Sequence[Any]]:
    """Return the column of each entry, as its values are stored."""
    apart: dict[str, Mapping[int, Any]] = {}
    for owner in MANY:
        of_owner = [entry for entry in entries if entry.owner == owner]
        if of_owner:
            apart |= column_values.first_of_many(contacts, owner, of_owner)
    if any(entry.shape is Shape.KEYWORDS for entry in entries):
        apart["keywords"] = column_values.keywords(contacts)
    return {
        entry.key: list(map(apart[entry.key].get, contacts))
        if entry.key in apart
        else _own(own, entry)
        for entry in entries
    }


def _own(own: Mapping[str, Sequence[Any]], entry: Entry) -> Sequence[Any]:
    column = own[entry.path]
    if column_values.is_plain(entry):
        return column
    if entry.shape is not Shape.AGE:
        kinds = entry.kinds
        return [
            value if kind in kinds else None
            for kind, value in zip(own["kind"], column, strict=True)
        ]
    today, rows = timezone.localdate(), zip(own["kind"], column, own[DIED], strict=True)
    return [column_values.own_value(entry, *row, today) for row in rows]


def _written(
    field: Field, column: Sequence[Any], known: Mapping[int, str] | None
) -> Sequence[Cell]:
    if field.shape in _AS_THEY_ARE:
        return column
    if field.shape in _TEXTS:  # half of all cells
        return [str(value) if value else None for value in column]
    return list(map(cell_way(field, known), column))


def cell_way(field: Field, known: Mapping[int, str] | None = None) -> Callable[[Any], Cell]:
    """Return how the values of a field stand in a spreadsheet; None and "" as None."""
    if field.shape in _AS_THEY_ARE:
        return _itself
    if field.shape is Shape.MOMENT:
        return lambda moment: timezone.localtime(moment).date() if moment else None
    if field.shape in _TEXTS:
        return lambda value: str(value) if value else None
    if field.shape is Shape.TELEPHONE:
        return lambda number: formats.phone_fr(number) or None
    if field.shape in _OF_FEW_VALUES:
        return cache(lambda value: fields.text(field, value, known) or None)
    return lambda value: fields.text(field, value, known) or None


def _itself(value: Any) -> Cell:
    stands: Cell = value
    return stands
