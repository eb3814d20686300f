"""Social security numbers (NIR), which the house may not keep: found in any cell, and left out.

Fifteen digits in INSEE's groups: sex, year, month, department (2A and 2B for Corsica), commune,
order, and a key that must be right. Written in one piece, or with blanks, dots or hyphens between
the groups.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from stdnum.fr import nir

from imports.feeds.text import header_key

# What stands in its place where a line cannot be understood without it.
MASK = "[NIR]"
# Letters of Corsica count as digits, and what may stand between two groups as nothing.
_DIGITS = bytes.maketrans(b"0123456789ABab", b"0" * 14)
_BETWEEN = b" .-/\t\0?" + bytes(range(128, 256))
_RUN = b"0" * 15
LONGEST = 64

_BLANKS = " .\t\xa0\u2009\u202f-"
_BLANK = f"[{_BLANKS}]?"
_NIR = re.compile(
    rf"(?<!\d)(?<!\d[.,])[1-478]{_BLANK}\d\d{_BLANK}(?P<month>\d\d){_BLANK}"
    rf"(?P<department>\d\d|2[ABab]){_BLANK}\d{{3}}{_BLANK}\d{{3}}[/{_BLANKS}]{{0,3}}\d\d"
    r"(?!\d)",
    re.ASCII,
)
# Months that the registry does not know are 20 to 42 and 50 to 99.
_MONTHS = {*range(1, 13), *range(20, 43), *range(50, 100)}
_HEADER = re.compile(
    r".*securitesociale.*|(?:n|no|num|numero)insee"
    r"|(?:n|no|num|numero|code|cle)?(?:de)?(?:secu|nir|nss|ss)(?:du)?(?:titulaire|client|assure)?"
)
_SMALLEST, _LARGEST = 10**14, 9 * 10**14


def is_header(cell: object) -> bool:
    """Tell that a column is of these numbers, by its header."""
    return bool(_HEADER.fullmatch(header_key(cell)))


def may_hold(data: bytes) -> bool:
    """Tell in a moment that no number stands in a text, or that one may."""
    return _RUN in data.translate(_DIGITS, _BETWEEN)


def holds(text: str) -> bool:
    return bool(_found(text))


def without(text: str, instead: str = "") -> str:
    """Return the text with something else instead of each number, untouched where there is none."""
    for start, end in reversed(_found(text)):
        text = text[:start] + instead + text[end:]
    return text


def _found(text: str) -> list[tuple[int, int]]:
    found, place = [], 0
    while match := _NIR.search(text, place):
        if _is_plausible(match):
            found.append(match.span())
            place = match.end()
        else:  # another may begin inside it
            place = match.start() + 1
    return found


def _is_plausible(match: re.Match[str]) -> bool:
    digits = "".join(sign for sign in match[0] if sign.isalnum())
    is_place = match["department"] != "00"
    return int(match["month"]) in _MONTHS and is_place and bool(nir.is_valid(digits))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a file may not hold one at all, and where a line without it says nothing."""

    forbidden: frozenset[int] = frozenset()
    identifiers: frozenset[int] = frozenset()


Row = tuple[int, list[Any]]


def left_out(
    rows: Sequence[Row], columns: Columns, lines: Sequence[str] | None = None
) -> tuple[Sequence[Row], list[int]]:
    """Return the rows without any of these numbers, and which of them had one to leave out.

    In a column of identifiers the mask stands instead, which sets the line aside. `lines`: the
    same rows as texts, where they are at hand.
    """
    if not columns.forbidden and not may_hold(_joined(rows, lines)):
        return rows, []
    cleaned, had = [], []
    for number, cells in rows:
        said, is_dropped = _cleaned(cells, columns)
        cleaned.append((number, said))
        if is_dropped:
            had.append(number)
    return cleaned, had


def _joined(rows: Sequence[Row], lines: Sequence[str] | None = None) -> bytes:
    texts = lines or [
        "|".join([cell if isinstance(cell, str) else _text(cell) for cell in cells])
        for _, cells in rows
    ]
    return "\n".join(texts).encode("ascii", "replace")


def _cleaned(cells: list[Any], columns: Columns) -> tuple[list[Any], bool]:
    is_dropped = False
    said = list(cells)
    for place in columns.forbidden:
        if place < len(said) and said[place] != "":
            said[place], is_dropped = "", True
    if not may_hold(_joined([(0, said)])):
        return said, is_dropped
    for place, cell in enumerate(said):
        if not holds(text := _text(cell)):
            continue
        if place in columns.identifiers:
            said[place] = without(text, MASK)
        else:
            said[place], is_dropped = " ".join(without(text).split()), True
    return said, is_dropped


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return str(int(cell)) if is_number and _SMALLEST <= cell < _LARGEST else ""
