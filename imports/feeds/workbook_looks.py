"""What a workbook shows and its cells do not say: columns that are hidden, numbers with a %.

Only packed workbooks let us look. What is not where it should be is taken as not there.
"""

import re
import zlib
from collections.abc import Collection, Iterator
from html import unescape
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from imports.feeds.sheets import is_packed

_CHUNK = 1 << 20
_OVERLAP = 256
_LARGEST = 1 << 24  # of a part that is read whole

_BOOK, _RELATIONS, _STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
# Each stops at what may begin another: no file makes them go over the same letters again and again.
_SHEET = re.compile(r"<(?:\w{1,9}:)?sheet\s[^<>]*>")
_RELATION = re.compile(r"<(?:\w{1,9}:)?Relationship\s[^<>]*>")
_ATTRIBUTE = re.compile(r"""([\w:]{1,40})\s?=\s*(?:"([^"]*)"|'([^']*)')""")
_COLUMN = re.compile(r"<(?:\w{1,9}:)?col\s[^<>]*>")
_FORMAT = re.compile(r"<(?:\w{1,9}:)?numFmt\s[^<>]*>")
_CELL_STYLE = re.compile(r"<(?:\w{1,9}:)?xf\s[^<>]*>")
_PERCENT = {"9", "10"}  # those that every workbook has
_TRUE = {"1", "true", "on"}
_DAMAGED = (BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, OSError, ValueError)


def hidden_columns(path: Path, sheet: str, limit: int) -> set[int]:
    """Return the places, counted from 0 and below a limit, of columns that nobody sees."""
    if not is_packed(path):
        return set()
    try:
        with ZipFile(path) as archive, archive.open(_part(archive, sheet)) as stream:
            head = stream.read(_CHUNK).decode("utf-8", "replace").partition("sheetData")[0]
            hidden: set[int] = set()
            for column in _found(_COLUMN, head):
                if column.get("hidden") in _TRUE:
                    first, last = int(column["min"]), int(column["max"])
                    hidden.update(range(first - 1, min(last, limit)))
            return hidden
    except _DAMAGED:
        return set()


def percents(path: Path, sheet: str, columns: Collection[int]) -> set[tuple[int, int]]:
    """Return the cells of these columns that show a percentage: lines from 1, places from 0."""
    names = {_letters(column): column for column in columns}
    try:
        with ZipFile(path) as archive:
            styles = _percent_styles(archive)
            cells = _styled(archive, _part(archive, sheet), names)
            return {(line, column) for line, column, style in cells if style in styles}
    except _DAMAGED:
        return set()


def _part(archive: ZipFile, sheet: str) -> str:
    relations = {one["Id"]: one["Target"] for one in _found(_RELATION, _text(archive, _RELATIONS))}
    sheets = {unescape(one["name"]): one for one in _found(_SHEET, _text(archive, _BOOK))}
    told = sheets[sheet]
    target = relations[next(told[name] for name in told if name.endswith(":id"))]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _percent_styles(archive: ZipFile) -> set[int]:
    styles = _text(archive, _STYLES)
    formats = _found(_FORMAT, styles)
    percent = _PERCENT | {one["numFmtId"] for one in formats if "%" in one["formatCode"]}
    used = _found(_CELL_STYLE, styles.partition("cellXfs")[2].partition("cellXfs")[0])
    return {at for at, one in enumerate(used) if one.get("numFmtId") in percent}


def _styled(archive: ZipFile, part: str, names: dict[str, int]) -> Iterator[tuple[int, int, int]]:
    """Give the cells of some columns that have a style: their line, column and style."""
    wanted = "|".join(names).encode()
    cell = re.compile(rb'r="(' + wanted + rb')(\d{1,7})"[^<>]{0,200}?\ss="(\d{1,6})"')
    tail = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            tail += chunk
            for letters, line, style in cell.findall(tail):
                yield int(line), names[letters.decode()], int(style)
            tail = tail[-_OVERLAP:]


def _text(archive: ZipFile, part: str) -> str:
    with archive.open(part) as stream:
        return stream.read(_LARGEST).decode("utf-8", "replace")


def _found(tag: "re.Pattern[str]", xml: str) -> list[dict[str, str]]:
    return [
        {name: double or single for name, double, single in _ATTRIBUTE.findall(one)}
        for one in tag.findall(xml)
    ]


def _letters(column: int) -> str:
    letters, left = "", column + 1
    while left:
        left, letter = divmod(left - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
