"""Workbooks: weighed before they are unpacked, then one sheet row by row."""

import re
import zlib
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from imports.feeds.probe import open_workbook, survives
from imports.feeds.text import HEADER_WITHIN, header_key
from imports.feeds.values import Cell
from imports.records import Code, FileRefused, Limits

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_CHUNK = 1 << 20
_OVERLAP = 256
_SMALL = 10_000_000  # a small sheet of like lines packs better than any bomb, and harms nobody
_ENCRYPTED = 0x1
# Filled cells past column Z or line 99999; formatted blank ones may stand anywhere.
_FAR = re.compile(
    rb"""<(?:\w+:)?c\s(?:[^>/]*?\s)?r\s*=\s*["'](?:([A-Z]{2,})(\d+)|([A-Z])(\d{6,}))["'][^>/]*>"""
)

Row = tuple[int, list[Cell]]


def is_workbook(start: bytes) -> bool:
    return start.startswith((ZIP, OLE))


def rows(path: Path, limits: Limits, known: Collection[str], preferred: str) -> Iterator[Row]:
    """Give the preferred sheet's rows, else those of the first that has known headers."""
    with path.open("rb") as file:
        packed = file.read(len(ZIP)) == ZIP
    if packed:
        _weigh(path, limits)
    if not survives(path):
        raise FileRefused(Code.F_UNREADABLE)
    try:
        sheet = _sheet(open_workbook(path), known, preferred)
    except PasswordError as error:
        raise FileRefused(Code.F_LOCKED) from error
    except CalamineError as error:
        raise FileRefused(Code.F_UNREADABLE) from error
    line, column = sheet.end or (0, 0)  # counted from 0
    if line >= limits.lines or column >= limits.columns:
        raise FileRefused(Code.F_SIZE, sheet=sheet.name)
    # Leading blank lines are given too: the index is the physical line.
    return enumerate(sheet.iter_rows(), start=1)


def _sheet(workbook: CalamineWorkbook, known: Collection[str], preferred: str) -> CalamineSheet:
    sheets = sorted(
        workbook.sheets_metadata,
        key=lambda sheet: (
            header_key(sheet.name) != preferred,
            sheet.visible != SheetVisibleEnum.Visible,
        ),
    )
    if not sheets:
        raise FileRefused(Code.F_EMPTY)
    first = workbook.get_sheet_by_name(sheets[0].name)
    if header_key(first.name) == preferred:
        return first
    named = (workbook.get_sheet_by_name(sheet.name) for sheet in sheets)
    return next((sheet for sheet in named if _has_headers(sheet, known)), first)


def _has_headers(sheet: CalamineSheet, known: Collection[str]) -> bool:
    head = islice(sheet.iter_rows(), HEADER_WITHIN)
    return any(header_key(cell) in known for cells in head for cell in cells)


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
