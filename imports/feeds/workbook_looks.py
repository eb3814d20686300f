"""What a workbook shows and its cells do not say: hidden columns, the formats of numbers.

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
PERCENT = "%"
_USUAL = {"9": "0%", "10": "0.00%"}  # those that every workbook has
_QUOTED = re.compile(r'"[^"]*"|\\.')
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


def formats(path: Path, sheet: str, columns: Collection[int]) -> dict[tuple[int, int], str]:
    """Return how cells of these columns are shown, where it is with a % or with zeros before.

    Cells are told by their lines, from 1, and their places, from 0.
    """
    names = {_letters(column): column for column in columns}
    try:
        with ZipFile(path) as archive:
            styles = _styles(archive)
            cells = _styled(archive, _part(archive, sheet), names) if names and styles else ()
            return {(line, at): styles[style] for line, at, style in cells if style in styles}
    except _DAMAGED:
        return {}


def zeros(code: str) -> int:
    """Return with how many digits at least a format shows a whole number: 00000 -> 5.

    0 for one that shows something else than digits: decimals, thousands, a percentage.
    """
    bare = _QUOTED.sub("", code)
    digits = "".join(letter for letter in bare if letter in "0#")
    if "0" not in digits or bare.strip("0# -"):
        return 0
    return len(digits) - digits.index("0")


def _part(archive: ZipFile, sheet: str) -> str:
    relations = {one["Id"]: one["Target"] for one in _found(_RELATION, _text(archive, _RELATIONS))}
    sheets = {unescape(one["name"]): one for one in _found(_SHEET, _text(archive, _BOOK))}
    told = sheets[sheet]
    target = relations[next(told[name] for name in told if name.endswith(":id"))]
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _styles(archive: ZipFile) -> dict[int, str]:
    """Return the formats that tell something, by the number of the style that has them."""
    styles = _text(archive, _STYLES)
    codes = {one["numFmtId"]: unescape(one["formatCode"]) for one in _found(_FORMAT, styles)}
    told = {key: code for key, code in (_USUAL | codes).items() if PERCENT in code or zeros(code)}
    used = _found(_CELL_STYLE, styles.partition("cellXfs")[2].partition("cellXfs")[0])
    found = {at: one.get("numFmtId", "") for at, one in enumerate(used)}
    return {at: told[key] for at, key in found.items() if key in told}


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
