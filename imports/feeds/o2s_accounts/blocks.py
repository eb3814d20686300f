"""The account workbook a block of lines at a time, column by column: the same lines, sooner.

A cell that was read is read no more, and what holds of a whole column is asked once. Lines that
are not plain, or of which anything could be refused, are read one by one: those decide.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, compress, islice
from pathlib import Path
from typing import Any

from imports.feeds import amounts, nir, values
from imports.feeds.notes import Notes
from imports.feeds.o2s_accounts import lines as one_by_one
from imports.feeds.o2s_accounts.columns import ADDRESS_LENGTH, COLUMNS, FRENCH_POST_CODE
from imports.feeds.o2s_accounts.dialect import OWN, Dialect
from imports.feeds.o2s_accounts.layout import Layout, Row, Step
from imports.feeds.o2s_accounts.reading import opened
from imports.feeds.parts import Block, Forbidden, Part
from imports.records import AccountLine, Limits, Rejected, ValueRefused

_LINES = 400
_KEPT = 32_768  # ninety years of days of birth
_BLANK = AccountLine(0)

Line = AccountLine | Rejected


def read(
    path: Path, limits: Limits, *, today: dt.date, notes: Notes, dialect: Dialect = OWN
) -> Iterator[Part]:
    """Refuse the file at once, or give its lines, each once: the good ones, then the others.

    `today`: of what tells the future.
    """
    tables = opened(path, limits, today, notes, dialect)
    return chain.from_iterable(parts_of(table.rows, table.layout) for table in tables)


def parts_of(rows: Iterator[Row], layout: Layout) -> Iterator[Part]:
    """Give the lines of these cells, a block after the other."""
    reader = Reader(layout)
    while block := list(islice(rows, _LINES)):
        texts = joined(block)
        allowed, forbidden = nir.left_out(block, layout.nir, texts)
        if allowed is not block:
            texts = joined(allowed)
        if forbidden:
            yield Forbidden(forbidden)
        yield from _read(reader, allowed, texts)


def joined(rows: Sequence[Row]) -> list[str] | None:
    """Write the cells of each line with bars between them; None where some are no texts."""
    try:
        return ["|".join(cells) for _, cells in rows]
    except TypeError:  # a workbook's numbers and dates
        return None


def _read(reader: "Reader", rows: Sequence[Row], texts: list[str] | None) -> Iterator[Part]:
    block, others = reader.read(rows, texts)
    if len(block):
        yield block
    good = [line for line in others if isinstance(line, AccountLine)]
    if good:
        yield Block(list(zip(*good, strict=True)))
    rejected = [line for line in others if isinstance(line, Rejected)]
    if rejected:
        yield rejected


class _Cells(dict[str, Any]):
    """What each cell of a column says, as it is met; those that it refuses are set apart."""

    def __init__(self, reader: Callable[[Any], Any], longest: int, blank: Any) -> None:
        super().__init__({"": blank})
        self._reader, self._longest, self._blank = reader, longest, blank
        self.refused: set[str] = set()

    def __missing__(self, cell: str) -> Any:
        try:
            value = self._reader(cell)
        except ValueRefused:
            value = self._blank
            self.refused.add(cell)
        if self._longest and value and len(value) > self._longest:
            self.refused.add(cell)
        self[cell] = value
        return value

    def forget(self) -> None:
        """Begin anew before too much is kept."""
        if len(self) > _KEPT:
            self.clear()
            self.refused.clear()
            self[""] = self._blank


class Reader:
    """Reads blocks of one file, whose layout it knows."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._cells = {
            at: _Cells(reader, longest, _BLANK[at])
            for at, _, _, reader, longest in layout.plain
            if reader
        }

    def read(self, rows: Sequence[Row], texts: list[str] | None) -> tuple[Block, list[Line]]:
        """Return the good lines among the plain ones, and all others as they are read alone.

        `texts` is what `joined` says of them.
        """
        plain, odd = self._parted(rows, texts) if texts is not None else ([], list(rows))
        block, bad = self._columns(plain)
        odd += [plain[at] for at in sorted(bad)]
        odd.sort(key=lambda row: row[0])
        return block, [one_by_one.read_line(*row, self._layout) for row in odd]

    def _parted(self, rows: Sequence[Row], texts: list[str]) -> tuple[list[Row], list[Row]]:
        width = self._layout.width
        alike = {len(cells) for _, cells in rows} == {width}
        if alike and one_by_one.is_plain(f"|{'|'.join(texts)}|"):
            return list(rows), []
        plain: list[Row] = []
        odd: list[Row] = []
        for row, line in zip(rows, texts, strict=True):
            is_good = len(row[1]) == width and one_by_one.is_plain(f"|{line}|")
            (plain if is_good else odd).append(row)
        return plain, odd

    def _columns(self, rows: Sequence[Row]) -> tuple[Block, set[int]]:
        """Return the lines of which nothing is refused, and the places of the others."""
        count = len(rows)
        columns: list[Sequence[Any]] = [[blank] * count for blank in _BLANK]
        if not rows:
            return Block(columns), set()
        columns[0] = [number for number, _ in rows]
        cells = list(zip(*(cells for _, cells in rows), strict=True))
        bad: set[int] = set()
        for step in self._layout.plain:
            if any(cells[step[2]]):
                columns[step[0]] = self._column(step, cells[step[2]], bad)
        if self._layout.aside:
            columns[-1] = [one_by_one.aside(row, self._layout) for _, row in rows]
        bad.update(_refused(columns, self._layout.today))
        if bad:
            kept = [at not in bad for at in range(count)]
            columns = [list(compress(column, kept)) for column in columns]
        return Block(columns), bad

    def _column(self, step: Step, cells: Sequence[str], bad: set[int]) -> Sequence[Any]:
        at, _, _, reader, longest = step
        way = reader and amounts.WAY_OF.get(reader)
        if way and (found := amounts.amounts(cells, way)):
            return found
        is_identifier = reader is values.plain_identifier and values.are_plain_identifiers(cells)
        if reader is None or is_identifier:
            if longest and max(map(len, cells)) > longest:
                bad.update(at for at, cell in enumerate(cells) if len(cell) > longest)
            return cells
        known = self._cells[at]
        known.forget()
        read = list(map(known.__getitem__, cells))
        if known.refused:
            bad.update(at for at, cell in enumerate(cells) if cell in known.refused)
        return read


# Places of columns in an AccountLine.
_AT = {field: at for at, field in enumerate(("line", *COLUMNS, "aside"))}


def _refused(columns: Sequence[Sequence[Any]], today: dt.date) -> list[int]:
    """Return the places of lines that are refused as a whole, or lack a zero."""
    told = {field: columns[at] for field, at in _AT.items()}
    if _may_be_refused(told, today):
        lines = Block(list(columns)).lines()
        return [
            at
            for at, line in enumerate(lines)
            if one_by_one.lost_its_zero(line) or one_by_one.problem_of(line, today)
        ]
    return []


def _may_be_refused(told: dict[str, Sequence[Any]], today: dt.date) -> bool:
    """Ask of whole columns what `_refused` asks of a line: False when no line can be wrong."""
    return not (
        all(told["last_name"])
        and all(told["number"])
        and all(told["situation_on"])
        and (all(told["custodian_code"]) or all(told["custodian_name"]))
        and (all(told["product_code"]) or all(told["product_name"]))
        and "Autre titre" not in told["title"]
        and not _are_addresses_long(told)
        and FRENCH_POST_CODE - 1 not in set(map(len, told["post_code"]))
        and _are_holdings_plain(told)
        and max(told["situation_on"]) <= one_by_one.last_situation(today)
        and max(filter(None, told["birth_date"]), default=today) <= today
    )


def _are_addresses_long(told: dict[str, Sequence[Any]]) -> bool:
    longest = sum(max(map(len, told[field])) for field in ("address_1", "address_2"))
    return longest > ADDRESS_LENGTH


def _are_holdings_plain(told: dict[str, Sequence[Any]]) -> bool:
    """Tell that each line is worth its value, or holds units of a fund, or both."""
    if not (any(told["holding_code"]) or any(told["holding_name"])):
        return True
    if any(told["is_euro_fund"]):
        return False
    held = zip(told["holding_code"], told["holding_name"], told["units"], strict=True)
    return all(units is not None for code, name, units in held if code or name)
