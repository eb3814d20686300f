"""Workbooks: weighed before they are unpacked, then their sheets row by row."""

import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from struct import unpack_from
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from imports.feeds.values import Cell
from imports.feeds.workbook_sandbox import open_workbook, survives
from imports.records import Code, FileRefused, Limits

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_CHUNK = 1 << 20
_OVERLAP = 256
_SMALL = 10_000_000  # a small sheet of like lines packs better than any bomb, and harms nobody
_ENCRYPTED = 0x1
# Filled cells past column Z or line 99999; formatted blank ones may stand anywhere.
_FAR = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^<>/]*?\s)?r\s*=\s*["'](?:([A-Z]{2,})(\d+)|([A-Z])(\d{6,}))["'][^<>/]*>"""
)

_BOOK = "xl/workbook.xml"
_EPOCH = re.compile(rb"""<(?:\w+:)?workbookPr\s[^<>]*?date1904\s*=\s*["'](?:1|true|on)["']""")
# Records of an old workbook: its beginning (of the years from 1993, and from 1997), its epoch, the
# end of what holds for all of it.
_BEGINS = re.compile(rb"\x09\x08(?:\x08\0\0\x05|\x10\0\0\x06)\x05\0")
_EPOCH_RECORD, _END_RECORD = 0x22, 0x0A
_MERGED = "cellules fusionnées"

Row = tuple[int, list[Cell]]
Range = tuple[tuple[int, int], tuple[int, int]]


def is_workbook(start: bytes) -> bool:
    return start.startswith((ZIP, OLE))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, which may be gone through any number of times."""

    name: str
    # Corners of what is merged, by lines and columns counted from 0.
    merged: Sequence[Range]
    is_hidden: bool
    _cells: CalamineSheet

    def rows(self) -> Iterator[Row]:
        """Give the rows; leading blank lines too: the index is the physical line."""
        return enumerate(self._cells.iter_rows(), start=1)

    def size(self, limits: Limits) -> int:
        """Return the number of lines; refuse too many of them, or of columns."""
        line, column = self._cells.end or (-1, -1)
        if line >= limits.lines or column >= limits.columns:
            raise FileRefused(Code.F_SIZE, sheet=self.name)
        return int(line) + 1


def sheets(path: Path, limits: Limits) -> Iterator[Sheet]:
    """Refuse the workbook at once, or give its sheets in their order."""
    if is_packed(path):
        _weigh(path, limits)
    if not survives(path):
        raise FileRefused(Code.F_UNREADABLE)
    try:
        workbook = open_workbook(path)
    except PasswordError as error:
        raise FileRefused(Code.F_LOCKED) from error
    except CalamineError as error:
        raise FileRefused(Code.F_UNREADABLE) from error
    return _sheets(workbook)


def _sheets(workbook: CalamineWorkbook) -> Iterator[Sheet]:
    for told in workbook.sheets_metadata:
        if told.typ == SheetTypeEnum.WorkSheet:
            try:
                sheet = workbook.get_sheet_by_name(told.name)
            except CalamineError as error:
                raise FileRefused(Code.F_UNREADABLE, sheet=told.name) from error
            is_hidden = told.visible != SheetVisibleEnum.Visible
            yield Sheet(sheet.name, sheet.merged_cell_ranges or (), is_hidden, sheet)


def is_packed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ZIP)) == ZIP


def since_1904(path: Path) -> bool:
    """Tell that plain numbers are days since 1904; dates of either kind come as dates."""
    if not is_packed(path):
        return _is_old_one_since_1904(path)
    try:
        with ZipFile(path) as archive, archive.open(_BOOK) as stream:
            told = _EPOCH.search(stream.read(_CHUNK))
    except (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError):
        return False  # no workbook of the usual kind, as our reader will tell
    return bool(told)


def _is_old_one_since_1904(path: Path) -> bool:
    """Walk the first records of an old workbook, where it says so; each has a number and a size."""
    with path.open("rb") as file:
        data = file.read(_CHUNK)
    begins = _BEGINS.search(data)
    at = begins.start() if begins else len(data)
    while at + 4 <= len(data):
        record, size = unpack_from("<HH", data, at)
        if record == _EPOCH_RECORD:
            return data[at + 4 : at + 5] == b"\x01"
        if record == _END_RECORD:
            return False
        at += 4 + size
    return False


def filled_in(
    rows: Iterator[Row], merged: Sequence[Range], amounts: Collection[int]
) -> Iterator[Row]:
    """Give merged cells the value of their first one: but an amount that is said of several lines
    is none that can be read, since nothing tells what each has of it."""
    begins: dict[int, list[Range]] = {}
    for one in merged:
        begins.setdefault(one[0][0] + 1, []).append(one)
    held: list[_Held] = []
    for number, cells in rows:
        begun = (_held(one, cells, amounts) for one in begins.get(number, ()))
        held = [*(one for one in held if one[0] >= number), *begun]
        if held and any(cell != "" for cell in cells):  # a blank line stays blank
            for _, places, value in held:
                for place in places:
                    cells[place] = value
        yield number, cells


# The last line on which a value is to stand, where it stands on each, and the value.
_Held = tuple[int, list[int], Cell]


def _held(merged: Range, cells: list[Cell], amounts: Collection[int]) -> _Held:
    (top, left), (bottom, right) = merged
    value = cells[left] if left < len(cells) else ""
    if left in amounts and bottom > top and value != "":
        value = f"{value} ({_MERGED})"
    places = range(left, min(right + 1, len(cells)))
    return bottom + 1, [at for at in places if at == left or at not in amounts], value


def _weigh(path: Path, limits: Limits) -> None:
    """Refuse before unpacking what would be too large, while unpacking what lied about it."""
    try:
        with ZipFile(path) as archive:
            entries = archive.infolist()
            size = sum(entry.file_size for entry in entries)
            ratio = size / max(1, sum(entry.compress_size for entry in entries))
            if size > limits.unpacked_bytes or (size > _SMALL and ratio > limits.unpacked_ratio):
                raise FileRefused(Code.F_BOMB)
            for entry in entries:
                _read_through(archive, entry, limits)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise FileRefused(Code.F_UNREADABLE) from error


def _read_through(archive: ZipFile, entry: ZipInfo, limits: Limits) -> None:
    if entry.flag_bits & _ENCRYPTED:
        raise FileRefused(Code.F_LOCKED)
    is_sheet = "worksheets/" in entry.filename
    tail = b""
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            if is_sheet:
                tail += chunk
                _refuse_far_cells(tail, limits)
                tail = tail[-_OVERLAP:]


def _refuse_far_cells(xml: bytes, limits: Limits) -> None:
    """Two cells at the corners would make the reader hold every cell between them."""
    for letters, line, letter, far_line in _FAR.findall(xml):
        column = 0
        for char in letters or letter:
            column = column * 26 + char - 64
        if column > limits.columns or int(line or far_line) > limits.lines:
            raise FileRefused(Code.F_SIZE)
