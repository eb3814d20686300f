"""A file's cells, without what stands around its lines."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from imports.feeds import files, sheets, text
from imports.feeds.amounts import Way, way_of
from imports.feeds.notes import SPAN, Notes
from imports.feeds.o2s_accounts.dialect import OWN, Dialect
from imports.feeds.o2s_accounts.footers import told
from imports.feeds.o2s_accounts.layout import Layout, Row, filled, has_headers, layout_of
from imports.records import Code, FileRefused, Limits

_HEAD = 200_000
_SCANNED = 1_000

Again = Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of a text file, or of one sheet, and where they keep what."""

    rows: Iterator[Row]
    layout: Layout


@dataclass(frozen=True, slots=True)
class _Found:
    """A table that is gone through twice: for how it writes numbers, and for its lines."""

    rows: Again
    layout: Layout
    # The rows as they come, and whether a number among them may be written the English way.
    raw: Again
    may_be_english: bool = True


def opened(
    path: Path, limits: Limits, today: dt.date, notes: Notes, dialect: Dialect = OWN
) -> list[Table]:
    """Refuse the file at once, or give the cells of its lines and where they keep what."""
    files.require_plain(path, limits)
    with path.open("rb") as file:
        is_workbook = sheets.is_workbook(file.read(8))
    found = (
        _in_sheets(path, limits, notes, dialect)
        if is_workbook
        else [_in_text(path, limits, dialect)]
    )
    way = _way(found) if dialect.way is None else dialect.way
    since_1904 = is_workbook and sheets.since_1904(path)
    tables = []
    for at, table in enumerate(found):
        rows = told(table.rows(), table.layout, notes)
        if dialect.said or dialect.constants:
            rows = _in_our_words(rows, table.layout, dialect)
        layout = table.layout.after(dialect.constants) if dialect.constants else table.layout
        layout = layout.spoken(way, since_1904=since_1904, today=today, filled=notes.filled)
        tables.append(Table(_placed(rows, at * SPAN) if at else rows, layout))
    return tables


def _way(found: Sequence[_Found]) -> Way:
    may_be_english = any(table.may_be_english for table in found)
    texts = (cells for table in found for cells in _amounts(table))
    return way_of(texts, may_be_english=may_be_english)


def _in_our_words(rows: Iterator[Row], layout: Layout, dialect: Dialect) -> Iterator[Row]:
    steps = [
        (place, dialect.said[field])
        for place, field in enumerate(layout.fields)
        if field and field in dialect.said
    ]
    constants = list(dialect.constants.values())
    for number, cells in rows:
        for place, say in steps:
            if place < len(cells):
                cells[place] = say(cells[place])
        yield number, constants + cells


def _placed(rows: Iterator[Row], before: int) -> Iterator[Row]:
    return ((before + number, cells) for number, cells in rows)


def _in_sheets(path: Path, limits: Limits, notes: Notes, dialect: Dialect) -> list[_Found]:
    """Find every sheet that has our headers; the others are told."""
    found: list[_Found] = []
    others: list[tuple[sheets.Sheet, list[Row]]] = []
    names, lines = [], 0
    for sheet in sheets.sheets(path, limits):
        head = list(islice(sheet.rows(), dialect.skip, dialect.skip + text.HEADER_WITHIN))
        if dialect.sheet in {"", sheet.name} and has_headers(head, dialect):
            found.append(_in_sheet(sheet, head, dialect))
            names.append(sheet.name)
            lines += sheet.size(limits)
        elif any(filled(cells) for _, cells in head):
            others.append((sheet, head))
    if lines > limits.lines:
        raise FileRefused(Code.F_SIZE)
    if not found:
        _refuse(others, limits, dialect)
    notes.sheets = names if len(names) > 1 else []
    notes.others = [sheet.name for sheet, _ in others]
    return found


def _in_sheet(sheet: sheets.Sheet, head: list[Row], dialect: Dialect) -> _Found:
    try:
        position, layout = layout_of(head, dialect)
    except FileRefused as refused:
        raise FileRefused(refused.code, **refused.params, sheet=sheet.name) from refused
    position += dialect.skip
    merged = [one for one in sheet.merged if one[0][0] > position]

    def rows() -> Iterator[Row]:
        below = islice(sheet.rows(), position + 1, None)
        return sheets.filled_in(below, merged, layout.amounts) if merged else below

    return _Found(rows, layout, lambda: islice(sheet.rows(), position + 1, None))


def _refuse(others: list[tuple[sheets.Sheet, list[Row]]], limits: Limits, dialect: Dialect) -> None:
    """Say what the sheet lacks that has most of what must be there."""
    if not others:
        raise FileRefused(Code.F_EMPTY)
    for sheet, _ in others:
        sheet.size(limits)

    def known(head: list[Row]) -> int:
        fields = dialect.fields
        return max(sum(text.header_key(cell) in fields for cell in cells) for _, cells in head)

    named = [head for sheet, head in others if dialect.sheet in {"", sheet.name}]
    if not named:
        raise FileRefused(Code.F_HEADER, sheet=dialect.sheet)
    layout_of(max(named, key=known), dialect)
    raise FileRefused(Code.F_HEADER)


def _in_text(path: Path, limits: Limits, dialect: Dialect) -> _Found:
    text.weigh(path, limits)
    files.require_text(files.start_of(path))
    if text.is_markup(path):
        raise FileRefused(Code.F_HTML)
    encoding, is_cut = text.encoding_of(path, dialect.encoding), text.is_cut(path)
    separator = dialect.separator
    if not separator:
        with path.open(encoding=encoding, newline="") as file:
            separator = text.separator(file.read(_HEAD), dialect.fields)

    def whole() -> Iterator[Row]:
        with path.open(encoding=encoding, newline="") as file:
            for _ in range(dialect.skip):
                file.readline()
            yield from text.rows(file, separator, limits, after=dialect.skip)

    position, layout = layout_of(list(islice(whole(), text.HEADER_WITHIN)), dialect)

    def below() -> Iterator[Row]:
        return islice(whole(), position + 1, None)

    may_be_english = text.may_be_english(path, encoding)
    return _Found(lambda: _padded(below(), layout, is_cut=is_cut), layout, below, may_be_english)


def _padded(rows: Iterator[Row], layout: Layout, *, is_cut: bool) -> Iterator[Row]:
    """Give lines that lack empty cells at their end whole.

    Not those that lack more, the two halves of a line that was broken, and a last one that may
    have been cut: they are told by their number of columns.
    """
    width = layout.width
    before: Row | None = None
    for row in rows:
        is_short = 0 < len(row[1]) < width
        if before is None and not is_short:  # nearly all of them
            yield row
            continue
        if before and is_short and len(before[1]) + len(row[1]) == width + 1:
            yield from (before, row)
            before = None
            continue
        if before:
            yield _whole(before, layout)
        before = row if is_short else None
        if not is_short:
            yield row
    if before:
        yield before if is_cut else _whole(before, layout)


def _whole(row: Row, layout: Layout) -> Row:
    number, cells = row
    lacking = layout.width - len(cells)
    return row if len(cells) <= layout.number else (number, cells + [""] * lacking)


def _amounts(found: _Found) -> Iterator[Sequence[str]]:
    """Give the texts of amounts, some lines at a time."""
    places = sorted(found.layout.amounts)
    rows = found.raw()
    while taken := list(islice(rows, _SCANNED)):
        cells: list[Any] = [row[1][at] for row in taken for at in places if at < len(row[1])]
        yield [cell for cell in cells if cell and isinstance(cell, str)]
