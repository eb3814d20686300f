"""Answers as the folder stores them: what has no place there is refused, with what to do."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Max
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from contacts.enums import FirmList, YesNo
from contacts.models import ListValue
from contacts.rights import MANAGE_KEYWORDS
from imports.fact_find.values import Value
from text.nationalities import FEMININE
from text.normalise import folded, stored_text
from users.models import User


class AnswerRefusedError(Exception):
    """One answer that the folder cannot take; its text says why, and what to do."""


# From what was answered to what a column holds; None comes back as it is.
Convert = Callable[[Any], Any]


def as_it_is(value: Value) -> Value:
    return value


def of_codes(codes: Mapping[str, Any]) -> Convert:
    return lambda export: codes[export]


def yes_or_no(value: Any) -> str:
    """Return the answer to a question, or that a box is ticked."""
    return YesNo.YES if value in {True, "OUI"} else YesNo.NO


def integer(value: Decimal) -> int:
    return int(value)


_NATIONALITIES = {folded(name): code for code, name in FEMININE.items()}
_SHORTEST_STEM = 4


@cache
def _codes_by_name(_language: str | None) -> Mapping[str, str]:
    """Return the codes of the countries by their names in the language that is spoken."""
    return {folded(str(name)): str(code) for code, name in countries}


def country(text: str) -> str:
    """Return the code of a country, by its French name or by itself."""
    words = folded(text)
    if words.upper() in countries.countries:
        return words.upper()
    names = _codes_by_name(get_language())
    if words not in names:
        raise AnswerRefusedError(
            _("“%(text)s” is no country of the list. Write its usual name: Belgique.")
            % {"text": text}
        )
    return names[words]


def nationalities(text: str) -> list[str]:
    """Return the codes of one or two nationalities, by their names or by their countries."""
    parts = [part for part in map(stored_text, text.replace(";", ",").split(",")) if part]
    if len(parts) > 2:  # noqa: PLR2004 - a folder has two places
        raise AnswerRefusedError(_("A folder has two nationalities at most: keep two."))
    return [_nationality(part) for part in parts]


def _nationality(text: str) -> str:
    words = folded(text)
    if words in _NATIONALITIES:
        return _NATIONALITIES[words]
    # A man writes Français, Chinois; the list has what agrees with « nationalité ».
    alike = [code for name, code in _NATIONALITIES.items() if name.startswith(words)]
    if len(words) >= _SHORTEST_STEM and len(alike) == 1:
        return alike[0]
    try:
        return country(text)
    except AnswerRefusedError:
        raise AnswerRefusedError(
            _("“%(text)s” is no nationality of the list. Write it like this: Française.")
            % {"text": text}
        ) from None


OVERSEAS = ("97", "98")
POST_CODE = 5


_BETWEEN_FIRST_NAMES = re.compile(r"[,;/]")


def usual_and_others(text: str, usual: str = "") -> tuple[str, str]:
    """Return the first name in use, and the others as they were written.

    Without commas the one in use is `usual`, where the names begin with it, or the first word.
    """
    first, *others = map(stored_text, _BETWEEN_FIRST_NAMES.split(stored_text(text)))
    if not any(others):
        words = first.split()
        count = _words_of(usual, words)
        first, others = " ".join(words[:count]), [" ".join(words[count:])]
        # Who lists first names leaves out hyphens; the folder's one stays.
        if any(others) and _without_hyphens(usual) == first.casefold():
            first = usual
    return first, ", ".join(filter(None, others))


def _words_of(usual: str, words: Sequence[str]) -> int:
    """Return how many of the words are the name in use, hyphens or not; one where none is."""
    counts = range(1, len(words) + 1)
    known = folded(usual)
    return next((n for n in counts if folded(" ".join(words[:n])) == known), 1)


def _without_hyphens(name: str) -> str:
    return name.replace("-", " ").casefold() if "-" in name else ""


def first_names(usual: str, others: str) -> str:
    """Return all first names as a form has them: the one in use comes first."""
    return ", ".join(filter(None, (usual, others)))


def department(text: str) -> str:
    """Return the department of a post code, or the department itself."""
    code = "".join(text.split()).upper()
    if len(code) != POST_CODE:
        return code
    if code.startswith("20"):
        # One code for Corsica before 1976; the third digit tells its two halves.
        return "2A" if code[2] in "01" else "2B"
    return code[:3] if code.startswith(OVERSEAS) else code[:2]


def value_of_list(firm_list: FirmList, label: str, by: User) -> ListValue:
    """Return the firm's own word; a new one, not saved, for whoever may add words."""
    values = ListValue.objects.filter(firm_list=firm_list)
    for value in values.order_by("is_archived", "position", "pk"):
        if folded(value.label) == folded(label):
            return value
    if not by.has_perm(MANAGE_KEYWORDS):
        raise AnswerRefusedError(
            _("“%(label)s” is not in the firm’s list “%(list)s”: have it added, then take it.")
            % {"label": label, "list": firm_list.label}
        )
    last = values.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    return ListValue(firm_list=firm_list, label=label, position=position)
