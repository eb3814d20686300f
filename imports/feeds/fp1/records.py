"""The lines of an FP1 file, whichever way it comes: text, JSON lines or a workbook."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from imports.feeds import nir, sheets, text
from imports.feeds.fp1.tables import (
    COLUMNS,
    IDENTIFIERS,
    NAMES,
    Record,
    Table,
    is_header,
    names_of,
    table_of,
)
from imports.feeds.notes import SPAN, Notes
from imports.feeds.told import Told, filled, set_aside, shown
from imports.records import Code, FileRefused, Limits, Rejected

_HEAD = 200_000
Row = tuple[int, list[Any]]
Found = Record | Rejected


@dataclass
class Lines:
    """What is told of a file's lines while they are read; they are gone through more than once."""

    again: Callable[["Lines"], Iterator[Found]]
    notes: Notes
    since_1904: bool = False
    # Lines that came with a social security number, which was left out.
    forbidden: dict[int, None] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Found]:
        return self.again(self)

    def record(self, table: Table, line: int, said: Mapping[str | None, Any]) -> Record:
        """Return the line's known cells without any social security number."""
        cells = {name: cell for name, cell in said.items() if name and filled([cell])}
        joined = "|".join(map(shown, cells.values()))
        if nir.may_hold(joined.encode("ascii", "replace")):
            cells = {name: self._allowed(line, name, cell) for name, cell in cells.items()}
        return Record(table, line, cells)

    def _allowed(self, line: int, name: str, cell: Any) -> Any:
        said = shown(cell)
        if not nir.holds(said):
            return cell
        if name in IDENTIFIERS:
            return nir.without(said, nir.MASK)
        self.forbidden[line] = None
        return " ".join(nir.without(said).split())

    def unknown(self, line: int, header: object, cell: Any) -> None:
        """Note a column that nobody knows, or may not have."""
        if nir.is_header(header):
            if filled([cell]):
                self.forbidden[line] = None
        elif label := shown(header)[:100] if isinstance(header, str) else "":
            self.notes.unknown_columns[nir.without(label, nir.MASK)] = None


def in_workbook(path: Path, limits: Limits, notes: Notes) -> Lines:
    """Take every sheet that has our headers; the others are told."""
    found, others = [], []
    for sheet in sheets.sheets(path, limits):
        head = list(islice(sheet.rows(), text.HEADER_WITHIN))
        if any(is_header(cells) for _, cells in head):
            sheet.size(limits)
            found.append(sheet)
        elif any(filled(cells) for _, cells in head):
            others.append(sheet.name)
    if sum(sheet.size(limits) for sheet in found) > limits.lines:
        raise FileRefused(Code.F_SIZE)
    if not found:
        raise FileRefused(Code.F_HEADER, column=IDENTIFIERS[0])
    notes.sheets = [sheet.name for sheet in found] if len(found) > 1 else []
    notes.others = others

    def again(lines: Lines) -> Iterator[Found]:
        for at, sheet in enumerate(found):
            rows = ((at * SPAN + number, cells) for number, cells in sheet.rows())
            yield from _in_rows(rows, lines)

    return Lines(again, notes, since_1904=sheets.since_1904(path))


def in_text(path: Path, limits: Limits, notes: Notes) -> Lines:
    """Take the tables that stand below one another, each below its own headers."""
    text.weigh(path, limits)
    encoding = text.encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = text.separator(file.read(_HEAD), NAMES)

    def again(lines: Lines) -> Iterator[Found]:
        with path.open(encoding=encoding, newline="") as file:
            yield from _in_rows(text.rows(file, separator, limits), lines)

    return Lines(again, notes)


def _in_rows(rows: Iterator[Row], lines: Lines) -> Iterator[Found]:
    header: list[Any] = []
    names: list[str | None] = []
    table = None
    for number, cells in rows:
        if not filled(cells):
            continue
        if is_header(cells):
            header, names = cells, names_of(cells)
            table = table_of(names)
        elif table is None:  # a title before any headers
            continue
        elif len(cells) < len(header) or filled(cells[len(header) :]):
            said = dict(zip(names, cells, strict=False))
            yield _odd(lines.record(table, number, said))
        else:
            yield _read(lines, table, number, header, names, cells)
    if table is None:
        raise FileRefused(Code.F_HEADER, column=IDENTIFIERS[0])


def _read(
    lines: Lines,
    table: Table,
    number: int,
    header: list[Any],
    names: list[str | None],
    cells: list[Any],
) -> Record:
    known = set(COLUMNS[table])
    said: dict[str | None, Any] = {}
    for label, name, cell in zip(header, names, cells, strict=False):
        if name in known:
            said[name] = cell
        else:
            lines.unknown(number, label, cell)
    return lines.record(table, number, said)


def _odd(record: Record) -> Rejected:
    return set_aside(Told(record.line, as_told(record.cells)), Code.R_COLUMN_COUNT)


def in_json(path: Path, limits: Limits, notes: Notes) -> Lines:
    """Take one object a line, whose `type` says which table it is of."""
    text.weigh(path, limits)
    encoding = text.encoding_of(path)

    def again(lines: Lines) -> Iterator[Found]:
        with path.open(encoding=encoding) as file:
            for number, line in enumerate(file, start=1):
                if number > limits.lines:
                    raise FileRefused(Code.F_SIZE, line=str(number))
                if line.strip():
                    yield _in_object(_parsed(line, number, limits), number, lines)

    return Lines(again, notes)


def _parsed(line: str, number: int, limits: Limits) -> dict[str, Any]:
    """Return an object of texts; one that was cut on its way has the whole file refused."""
    try:
        said = json.loads(line, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise FileRefused(Code.F_UNREADABLE, line=str(number)) from error
    if not isinstance(said, dict):
        raise FileRefused(Code.F_UNREADABLE, line=str(number))
    if len(said) > limits.columns or any(
        isinstance(cell, str) and len(cell.encode("utf-8", "replace")) > limits.cell_bytes
        for cell in said.values()
    ):
        raise FileRefused(Code.F_SIZE, line=str(number))
    return said


def _in_object(said: dict[str, Any], number: int, lines: Lines) -> Found:
    kind = said.pop("type", "")
    cells = {name: "" if cell is None else cell for name, cell in said.items()}
    odd = next((name for name, cell in cells.items() if not isinstance(cell, str)), None)
    texts = {name: cell for name, cell in cells.items() if isinstance(cell, str)}
    header = list(texts)
    names = names_of(header)
    table = next((one for one in Table if kind in {one.value, f"{one.value}s"}), None)
    if table is None or odd is not None:
        known = lines.record(Table.ACCOUNTS, number, dict(zip(names, texts.values(), strict=True)))
        told = Told(number, as_told(known.cells))
        return set_aside(told, Code.R_TYPE, odd or "type", {"value": str(kind)[:100]})
    return _read(lines, table, number, header, names, list(texts.values()))


def as_told(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of a line set aside under the names that the account workbook knows."""
    known = {"ref_compte": "number", "ref_client": "client_number", "nom_usage": "last_name"}
    known |= {"prenoms": "first_name", "date_naissance": "birth_date", "devise": "currency"}
    known |= {"encours": "value", "date_encours": "situation_on", "date_effet": "opened_on"}
    if "nom_usage" not in cells:
        known["nom_naissance"] = "last_name"
    return {known.get(name, name): cell for name, cell in cells.items()}
