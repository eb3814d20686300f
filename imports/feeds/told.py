"""What other formats tell of accounts: cells under the names of an AccountLine's fields.

They are read by the rules of the account workbook's lines, and set aside by them, so that what is
mended is dropped again as such a workbook. Numbers have a decimal point.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from imports.feeds.amounts import Way, for_rejects
from imports.feeds.notes import Notes
from imports.feeds.o2s_accounts import blocks
from imports.feeds.o2s_accounts import lines as one_by_one
from imports.feeds.o2s_accounts.columns import AMOUNTS
from imports.feeds.o2s_accounts.layout import Layout, filled, layout_of, shown
from imports.feeds.parts import Part
from imports.records import HEADERS, Code, Rejected

# What other formats need of the account workbook's stands here: they know it no other way.
__all__ = ["Layout", "Told", "filled", "layout", "parts", "problem_of_owner", "set_aside", "shown"]

_FIELDS = tuple(HEADERS)
_AT_ONCE = 400
# What an account must have: beside an owner who is read alone.
_ACCOUNT = {"number": "1", "custodian_code": "1", "product_code": "1"}


class Told(NamedTuple):
    """A line, and its cells by field: texts, or what a workbook or a reader made of them."""

    line: int
    cells: Mapping[str, Any]


def layout(today: dt.date, notes: Notes, *, since_1904: bool = False) -> Layout:
    _, found = layout_of([(1, list(HEADERS.values()))])
    return found.spoken(Way.ENGLISH, since_1904=since_1904, today=today, filled=notes.filled)


def parts(told: Iterable[Told | Rejected], found: Layout) -> Iterator[Part]:
    """Give the lines that are told, and those that were set aside on the way."""
    rejected: list[Rejected] = []
    for part in blocks.parts_of(_rows(told, rejected), found):
        yield part
        if len(rejected) >= _AT_ONCE:
            yield list(rejected)
            rejected.clear()
    if rejected:
        yield rejected


def _rows(
    told: Iterable[Told | Rejected], rejected: list[Rejected]
) -> Iterator[tuple[int, list[Any]]]:
    for one in told:
        if isinstance(one, Rejected):
            rejected.append(one)
        else:
            yield one.line, [one.cells.get(field, "") for field in _FIELDS]


def problem_of_owner(told: Told, found: Layout) -> Rejected | None:
    """Return why no account's line could have this owner."""
    cells = {**told.cells, **_ACCOUNT}
    read = one_by_one.read_line(told.line, [cells.get(field, "") for field in _FIELDS], found)
    return replace(read, raw=raw_of(told.cells)) if isinstance(read, Rejected) else None


def set_aside(
    told: Told, code: Code, field: str = "", params: dict[str, str] | None = None
) -> Rejected:
    return Rejected(told.line, HEADERS.get(field, field), code, params or {}, raw_of(told.cells))


def raw_of(cells: Mapping[str, Any]) -> dict[str, str]:
    """Write cells as the account workbook would, those that it does not know after them."""
    raw = {HEADERS.get(field, field): shown(cell) for field, cell in cells.items() if cell != ""}
    amounts = (HEADERS[field] for field in AMOUNTS)
    return raw | {label: for_rejects(raw[label], Way.ENGLISH) for label in amounts if label in raw}
