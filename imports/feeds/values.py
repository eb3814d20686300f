"""What one cell says. Whatever has two readings is refused: nothing is repaired in silence."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial

from stdnum import isin as isins

from accounts.currencies import CURRENCIES
from imports.feeds.nir import MASK
from imports.feeds.text import CONTROLS, DOUBLED
from imports.records import Code, ValueRefused
from text.spreadsheet_text import QUOTE, as_typed
from text.titles import known_title

Cell = str | int | float | bool | date | datetime | time | timedelta

EXACT_BELOW = 10**15  # a spreadsheet keeps fifteen digits of a number
_YEARS = range(1850, 2200)
_CACHE = 65_536

# 1,23457E+15 is Excel's, 1.23457E15 Java's; 12E5 may be a partner's own.
_SCIENTIFIC = re.compile(r"[+-]?\d(?:(?:[.,]\d+)?E[+-]|[.,]\d+E)\d+", re.IGNORECASE)
_MARKS = {QUOTE, "="}
_TEXT_FORMULA = re.compile(r'="((?:[^"]|"")*)"')
_QUOTED_DIGITS = re.compile(r"'\s*\d")
_POINT_ZERO = re.compile(r"\d+[.,]0+")
_ALTERED = re.compile(r"[.,]|E[+-]", re.IGNORECASE)

_FRENCH_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: 00:00(?::00)?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
_NO_DATE = {"", "00/00/0000", "0000-00-00", "1900-01-00", "00/01/1900", "0"}
_SERIAL = re.compile(r"\d{5}")
_LEAP_BUG = 60  # Excel's 29 February 1900, which never was
_LAST_SERIAL = 109_574  # the end of 2199
_UNTIL_1904 = 1462  # days, with the one that never was
_YEAR_LIKE = range(1000, 2200)

_YES = {"oui", "o", "vrai", "1"}
_NO = {"non", "n", "faux", "0"}
_TITLES = {
    "monsieur": "Monsieur",
    "m": "Monsieur",
    "mr": "Monsieur",
    "madame": "Madame",
    "mme": "Madame",
    "mademoiselle": "Mademoiselle",
    "mlle": "Mademoiselle",
    "autre titre": "Autre titre",
}
_ISIN_SHAPE = re.compile(r"[A-Z]{2}[A-Z0-9]{9}\d")


def text(cell: Cell) -> str:
    """Blanks of any kind around and doubled are the spreadsheet's, not the name's."""
    if isinstance(cell, str):
        if not (cell.isascii() and cell.isprintable()):
            _refuse_damaged(cell)
        if cell.lstrip()[:1] in _MARKS:
            cell = typed(cell)
        return " ".join(cell.split())
    if isinstance(cell, bool | time | timedelta):
        raise ValueRefused(Code.R_TYPE, cell)
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(int(cell)) if cell == int(cell) else f"{cell:.15g}".replace(".", ",")


def typed(cell: str) -> str:
    """Return what stands in a text that was kept from a spreadsheet's arithmetic.

    Our own rejects quote what looks like a formula; partners write ="000123" or '000123.
    """
    cell = as_typed(cell.strip())
    if found := _TEXT_FORMULA.fullmatch(cell):
        return found[1].replace('""', '"')
    return cell[1:] if _QUOTED_DIGITS.match(cell) else cell


def _refuse_damaged(cell: str) -> None:
    if CONTROLS.search(cell):
        raise ValueRefused(Code.R_CONTROL_CHARS, CONTROLS.sub("·", cell))
    if "\ufffd" in cell or DOUBLED.search(cell):
        raise ValueRefused(Code.R_ENCODING, cell)


def identifier(cell: Cell) -> str:
    """Refuse what went through a spreadsheet's arithmetic and cannot be the partner's own."""
    if isinstance(cell, str):
        value = text(cell).removeprefix(QUOTE).lstrip()
        if MASK in value:
            raise ValueRefused(Code.R_FORBIDDEN_NIR)
        if _SCIENTIFIC.fullmatch(value) or _POINT_ZERO.fullmatch(value):
            raise ValueRefused(Code.R_ID_MANGLED, value)
        return value
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise ValueRefused(Code.R_ID_MANGLED, cell)
    if cell != int(cell) or not 0 <= cell < EXACT_BELOW:
        raise ValueRefused(Code.R_ID_MANGLED, cell)
    return str(int(cell))


def are_plain_identifiers(cells: Sequence[str]) -> bool:
    """Tell that `identifier` refuses none of these cells, each of which `text` leaves as it is."""
    joined = "|".join(cells)
    may_be = MASK in joined or "." in joined or "," in joined or "+" in joined or "-" in joined
    return not (may_be and (MASK in joined or _ALTERED.search(joined)))


def plain_identifier(cell: str) -> str:
    """Return what `identifier` does, for a cell that `text` leaves as it is."""
    return cell if cell.isalnum() else identifier(cell)


@lru_cache(_CACHE, typed=True)
def holding_code(cell: Cell) -> str:
    """Return an ISIN whose check digit holds, or the partner's own code."""
    value = identifier(cell)
    shaped = value.upper()
    if not _ISIN_SHAPE.fullmatch(shaped):
        return value
    if not isins.is_valid(shaped):
        raise ValueRefused(Code.R_ISIN, value)
    return shaped


@lru_cache(_CACHE, typed=True)
def day(cell: Cell, *, since_1904: bool = False) -> date | None:
    """Return a date; `since_1904` is what a plain number counts from in some workbooks."""
    value = (
        _written_day(cell) if isinstance(cell, str) else _stored_day(cell, since_1904=since_1904)
    )
    if value is not None and value.year not in _YEARS:
        raise ValueRefused(Code.R_DATE, cell)
    return value


def _written_day(cell: str) -> date | None:
    written = " ".join(typed(cell).split())
    if written in _NO_DATE:
        return None
    if _SERIAL.fullmatch(written):
        return _serial(int(written))
    french, iso = _FRENCH_DATE.fullmatch(written), _ISO_DATE.fullmatch(written)
    try:
        if french:
            return date(int(french[4]), int(french[3]), int(french[1]))
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
    except ValueError as error:
        raise ValueRefused(Code.R_DATE, cell) from error
    raise ValueRefused(Code.R_DATE, cell)


def _stored_day(cell: Cell, *, since_1904: bool) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if cell in {time(), timedelta()}:  # how serial 0 comes, when its cell is shown as a date
        return None
    if isinstance(cell, bool | time | timedelta | str) or cell != int(cell):
        raise ValueRefused(Code.R_DATE, cell)
    if not cell:
        return None
    is_shifted = since_1904 and cell not in _YEAR_LIKE
    return _serial(int(cell) + (_UNTIL_1904 if is_shifted else 0))


def _serial(days: int) -> date:
    if not 0 < days <= _LAST_SERIAL or days == _LEAP_BUG or days in _YEAR_LIKE:
        raise ValueRefused(Code.R_DATE, days)
    return date(1899, 12, 30 if days > _LEAP_BUG else 31) + timedelta(days)


day_since_1904 = partial(day, since_1904=True)


@lru_cache(_CACHE, typed=True)
def boolean(cell: Cell) -> bool | None:
    if isinstance(cell, bool):
        return cell
    word = text(cell).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    if word:
        raise ValueRefused(Code.R_TYPE, cell)
    return None


@lru_cache(_CACHE, typed=True)
def currency(cell: Cell) -> str:
    value = text(cell).upper().replace("€", "EUR")
    if value and value not in CURRENCIES:
        raise ValueRefused(Code.R_CURRENCY, value)
    return value


@lru_cache(_CACHE, typed=True)
def title(cell: Cell) -> str:
    word = text(cell)
    known = _TITLES.get(word.casefold().rstrip(".")) or known_title(word)
    if word and not known:
        raise ValueRefused(Code.R_TYPE, word)
    return known
