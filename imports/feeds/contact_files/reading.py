"""A file of contacts, of whatever kind: refused at once, or its rows one by one."""

from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path

from imports.feeds import nir, sheets, text
from imports.feeds.contact_files import heads
from imports.feeds.contact_files.heads import Heads, Row
from imports.feeds.contact_files.table import ContactRow, ContactTable
from imports.records import Code, FileRefused, Limits

SHEET = "Contacts"
_HEAD = 200_000
# How programs begin what is neither a text nor a workbook: PDF, images, packed files.
_OTHERS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"Rar!",
)


def read(path: Path, limits: Limits) -> ContactTable:
    """Refuse the file (FileRefused) at once, or on the way through its rows."""
    start = _start(path, limits)
    if sheets.is_workbook(start):
        return _of_workbook(path, limits)
    if start.startswith(_OTHERS):
        raise FileRefused(Code.F_UNREADABLE)
    return _of_text(path, limits)


def _start(path: Path, limits: Limits) -> bytes:
    if path.is_symlink() or not path.is_file():
        raise FileRefused(Code.F_UNREADABLE)
    if path.stat().st_size > limits.bytes:
        raise FileRefused(Code.F_SIZE)
    with path.open("rb") as file:
        return file.read(8)


# -- workbooks


def _of_workbook(path: Path, limits: Limits) -> ContactTable:
    found = [(sheet, _head_of(sheet)) for sheet in sheets.sheets(path, limits)]
    filled = [(sheet, head) for sheet, head in found if any(map(heads.is_filled, head))]
    if not filled:
        raise FileRefused(Code.F_EMPTY)
    sheet, read_heads = _chosen(filled)
    sheet.size(limits)
    others = [other.name for other, _ in filled if other is not sheet]
    left = [f"Feuille « {name} » : non lue." for name in others]
    since_1904 = sheets.since_1904(path)
    return _table(_below(sheet, read_heads), read_heads, sheet.name, left, since_1904=since_1904)


def _head_of(sheet: sheets.Sheet) -> list[Row]:
    return list(islice(sheet.rows(), text.HEADER_WITHIN))


def _chosen(filled: list[tuple[sheets.Sheet, list[Row]]]) -> tuple[sheets.Sheet, Heads]:
    """Take the sheet called Contacts, or else the first of the workbook's kind, or the first."""
    read = []
    problems = []
    for sheet, head in filled:
        try:
            read.append((sheet, heads.find(head, _unnamed(sheet))))
        except FileRefused as refused:
            problems.append(FileRefused(refused.code, **refused.params, sheet=sheet.name))
    if not read:
        raise problems[0]

    def rank(one: tuple[sheets.Sheet, Heads]) -> tuple[bool, bool]:
        sheet, found = one
        return text.header_key(sheet.name) == text.header_key(SHEET), found.kind != "unknown"

    return max(read, key=rank)


def _unnamed(sheet: sheets.Sheet) -> Collection[int]:
    return ()


def _below(sheet: sheets.Sheet, found: Heads) -> Iterator[Row]:
    merged = [one for one in sheet.merged if one[0][0] > found.position]
    below = islice(sheet.rows(), found.position + 1, None)
    return sheets.filled_in(below, merged, found.amounts()) if merged else below


# -- texts


def _of_text(path: Path, limits: Limits) -> ContactTable:
    text.weigh(path, limits)
    if text.is_markup(path):
        raise FileRefused(Code.F_HTML)
    encoding = text.encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        separator = heads.separator(file.read(_HEAD))

    def rows() -> Iterator[Row]:
        with path.open(encoding=encoding, newline="") as file:
            yield from text.rows(file, separator, limits)

    found = heads.find(list(islice(rows(), text.HEADER_WITHIN)))
    below = islice(rows(), found.position + 1, None)
    return _table(below, found, "", [])


# -- both


def _table(
    rows: Iterator[Row], found: Heads, sheet: str, left: list[str], *, since_1904: bool = False
) -> ContactTable:
    left += [f"Colonne « {head} » : jamais lue ni conservée." for head in found.forbidden]
    read = _rows(rows, found, since_1904=since_1904)
    return ContactTable(found.kind, found.heads, sheet, read, left)


def _rows(rows: Iterator[Row], found: Heads, *, since_1904: bool) -> Iterator[ContactRow]:
    readers = found.readers(since_1904=since_1904)
    places, columns = found.places, found.columns()
    plan = list(zip(places, readers, strict=True))
    for line, row in rows:
        cells = [*row, *[""] * (found.width - len(row))]
        problem = Code.R_COLUMN_COUNT if any(cells[found.width :]) else None
        told = [reader(cell) if (cell := cells[at]) != "" else "" for at, reader in plan]
        if not any(told):
            continue
        ((_, said),), had = nir.left_out([(line, told)], columns)
        if had:
            problem = problem or Code.R_FORBIDDEN_NIR
        yield ContactRow(line, tuple(said), problem)
