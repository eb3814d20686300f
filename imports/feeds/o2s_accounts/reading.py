"""A file's cells, without what stands around its lines."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from imports.feeds import nir, sheets, text
from imports.feeds.o2s_accounts.layout import FIELDS, Layout, Row, filled, layout_of
from imports.feeds.o2s_accounts.lines import read_line
from imports.records import AccountLine, Code, FileRefused, Limits, Rejected

_SHEET = "comptes"
_HEAD = 200_000
_TOTAL = re.compile(
    r"\s*(?:sous[ -])?tota(?:l|ux)(?: g[ée]n[ée]ral| g[ée]n[ée]raux)?\s*:?\s*", re.IGNORECASE
)


def read(path: Path, limits: Limits | None = None) -> Iterator[AccountLine | Rejected]:
    """Refuse the file at once, or give its lines; damage further down is refused on the way.

    One by one: what `imports.feeds.blocks`, which the night reads by, must agree with.
    """
    rows, layout = opened(path, limits or Limits())
    return (
        read_line(number, cells, layout)
        for row in rows
        for number, cells in nir.left_out([row], layout.nir)[0]
    )


def opened(
    path: Path, limits: Limits, today: dt.date = dt.date.max
) -> tuple[Iterator[Row], Layout]:
    """Refuse the file at once, or give the cells of its lines and where they keep what."""
    rows = _rows(path, limits)
    head = list(islice(rows, text.HEADER_WITHIN))
    position, layout = layout_of(head, today)
    return _told(chain(head[position + 1 :], rows), layout), layout


def _rows(path: Path, limits: Limits) -> Iterator[Row]:
    if path.is_symlink() or not path.is_file():
        raise FileRefused(Code.F_UNREADABLE)
    if path.stat().st_size > limits.bytes:
        raise FileRefused(Code.F_SIZE)
    with path.open("rb") as file:
        if sheets.is_workbook(file.read(8)):
            return sheets.rows(path, limits, FIELDS, _SHEET)
    return _text_rows(path, limits)


def _text_rows(path: Path, limits: Limits) -> Iterator[Row]:
    text.weigh(path, limits)
    with path.open(encoding=text.encoding_of(path), newline="") as file:
        separator = text.separator(file.read(_HEAD), FIELDS)
        file.seek(0)
        yield from text.rows(file, separator, limits)


def _told(rows: Iterator[Row], layout: Layout) -> Iterator[Row]:
    """Leave out blank lines and the file's total."""
    total: Row | None = None
    for row in rows:
        _, cells = row
        if not total and _has_number(cells, layout):  # nearly all of them
            yield row
            continue
        if not filled(cells):
            continue
        if total:  # a line followed by others is not the file's total
            yield total
            total = None
        if _is_total(cells, layout):
            total = row
        else:
            yield row


def _has_number(cells: list[Any], layout: Layout) -> bool:
    number = cells[layout.number] if layout.number < len(cells) else ""
    return isinstance(number, str) and number[-1:].isdigit()


def _is_total(cells: list[Any], layout: Layout) -> bool:
    """Without a number: the word, or nothing but amounts."""
    number = cells[layout.number] if layout.number < len(cells) else ""
    if not isinstance(number, str) or (number.strip() and not _TOTAL.fullmatch(number)):
        return False
    told = {place for place, cell in enumerate(cells) if filled([cell])}
    said = any(isinstance(cell, str) and _TOTAL.fullmatch(cell) for cell in cells)
    return said or told <= layout.amounts
