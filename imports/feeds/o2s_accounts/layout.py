"""Where a file keeps what: columns come in any order, under headers written in many ways."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contacts.cells import as_typed
from imports.feeds import nir, text, values
from imports.feeds.o2s_accounts.columns import (
    AMOUNTS,
    COLUMNS,
    HEADERS,
    IDENTIFIERS,
    Reader,
)
from imports.feeds.values import Cell
from imports.records import Code, FileRefused, ValueRefused

Row = tuple[int, list[Any]]
FIELDS = {text.header_key(header): field for field, header in HEADERS.items()}
_REQUIRED = (
    {"number"},
    {"custodian_code", "custodian_name"},
    {"product_code", "product_name"},
)
Step = tuple[int, str, int, Reader | None, int]
_PLAIN: dict[Reader, Reader | None] = {
    values.text: None,
    values.identifier: values.plain_identifier,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where this file keeps what: columns come in any order."""

    width: int
    labels: list[str]
    # Each known column: its place in a line read, its name, its place here, reader, longest text.
    plan: Sequence[Step]
    # The same for lines of plain texts, most of which need not be read at all.
    plain: Sequence[Step]
    aside: list[int]
    number: int
    amounts: frozenset[int]
    today: dt.date
    # Where numbers of social security may not stand.
    nir: nir.Columns


def layout_of(head: list[Row], today: dt.date = dt.date.max) -> tuple[int, Layout]:
    if not any(filled(cells) for _, cells in head):
        raise FileRefused(Code.F_EMPTY)
    found = [[FIELDS.get(text.header_key(cell)) for cell in cells] for _, cells in head]
    counts = [len(set(fields) - {None}) for fields in found]
    position = counts.index(max(counts))
    fields = found[position]
    for alternatives in _REQUIRED:
        if alternatives.isdisjoint(fields):
            missing = min(alternatives, key=list(HEADERS).index)
            raise FileRefused(Code.F_HEADER, column=HEADERS[missing])
    for field in set(fields) - {None}:
        if fields.count(field) > 1:
            raise FileRefused(Code.F_HEADER, column=HEADERS[str(field)])
    return position, _places(fields, head[position][1], today)


def _places(fields: list[str | None], header: list[Any], today: dt.date) -> Layout:
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
        labels=labels,
        plan=plan,
        plain=[
            (at, name, here, _PLAIN.get(reader, reader), n) for at, name, here, reader, n in plan
        ],
        aside=[place for place, field in enumerate(fields) if not field],
        number=index["number"],
        amounts=frozenset(index[field] for field in AMOUNTS if field in index),
        today=today,
        nir=nir.Columns(
            forbidden=frozenset(at for at, cell in enumerate(header) if nir.is_header(cell)),
            identifiers=frozenset(index[field] for field in IDENTIFIERS if field in index),
        ),
    )


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
