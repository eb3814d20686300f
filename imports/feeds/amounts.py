"""What an amount says: digits written the French way, or the English one.

`1,234` is either. A file has one way of writing numbers, which its values of one reading tell, and
the others follow it.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache, partial
from typing import Any

from imports.feeds.values import Cell, typed
from imports.records import Code, ValueRefused

_BELOW = 10**12
_QUANTUM = Decimal("0.000001")
_CACHE = 65_536

_SPACES = str.maketrans(dict.fromkeys("\xa0\u2009\u202f\t", " ") | {"’": "'", "\u2212": "-"})
_COMMA = re.compile(r"\d+(?:,\d+)?")
_WHOLE = re.compile(r"\d+|[1-9]\d{0,2}([ '])\d{3}(?:\1\d{3})*")
_EITHER = re.compile(r"[1-9]\d{0,2}[.,]\d{3}")
_FRENCH = re.compile(
    r"\d+,\d+|[1-9]\d{0,2}([ '.])\d{3}(?:\1\d{3})*,\d+|[1-9]\d{0,2}(?:\.\d{3}){2,}"
)
_ENGLISH = re.compile(
    r"\d+\.\d+|[1-9]\d{0,2}([ ',])\d{3}(?:\1\d{3})*\.\d+|[1-9]\d{0,2}(?:,\d{3}){2,}"
)


class Way(Enum):
    """How a file writes its numbers, as far as they tell."""

    UNTOLD = ""
    FRENCH = ","
    ENGLISH = "."


# Many cells at once, with bars between them: plain numbers, and those of one reading alone.
def _many(number: str) -> "re.Pattern[str]":
    return re.compile(rf"(?:{number})?(?:\|(?:{number})?)*", re.ASCII)


_PLAIN = {
    Way.UNTOLD: _many(r"\d{1,12}"),
    Way.FRENCH: _many(r"\d{1,12}(?:,\d{1,6})?"),
    Way.ENGLISH: _many(r"\d{1,12}(?:\.\d{1,6})?"),
}
_ONE_READING = {
    Way.FRENCH: _many(r"\d{1,12}(?:,(?:\d{1,2}|\d{4,6}))?"),
    Way.ENGLISH: _many(r"\d{1,12}(?:\.(?:\d{1,2}|\d{4,6}))?"),
}


@lru_cache(_CACHE, typed=True)
def amount(cell: Cell, way: Way = Way.UNTOLD) -> Decimal | None:
    """Return an evaluation: where nothing tells what a comma is, it may be of thousands."""
    return _read(cell, way, otherwise=Way.UNTOLD)


@lru_cache(_CACHE, typed=True)
def price(cell: Cell, way: Way = Way.UNTOLD) -> Decimal | None:
    """Return a price, whose comma is decimal where nothing tells."""
    return _read(cell, way, otherwise=Way.FRENCH)


@lru_cache(_CACHE, typed=True)
def quantity(cell: Cell, way: Way = Way.UNTOLD) -> Decimal | None:
    """Six decimals: more are a formula's noise in a number, and a mistake when written out."""
    value = _read(cell, way, otherwise=Way.FRENCH)
    if value is None or value == (rounded := value.quantize(_QUANTUM, ROUND_HALF_UP)):
        return value
    if isinstance(cell, str):
        raise ValueRefused(Code.R_AMOUNT, cell)
    return rounded


Reader = Callable[[Any], Any]
# The same readers for files that have told their way.
_READERS: tuple[Reader, ...] = (amount, price, quantity)
READERS: dict[Way, dict[Reader, Reader]] = {
    way: dict(
        zip(_READERS, (partial(read, way=way) for read in (amount, price, quantity)), strict=True)
    )
    for way in Way
}
WAY_OF: dict[Reader, Way] = {
    reader: way for way, readers in READERS.items() for reader in readers.values()
} | dict.fromkeys((amount, price, quantity), Way.UNTOLD)


def amounts(cells: Sequence[str], way: Way) -> list[Decimal | None] | None:
    """Return what each reader of this way makes of each cell, if all are plain numbers."""
    joined = "|".join(cells)
    # A cell may hold a bar of its own.
    if joined.count("|") >= len(cells) or not _PLAIN[way].fullmatch(joined):
        return None
    found = joined.replace(",", ".").split("|")
    return [Decimal(digits) if digits else None for digits in found]


def _read(cell: Cell, way: Way, otherwise: Way) -> Decimal | None:
    if isinstance(cell, str):
        value = _written(cell, way, otherwise)
    elif isinstance(cell, bool) or not isinstance(cell, int | float):
        raise ValueRefused(Code.R_AMOUNT, cell)
    else:
        value = Decimal(f"{cell:.15g}")  # what the spreadsheet shows, without binary noise
    if value is not None and abs(value) >= _BELOW:
        raise ValueRefused(Code.R_AMOUNT, cell)
    return value


def _written(cell: str, way: Way, otherwise: Way) -> Decimal | None:
    digits, negative = _sign(_bare(cell))
    if not digits:
        return None
    decimal = _decimal_mark(digits, way, otherwise)
    if decimal is None:
        raise ValueRefused(Code.R_AMOUNT, cell)
    value = _value(digits, decimal)
    return -value if negative else value


def _bare(cell: str) -> str:
    if _COMMA.fullmatch(cell):  # nearly all of them
        return cell
    # A person who mends our rejects may leave the quote before a sign.
    written = typed(cell).translate(_SPACES).strip()
    return written.removesuffix("€").removesuffix("EUR").strip()


def _sign(written: str) -> tuple[str, bool]:
    if written.startswith("(") and written.endswith(")"):
        return written[1:-1].strip(), True
    if written.startswith("-"):
        return written[1:].strip(), True
    if written.endswith("-"):
        return written[:-1].strip(), True
    return written.removeprefix("+").strip(), False


def _decimal_mark(digits: str, way: Way, otherwise: Way) -> str | None:
    """Return the mark before decimals, "" where none can be; None if it is no number for sure."""
    if _WHOLE.fullmatch(digits):
        return ""
    if _EITHER.fullmatch(digits):
        if way is Way.UNTOLD:
            return "," if otherwise is Way.FRENCH and "," in digits else None
        return way.value
    written = _way_of(digits)
    return written.value if written and way in {written, Way.UNTOLD} else None


def _way_of(digits: str) -> Way | None:
    """Tell how a number of one reading is written, if it is one and has a mark."""
    if _EITHER.fullmatch(digits):
        return None
    if _FRENCH.fullmatch(digits):
        return Way.FRENCH
    return Way.ENGLISH if _ENGLISH.fullmatch(digits) else None


def _value(digits: str, decimal: str) -> Decimal:
    whole, mark, cents = digits.partition(decimal) if decimal else (digits, "", "")
    whole = "".join(letter for letter in whole if letter.isdigit())
    return Decimal(f"{whole}.{cents}" if mark else whole)


def way_of(columns: Iterable[Sequence[str]], *, may_be_english: bool = True) -> Way:
    """Tell by the texts of a file's amounts, some at a time, which way most of them go.

    Untold is what has two readings: whole numbers alone are as good in one way as in the other.
    """
    french = english = either = 0
    for cells in columns:
        joined = "|".join(cells)
        if _ONE_READING[Way.FRENCH].fullmatch(joined):
            french += joined.count(",")
        elif _ONE_READING[Way.ENGLISH].fullmatch(joined):
            english += joined.count(".")
        else:
            digits = [_sign(_bare(cell))[0] for cell in cells]
            told = list(map(_way_of, digits))
            french += told.count(Way.FRENCH)
            english += told.count(Way.ENGLISH)
            either += sum(bool(_EITHER.fullmatch(number)) for number in digits)
        if french and not may_be_english:
            break
    if french == english == 0 and either:
        return Way.UNTOLD
    return Way.ENGLISH if english > french else Way.FRENCH


def for_rejects(cell: str, way: Way) -> str:
    """Write an amount of a file so that it says the same by itself, or leave it as it is."""
    digits, _ = _sign(_bare(cell))
    if way is Way.UNTOLD or not (way is Way.ENGLISH or _EITHER.fullmatch(digits)):
        return cell
    try:
        value = _written(cell, way, way)
    except ValueRefused:
        return cell
    return "" if value is None else french(value)


def french(value: Decimal) -> str:
    """Write a number in French, never so that it has two readings."""
    written = f"{value:f}".replace(".", ",")
    return written + "0" if _EITHER.fullmatch(written.removeprefix("-")) else written
