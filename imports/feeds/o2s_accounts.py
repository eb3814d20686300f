"""The O2S account workbook, as .xlsx, .xls or .csv: the files that say who owns what."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from contacts.cells import QUOTE, as_typed
from imports.feeds import sheets, text, values
from imports.feeds.values import Cell
from imports.records import AccountLine, Code, FileRefused, Limits, Rejected, ValueRefused

CASH = "ESPECES"
_SHEET = "comptes"
ADDRESS_LENGTH = 250
FRENCH_POST_CODE = 5
_HEAD = 200_000

Row = tuple[int, list[Any]]
Reader = Callable[[Any], Any]

# field: (header, how it is read, longest text or 0)
COLUMNS: dict[str, tuple[str, Reader, int]] = {
    "title": ("Titre", values.title, 0),
    "other_title": ("Autre titre", values.text, 30),
    "last_name": ("Nom", values.text, 150),
    "first_name": ("Prénom", values.text, 150),
    "birth_date": ("Date de naissance", values.day, 0),
    "address_1": ("Adresse domicile (ligne 1)", values.text, ADDRESS_LENGTH),
    "address_2": ("Adresse domicile (ligne 2)", values.text, ADDRESS_LENGTH),
    "post_code": ("Adresse domicile (code postal)", values.identifier, 10),
    "town": ("Adresse domicile (commune)", values.text, 50),
    "country": ("Adresse domicile (pays)", values.text, 40),
    "custodian_code": ("Identifiant du dépositaire", values.identifier, 50),
    "custodian_name": ("Nom du dépositaire", values.text, 150),
    "product_code": ("Identifiant du produit", values.identifier, 50),
    "product_name": ("Nom du produit", values.text, 150),
    "number": ("Numéro de compte / contrat", values.identifier, 50),
    "label": ("Intitulé du compte / contrat", values.text, 150),
    "opened_on": ("Date d’ouverture", values.day, 0),
    "situation_on": ("Date de situation", values.day, 0),
    "holding_code": ("Identifiant du support", values.holding_code, 50),
    "holding_name": ("Nom du support", values.text, 150),
    "is_euro_fund": ("Fonds en euros?", values.boolean, 0),
    "value": ("Evaluation (fonds en euros ou situation consolidée)", values.amount, 0),
    "units": ("Nombre de parts", values.quantity, 0),
    "price": ("Cours", values.amount, 0),
    "price_on": ("Date du cours", values.day, 0),
    "currency": ("Devise de cotation (ISO)", values.currency, 0),
}
HEADERS = {field: header for field, (header, _, _) in COLUMNS.items()}
_FIELDS = {text.header_key(header): field for field, header in HEADERS.items()}
_REQUIRED = (
    {"number"},
    {"custodian_code", "custodian_name"},
    {"product_code", "product_name"},
)
_AMOUNTS = {"value", "units", "price"}
_TOTAL = re.compile(
    r"\s*(?:sous[ -])?tota(?:l|ux)(?: g[ée]n[ée]ral| g[ée]n[ée]raux)?\s*:?\s*", re.IGNORECASE
)


def read(path: Path, limits: Limits | None = None) -> Iterator[AccountLine | Rejected]:
    """Refuse the file at once, or give its lines; damage further down is refused on the way.

    One by one: what `imports.feeds.blocks`, which the night reads by, must agree with.
    """
    rows, layout = opened(path, limits or Limits())
    return (read_line(number, cells, layout) for number, cells in rows)


def opened(path: Path, limits: Limits) -> tuple[Iterator[Row], "Layout"]:
    """Refuse the file at once, or give the cells of its lines and where they keep what."""
    rows = _rows(path, limits)
    head = list(islice(rows, text.HEADER_WITHIN))
    position, layout = _layout(head)
    return _told(chain(head[position + 1 :], rows), layout), layout


def _rows(path: Path, limits: Limits) -> Iterator[Row]:
    if path.is_symlink() or not path.is_file():
        raise FileRefused(Code.F_UNREADABLE)
    if path.stat().st_size > limits.bytes:
        raise FileRefused(Code.F_SIZE)
    with path.open("rb") as file:
        if sheets.is_workbook(file.read(8)):
            return sheets.rows(path, limits, _FIELDS, _SHEET)
    return _text_rows(path, limits)


def _text_rows(path: Path, limits: Limits) -> Iterator[Row]:
    text.weigh(path, limits)
    with path.open(encoding=text.encoding_of(path), newline="") as file:
        separator = text.separator(file.read(_HEAD), _FIELDS)
        file.seek(0)
        yield from text.rows(file, separator, limits)


Step = tuple[int, str, int, Reader | None, int]
_BLANK: list[Any] = list(AccountLine(0))
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


def _layout(head: list[Row]) -> tuple[int, Layout]:
    if not any(_filled(cells) for _, cells in head):
        raise FileRefused(Code.F_EMPTY)
    found = [[_FIELDS.get(text.header_key(cell)) for cell in cells] for _, cells in head]
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
    return position, _places(fields, head[position][1])


def _places(fields: list[str | None], header: list[Any]) -> Layout:
    index = {field: place for place, field in enumerate(fields) if field}
    labels: list[str] = []
    for place, cell in enumerate(header):
        label = _shown(cell) or str(place + 1)
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
        amounts=frozenset(index[field] for field in _AMOUNTS if field in index),
    )


def _told(rows: Iterator[Row], layout: Layout) -> Iterator[Row]:
    """Leave out blank lines and the file's total."""
    total: Row | None = None
    for row in rows:
        _, cells = row
        if not total and _has_number(cells, layout):  # nearly all of them
            yield row
            continue
        if not _filled(cells):
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


def _filled(cells: list[Any]) -> bool:
    return any(not isinstance(cell, str) or cell.strip() for cell in cells)


def _is_total(cells: list[Any], layout: Layout) -> bool:
    """Without a number: the word, or nothing but amounts."""
    number = cells[layout.number] if layout.number < len(cells) else ""
    if not isinstance(number, str) or (number.strip() and not _TOTAL.fullmatch(number)):
        return False
    filled = {place for place, cell in enumerate(cells) if _filled([cell])}
    said = any(isinstance(cell, str) and _TOTAL.fullmatch(cell) for cell in cells)
    return said or filled <= layout.amounts


def read_line(number: int, cells: list[Any], layout: Layout) -> AccountLine | Rejected:
    if len(cells) < layout.width or _filled(cells[layout.width :]):
        return _reject(number, cells, layout, Code.R_COLUMN_COUNT)
    read = [number, *_BLANK[1:]]
    for at, field, place, reader, longest in layout.plain if _is_plain(cells) else layout.plan:
        cell = cells[place]
        if cell == "":
            continue
        try:
            value = reader(cell) if reader else cell
        except ValueRefused as refused:
            return _reject(number, cells, layout, refused.code, field, refused.params)
        if longest and len(value) > longest:
            return _reject(number, cells, layout, Code.R_TOO_LONG, field, {"max": str(longest)})
        read[at] = value
    if layout.aside:
        read[-1] = aside(cells, layout)
    line = AccountLine(*read)
    problem = problem_of(line)
    return _reject(number, cells, layout, problem[1], problem[0]) if problem else line


def _is_plain(cells: list[Any]) -> bool:
    """Tell that `values.text` would change no cell and refuse none, by one look at all of them."""
    try:
        joined = f"|{'|'.join(cells)}|"
    except TypeError:  # a workbook's numbers and dates
        return False
    return is_plain(joined)


def is_plain(joined: str) -> bool:
    """Tell it of any number of cells, each between two bars."""
    spaced = "  " in joined or " |" in joined or "| " in joined
    return (
        joined.isprintable()
        and not spaced
        and f"|{QUOTE}" not in joined
        and not text.may_be_doubled(joined)
    )


def aside(cells: list[Any], layout: Layout) -> dict[str, str]:
    return {
        layout.labels[place]: _shown(cells[place])
        for place in layout.aside
        if _filled([cells[place]])
    }


def problem_of(line: AccountLine) -> tuple[str, Code] | None:
    """Return what is wrong with a line each of whose cells could be read: where, and why."""
    return _owner_problem(line) or _account_problem(line) or _holding_problem(line)


def _owner_problem(line: AccountLine) -> tuple[str, Code] | None:
    if not line.last_name and (line.first_name or line.birth_date):
        return "last_name", Code.R_NAME_MISSING
    if line.title == "Autre titre" and not line.other_title:
        return "other_title", Code.R_TYPE
    if len(line.address_1) + len(line.address_2) > ADDRESS_LENGTH:
        return "address_2", Code.R_TOO_LONG
    if line.post_code and _lost_its_zero(line):
        return "post_code", Code.R_ID_MANGLED
    return None


def _lost_its_zero(line: AccountLine) -> bool:
    """Tell 1000 for Bourg-en-Bresse from 1000 in Brussels, which says its country."""
    french = line.country.casefold() in {"", "france"}
    return french and line.post_code.isdigit() and len(line.post_code) == FRENCH_POST_CODE - 1


def _account_problem(line: AccountLine) -> tuple[str, Code] | None:
    if not line.number:
        return "number", Code.R_ID_MISSING
    if not line.custodian_code and not line.custodian_name:
        return "custodian_code", Code.R_CUSTODIAN
    if not line.product_code and not line.product_name:
        return "product_code", Code.R_PRODUCT
    return None


def _holding_problem(line: AccountLine) -> tuple[str, Code] | None:
    holding = line.holding_code or line.holding_name
    if line.situation_on is None and (holding or line.value is not None):
        return "situation_on", Code.R_DATE
    if not holding:
        return None
    if line.is_euro_fund:
        return ("value", Code.R_AMOUNT) if line.value is None else None
    cash = line.holding_code.upper() == CASH and line.value is not None
    return ("units", Code.R_AMOUNT) if line.units is None and not cash else None


def _reject(
    line: int,
    cells: list[Any],
    layout: Layout,
    code: Code,
    field: str = "",
    params: dict[str, str] | None = None,
) -> Rejected:
    labels = chain(layout.labels, (str(place) for place in range(layout.width + 1, 10**6)))
    raw = {label: _shown(cell) for label, cell in zip(labels, cells, strict=False)}
    return Rejected(line, HEADERS.get(field, ""), code, params or {}, raw)


def _shown(cell: Cell) -> str:
    """Write a cell as the file's owner would type it again."""
    if isinstance(cell, str):
        return as_typed(cell).strip()
    try:
        return values.text(cell)
    except ValueRefused:
        return str(cell)
