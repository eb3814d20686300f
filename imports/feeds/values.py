"""What one cell says. Whatever has two readings is refused: nothing is repaired in silence."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from stdnum import isin as isins

from accounts.currencies import CURRENCIES
from contacts.cells import QUOTE, as_typed
from imports.feeds.nir import MASK
from imports.feeds.text import CONTROLS, DOUBLED
from imports.records import Code, ValueRefused

Cell = str | int | float | bool | date | datetime | time | timedelta

EXACT_BELOW = 10**15  # a spreadsheet keeps fifteen digits of a number
_AMOUNT_BELOW = 10**12
_YEARS = range(1850, 2200)
_QUANTUM = Decimal("0.000001")
_CACHE = 65_536

_SCIENTIFIC = re.compile(r"[+-]?\d(?:[.,]\d+)?E[+-]\d+", re.IGNORECASE)
_POINT_ZERO = re.compile(r"\d+[.,]0+")
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:([ '.])\d{3})(?:\1\d{3})*(?:,\d+)?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+\.\d+")
_COMMA = re.compile(r"\d+(?:,\d+)?")
_COMMAS = re.compile(r"(?:\d{1,12}(?:,\d{1,6})?)?(?:\|(?:\d{1,12}(?:,\d{1,6})?)?)*", re.ASCII)
_ALTERED = re.compile(r"[.,]|E[+-]", re.IGNORECASE)
_POINT = re.compile(r"\d+\.\d+")
_TWO_READINGS = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # 1.400 is 1400 in France, 1.4 elsewhere
_SPACES = str.maketrans(dict.fromkeys("\xa0\u2009\u202f\t", " ") | {"’": "'", "\u2212": "-"})

_FRENCH_DATE = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?: 00:00(?::00)?)?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00(?::00)?)?")
_NO_DATE = {"", "00/00/0000", "0000-00-00", "1900-01-00", "00/01/1900", "0"}
_SERIAL = re.compile(r"\d{5}")
_LEAP_BUG = 60  # Excel's 29 February 1900, which never was
_LAST_SERIAL = 109_574  # the end of 2199
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
        if cell.startswith(QUOTE):  # how our own rejects write what looks like a formula
            cell = as_typed(cell)
        return " ".join(cell.split())
    if isinstance(cell, bool | time | timedelta):
        raise ValueRefused(Code.R_TYPE, cell)
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    return str(int(cell)) if cell == int(cell) else f"{cell:.15g}".replace(".", ",")


def _refuse_damaged(cell: str) -> None:
    if CONTROLS.search(cell):
        raise ValueRefused(Code.R_CONTROL_CHARS, CONTROLS.sub("·", cell))
    if "\ufffd" in cell or DOUBLED.search(cell):
        raise ValueRefused(Code.R_ENCODING, cell)


def identifier(cell: Cell) -> str:
    """Refuse what went through a spreadsheet's arithmetic and cannot be the partner's own."""
    if isinstance(cell, str):
        value = text(cell)
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
def amount(cell: Cell) -> Decimal | None:
    value = _written_amount(cell) if isinstance(cell, str) else _number(cell)
    if value is not None and abs(value) >= _AMOUNT_BELOW:
        raise ValueRefused(Code.R_AMOUNT, cell)
    return value


def amounts(cells: Sequence[str]) -> list[Decimal | None] | None:
    """Return what `amount` and `quantity` do of each cell, if all are digits with a comma."""
    joined = "|".join(cells)
    # A cell may hold a bar of its own.
    if joined.count("|") >= len(cells) or not _COMMAS.fullmatch(joined):
        return None
    found = joined.replace(",", ".").split("|")
    return [Decimal(digits) if digits else None for digits in found]


@lru_cache(_CACHE, typed=True)
def quantity(cell: Cell) -> Decimal | None:
    """Six decimals: more are a formula's noise in a number, and a mistake when written out."""
    value = amount(cell)
    if value is None or value == (rounded := value.quantize(_QUANTUM, ROUND_HALF_UP)):
        return value
    if isinstance(cell, str):
        raise ValueRefused(Code.R_AMOUNT, cell)
    return rounded


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        raise ValueRefused(Code.R_AMOUNT, cell)
    return Decimal(f"{cell:.15g}")  # what the spreadsheet shows, without binary noise


def _written_amount(cell: str) -> Decimal | None:
    if _COMMA.fullmatch(cell):  # nearly all of them
        return Decimal(cell.replace(",", "."))
    # A person who mends our rejects may leave the quote before a sign.
    written = as_typed(cell).translate(_SPACES).strip()
    written = written.removesuffix("€").removesuffix("EUR").strip()
    if not written:
        return None
    digits, negative = _sign(written)
    if _GROUPED.fullmatch(digits) and not _TWO_READINGS.fullmatch(digits):
        digits = re.sub("[ '.]", "", digits).replace(",", ".")
    elif _ENGLISH.fullmatch(digits):
        digits = digits.replace(",", "")
    elif _COMMA.fullmatch(digits):
        digits = digits.replace(",", ".")
    elif not _POINT.fullmatch(digits) or _TWO_READINGS.fullmatch(digits):
        raise ValueRefused(Code.R_AMOUNT, cell)
    return -Decimal(digits) if negative else Decimal(digits)


def _sign(written: str) -> tuple[str, bool]:
    if written.startswith("(") and written.endswith(")"):
        return written[1:-1].strip(), True
    if written.startswith("-"):
        return written[1:].strip(), True
    if written.endswith("-"):
        return written[:-1].strip(), True
    return written.removeprefix("+").strip(), False


@lru_cache(_CACHE, typed=True)
def day(cell: Cell) -> date | None:
    value = _written_day(cell) if isinstance(cell, str) else _stored_day(cell)
    if value is not None and value.year not in _YEARS:
        raise ValueRefused(Code.R_DATE, cell)
    return value


def _written_day(cell: str) -> date | None:
    written = " ".join(cell.split())
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


def _stored_day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if cell in {time(), timedelta()}:  # how serial 0 comes, when its cell is shown as a date
        return None
    if isinstance(cell, bool | time | timedelta | str) or cell != int(cell):
        raise ValueRefused(Code.R_DATE, cell)
    return _serial(int(cell)) if cell else None


def _serial(days: int) -> date:
    if not 0 < days <= _LAST_SERIAL or days == _LEAP_BUG or days in _YEAR_LIKE:
        raise ValueRefused(Code.R_DATE, days)
    return date(1899, 12, 30 if days > _LEAP_BUG else 31) + timedelta(days)


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
    known = _TITLES.get(word.casefold().rstrip("."))
    if word and known is None:
        raise ValueRefused(Code.R_TYPE, word)
    return known or ""
