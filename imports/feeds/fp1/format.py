"""What the registry of formats asks of FP1."""

import datetime as dt
import re
import zlib
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from imports.feeds import files, sheets, text
from imports.feeds.fp1 import joining, records
from imports.feeds.fp1.tables import IDENTIFIERS, NAMES, is_header
from imports.feeds.notes import Notes
from imports.feeds.parts import Clients, Forbidden, Part
from imports.feeds.told import layout, parts
from imports.records import Limits, Rejected

_OBJECT = re.compile(r'\s*\{\s*"')
# A cell that is one of the keys: in the shared texts of a workbook, or in a sheet's own.
_KEY = re.compile(rb">\s*(?:%s)\s*</" % "|".join(IDENTIFIERS).encode(), re.IGNORECASE)
_TEXTS, _SHEETS = "xl/sharedStrings.xml", "xl/worksheets/"
_LOOKED_AT = 1 << 22
_AT_ONCE = 400


class Fp1:
    name = "FP1"
    headers = frozenset(NAMES)
    has_agreed_codes = False

    def recognises(self, path: Path) -> bool:
        """Tell its keys among the first lines, or in a workbook's texts; or objects in a text."""
        start = files.start_of(path)
        if start.startswith(sheets.ZIP):
            return _is_in_workbook(path)
        if sheets.is_workbook(start):
            return False
        return _is_json(start) or any(map(is_header, _lines(files.letters_of(start))))

    def read(
        self, path: Path, limits: Limits, *, partner: str, today: dt.date, notes: Notes
    ) -> Iterator[Part]:
        files.require_plain(path, limits)
        start = files.start_of(path)
        if sheets.is_workbook(start):
            lines = records.in_workbook(path, limits, notes)
        else:
            lines = (records.in_json if _is_json(start) else records.in_text)(path, limits, notes)
        found = layout(today, notes, since_1904=lines.since_1904)
        holders = joining.Holders(found)
        yield from _some(holders.gathered(lines))
        notes.without_account = holders.without_account()
        notes.warned |= {code: left for code, left in holders.lines_left().items() if left}
        yield from parts(joining.accounts(lines, holders, partner, notes), found)
        yield Clients(holders.told())
        if lines.forbidden:
            yield Forbidden(sorted(lines.forbidden))


def _some(rejected: Iterator[Rejected]) -> Iterator[list[Rejected]]:
    while some := list(islice(rejected, _AT_ONCE)):
        yield some


def _is_json(start: bytes) -> bool:
    return bool(_OBJECT.match(files.letters_of(start)))


def _lines(letters: str) -> Iterator[list[str]]:
    for line in letters.splitlines()[: text.HEADER_WITHIN]:
        yield [cell.strip(' "') for cell in re.split("[;,\t]", line)]


def _is_in_workbook(path: Path) -> bool:
    """Look at the beginning of its texts, without unpacking more than a little of it."""
    try:
        with ZipFile(path) as archive:
            names = [one for one in archive.namelist() if one.startswith(_SHEETS)][
                : _LOOKED_AT >> 17
            ]
            for name in chain([_TEXTS], names):
                try:
                    with archive.open(name) as stream:
                        if _KEY.search(stream.read(_LOOKED_AT if name == _TEXTS else 1 << 17)):
                            return True
                except KeyError:
                    continue
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError):
        return False  # damaged or locked, as whoever reads it will tell
    return False
