"""What a spreadsheet would make of a text: no cell that we write is ever taken for a formula."""

import datetime as dt
import re
import unicodedata

# What the answer to a browser says that a workbook is.
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# How our workbooks are written (xlsxwriter.Workbook): a text stays one.
AS_TEXTS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# When they say that they were made: the same rows are the same file, whenever it is made.
MADE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)

QUOTE = "'"
_FORMULA_STARTS = frozenset("=+-@")
_BREAKS = ("\t", "\r", "\n")
# -063,00, +33 6 12 34 56 78, (0)6…: a sign before digits computes nothing, and people read it.
_SIGNED_NUMBER = re.compile(r"[+\-\u2212]\s*[\d(][\d\s.,'’()/€%]*")


def as_text(cell: str) -> str:
    """Quote what a spreadsheet would compute, as it does itself: '=1+1 shows =1+1."""
    if not cell or cell[0].isalnum():  # nearly every cell of a file of a hundred thousand lines
        return cell
    if cell.startswith(QUOTE):
        return QUOTE + cell if _begins_formula(cell.lstrip(QUOTE)) else cell
    signed = _SIGNED_NUMBER.fullmatch(_after_invisible(cell).rstrip())
    return QUOTE + cell if _begins_formula(cell) and not signed else cell


def as_typed(cell: str) -> str:
    """Give back what `as_text` was given."""
    quoted = cell.startswith(QUOTE) and _begins_formula(cell.lstrip(QUOTE))
    return cell[1:] if quoted else cell


def _begins_formula(cell: str) -> bool:
    if cell.startswith(_BREAKS):
        return True
    seen = _after_invisible(cell)
    return bool(seen) and unicodedata.normalize("NFKC", seen[0]) in _FORMULA_STARTS


def _after_invisible(cell: str) -> str:
    """Return what remains after blanks and characters that nobody sees."""
    for at, char in enumerate(cell):
        if not char.isspace() and unicodedata.category(char) not in {"Cf", "Cc"}:
            return cell[at:]
    return ""
