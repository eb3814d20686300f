"""A cell in the partner's words -> the same as an account workbook has it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from imports.feeds import nir
from imports.feeds.o2s_accounts.layout import shown
from imports.feeds.profiled.profile import DATES, DateForm, Profile
from imports.feeds.text import header_key

Say = Callable[[Any], Any]

_TIME = r"(?:[ T]00:00(?::00(?:\.0+)?)?)?"
_WRITTEN = {
    form: re.compile(pattern + _TIME, re.ASCII)
    for form, pattern in {
        DateForm.MONTH_FIRST: r"(?P<m>\d{1,2})(?P<s>[/.-])(?P<d>\d{1,2})(?P=s)(?P<y>\d{4})",
        DateForm.YEAR_FIRST: r"(?P<y>\d{4})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})",
        DateForm.YEAR_FIRST_DIGITS: r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)",
        DateForm.DAY_FIRST_DIGITS: r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d{4})",
    }.items()
} | {
    DateForm.WORDS: re.compile(
        r"(?P<d>[0-9]{1,2})(?:er)?[ .-]+(?P<m>[^\W\d_]{3,9})[ .-]+(?P<y>[0-9]{4})", re.IGNORECASE
    )
}
_DIGITS = {DateForm.YEAR_FIRST_DIGITS, DateForm.DAY_FIRST_DIGITS}
# How each is written by those who read French.
FORMS = {
    DateForm.DAY_FIRST: "JJ/MM/AAAA",
    DateForm.MONTH_FIRST: "MM/JJ/AAAA",
    DateForm.YEAR_FIRST: "AAAA/MM/JJ",
    DateForm.YEAR_FIRST_DIGITS: "AAAAMMJJ",
    DateForm.DAY_FIRST_DIGITS: "JJMMAAAA",
    DateForm.WORDS: "J mois AAAA",
}
_MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_SHORT = {"janv": 1, "fev": 2, "fevr": 2, "avr": 4, "juil": 7, "sept": 9}
_NUMBER_OF = {
    **{name[:3]: number for number, name in enumerate(_MONTHS, start=1) if name[:3] != "jui"},
    **{name: number for number, name in enumerate(_MONTHS, start=1)},
    **_SHORT,
}
_NO_DATE = re.compile(r"0{8}|0{1,4}(?P<s>[/.-])0{1,2}(?P=s)0{1,4}")


def sayings(profile: Profile) -> dict[str, Say]:
    """Return what makes an account workbook's cell of a partner's, for the fields that need it."""
    said: dict[str, Say] = {}
    for field in profile.columns:
        words = {word_key(word): ours for word, ours in profile.values.get(field, {}).items()}
        form = profile.dates if field in DATES else DateForm.DAY_FIRST
        if words or form is not DateForm.DAY_FIRST:
            said[field] = _saying(words, form)
    return said


def word_key(word: str) -> str:
    """Compare words without case and spacing."""
    return " ".join(word.split()).casefold()


def _saying(words: Mapping[str, str], form: DateForm) -> Say:
    def say(cell: Any) -> Any:
        if words and (ours := words.get(word_key(shown(cell)))) is not None:
            return ours
        return cell if form is DateForm.DAY_FIRST else day_first(cell, form)

    return say


def day_first(cell: Any, form: DateForm) -> Any:
    """Write a date as the account workbook does; what is not of this form no reader takes for one.

    A workbook's own dates stay what they are.
    """
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    if not (isinstance(cell, str) or (is_number and form in _DIGITS)):
        return cell
    written = " ".join(shown(cell).split())
    if not written or nir.holds(written):
        return cell
    if _NO_DATE.fullmatch(written):
        return ""
    found = _WRITTEN[form].fullmatch(written)
    month = found and (found["m"] if found["m"].isdigit() else _month(found["m"]))
    if found is None or not month:
        return f"{written} ({FORMS[form]}\xa0?)"
    return f"{int(found['d']):02}/{int(month):02}/{found['y']}"


def _month(name: str) -> int:
    return _NUMBER_OF.get(header_key(name), 0)
