"""Where a file keeps what: columns come in any order, under headers written in many ways."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from imports.feeds import nir, text, values
from imports.feeds.amounts import READERS, Way
from imports.feeds.o2s_accounts.columns import (
    AMOUNTS,
    COLUMNS,
    HEADERS,
    IDENTIFIERS,
    RECORD,
    Reader,
)
from imports.feeds.o2s_accounts.dialect import OWN, Dialect
from imports.feeds.values import Cell
from imports.records import Code, FileRefused, ValueRefused
from text.spreadsheet_text import as_typed

Row = tuple[int, list[Any]]
Step = tuple[int, str, int, Reader | None, int]
_PLAIN: dict[Reader, Reader | None] = {
    values.text: None,
    values.identifier: values.plain_identifier,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where this file keeps what: columns come in any order."""

    width: int
    # What each column fills, and what it is called among rejects.
    fields: Sequence[str | None]
    labels: list[str]
    # Each known column: its place in a line read, its name, its place here, reader, longest text.
    plan: Sequence[Step]
    # The same for lines of plain texts, most of which need not be read at all.
    plain: Sequence[Step]
    aside: list[int]
    number: int
    amounts: frozenset[int]
    # Amounts that a total may be of; and what says which contract or holding a line is about.
    sums: frozenset[int]
    record: frozenset[int]
    # Where numbers of social security may not stand.
    nir: nir.Columns
    today: dt.date = dt.date.max
    way: Way = Way.UNTOLD
    since_1904: bool = False
    # Lines whose post code has been given the zero that it had lost, as they are read.
    filled: set[int] = field(default_factory=set, compare=False)

    def after(self, constants: Mapping[str, str]) -> "Layout":
        """Return the layout of the same lines with a cell for each of these before their own."""
        labels = [*(HEADERS[field] for field in constants), *self.labels]
        layout = _places([*constants, *self.fields], labels)
        forbidden = frozenset(place + len(constants) for place in self.nir.forbidden)
        return replace(layout, nir=replace(layout.nir, forbidden=forbidden))

    def spoken(self, way: Way, *, since_1904: bool, today: dt.date, filled: set[int]) -> "Layout":
        """Return the layout of a file that writes its numbers this way, and counts its days so."""
        readers = dict(READERS[way])
        if since_1904:
            readers[values.day] = values.day_since_1904

        def steps(plan: Sequence[Step]) -> list[Step]:
            return [
                (at, field, place, readers.get(reader, reader) if reader else None, longest)
                for at, field, place, reader, longest in plan
            ]

        plan, plain = steps(self.plan), steps(self.plain)
        spoken = replace(self, plan=plan, plain=plain, way=way)
        return replace(spoken, since_1904=since_1904, today=today, filled=filled)


def has_headers(head: list[Row], dialect: Dialect = OWN) -> bool:
    """Tell whether some line names all that must be there."""
    _, fields = _header(head, dialect)
    return not any(alternatives.isdisjoint(fields) for alternatives in dialect.required)


def layout_of(head: list[Row], dialect: Dialect = OWN) -> tuple[int, Layout]:
    if not any(filled(cells) for _, cells in head):
        raise FileRefused(Code.F_EMPTY)
    position, fields = _header(head, dialect)
    for alternatives in dialect.required:
        if alternatives.isdisjoint(fields):
            missing = min(alternatives, key=list(HEADERS).index)
            raise FileRefused(Code.F_HEADER, column=dialect.names[missing])
    for name in set(fields) - {None}:
        if fields.count(name) > 1:
            raise FileRefused(Code.F_HEADER, column=dialect.names[str(name)])
    return position, _places(fields, dialect.called(fields, head[position][1]))


def _header(head: list[Row], dialect: Dialect) -> tuple[int, list[str | None]]:
    """Find the line that names most columns."""
    found = [[dialect.fields.get(text.header_key(cell)) for cell in cells] for _, cells in head]
    counts = [len(set(fields) - {None}) for fields in found]
    position = counts.index(max(counts, default=0)) if counts else 0
    return position, found[position] if found else []


def _places(fields: Sequence[str | None], header: Sequence[Any]) -> Layout:
    index = {field: place for place, field in enumerate(fields) if field}
    labels: list[str] = []
    for place, cell in enumerate(header):
        label = shown(cell) or str(place + 1)
        labels.append(f"{label} ({place + 1})" if label in labels else label)
    plan = [
        (at, field, index[field], reader, longest)
        for at, (field, (_, reader, longest)) in enumerate(COLUMNS.items(), start=1)
        if field in index
    ]
    return Layout(
        width=len(header),
        fields=fields,
        labels=labels,
        plan=plan,
        plain=[
            (at, name, here, _PLAIN.get(reader, reader), n) for at, name, here, reader, n in plan
        ],
        aside=[place for place, field in enumerate(fields) if not field],
        number=index["number"],
        amounts=_of(AMOUNTS, index),
        sums=_of(AMOUNTS - {"price"}, index),
        record=_of(RECORD, index),
        nir=nir.Columns(
            forbidden=frozenset(at for at, cell in enumerate(header) if nir.is_header(cell)),
            identifiers=frozenset(index[field] for field in IDENTIFIERS if field in index),
        ),
    )


def _of(fields: frozenset[str], index: dict[str, int]) -> frozenset[int]:
    return frozenset(index[field] for field in fields if field in index)


def filled(cells: list[Any]) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in cells)


def shown(cell: Cell) -> str:
    """Write a cell as the file's owner would type it again."""
    if isinstance(cell, str):
        return as_typed(cell).strip()
    try:
        return values.text(cell)
    except ValueRefused:
        return str(cell)
