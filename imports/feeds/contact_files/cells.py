"""A cell as a French person would type it. What a spreadsheet has altered is marked, not mended."""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from unicodedata import is_normalized, normalize

from imports.feeds.nir import MASK
from imports.feeds.text import CONTROLS, DOUBLED
from imports.feeds.values import EXACT_BELOW, Cell, day, typed
from imports.records import Code, ValueRefused

# Before a number that is not what somebody typed: 1,23457E+15 in a column of identifiers. People
# read it as "about".
MANGLED = "≈"
_LOST = "\ufffd"

_SCIENTIFIC = re.compile(r"[+-]?\d(?:(?:[.,]\d+)?E[+-]|[.,]\d+E)\d+", re.IGNORECASE)
_POINT_ZERO = re.compile(r"\d+[.,]0+")
_MARKS = ("'", "=")
# How a workbook writes a carriage return within a text.
_CARRIAGE = "_x000D_"
_BREAK = re.compile(r"\r\n|[\r\n\u2028\u2029]")
# How serial 0 comes where its cell is shown as a date, and what a spreadsheet shows there.
_NOTHING = (dt.time(), dt.timedelta())
_NO_DAY = "00/01/1900"

Reader = Callable[[Cell], str]


def problem(cell: str) -> Code | None:
    """Tell what forbids to take a cell of a ContactRow as it stands, whatever its column."""
    if cell.isascii() and cell.isprintable() and MASK not in cell:
        return None
    if cell.startswith(MANGLED):
        return Code.R_ID_MANGLED
    if MASK in cell:
        return Code.R_FORBIDDEN_NIR
    if _LOST in cell or DOUBLED.search(cell):
        return Code.R_ENCODING
    return Code.R_CONTROL_CHARS if CONTROLS.search(cell) else None


def text(cell: Cell) -> str:
    """Return a cell's text, of a column in which a number may be any."""
    if isinstance(cell, str):
        return _text(cell)
    if isinstance(cell, bool):
        return "Oui" if cell else "Non"
    if isinstance(cell, int | float):
        return number(cell)
    return _day(cell)


def identifier(cell: Cell) -> str:
    """Return an identifier, marked where arithmetic has made another of it."""
    if isinstance(cell, str):
        value = _text(cell)
        is_altered = _SCIENTIFIC.fullmatch(value) or _POINT_ZERO.fullmatch(value)
        return f"{MANGLED}{value}" if is_altered else value
    if isinstance(cell, float) and not cell.is_integer():
        return f"{MANGLED}{number(cell)}"
    return text(cell)


def date(cell: Cell, *, since_1904: bool) -> str:
    """Return a date; in a column of dates a number counts days."""
    if isinstance(cell, str | bool) or not isinstance(cell, int | float):
        return text(cell)
    try:
        found = day(cell, since_1904=since_1904)
    except ValueRefused:
        return number(cell)
    return f"{found:%d/%m/%Y}" if found else ""


def reader_of_dates(*, since_1904: bool) -> Reader:
    return partial(date, since_1904=since_1904)


def number(value: float) -> str:
    """Write a number in French: 12345 and 0,5, and marked what has more digits than are kept."""
    if abs(value) >= EXACT_BELOW:
        return MANGLED + f"{value:.6G}".replace(".", ",")
    written = format(Decimal(f"{value:.15g}"), "f")
    return written.replace(".", ",")


def _text(cell: str) -> str:
    if not cell.isprintable():  # hardly one: line feeds, blanks that do not break
        cell = cell.replace(_CARRIAGE, "").replace("\0", _LOST)
        cell = "\n".join(map(str.strip, _BREAK.split(cell)))
    if not is_normalized("NFC", cell):
        cell = normalize("NFC", cell)
    cell = cell.strip()
    return typed(cell) if cell.startswith(_MARKS) else cell


def _day(cell: dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(cell, dt.date):  # or a moment
        return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
    return _NO_DAY if cell in _NOTHING else str(cell)
