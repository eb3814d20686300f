"""The text of a cell, under a column of the workbook: values of the catalogue, or what is wrong.

The checks are those of the forms. A cell that says nothing changes nothing; `#SUPPR#` empties.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError

from contacts import workbook
from contacts.enums import Kind, MaritalStatus, Title
from contacts.exports.o2s_model import OF_COLUMN
from contacts.fields import ENTRIES, Entry, Shape
from contacts.forms.coordinates import email_address
from contacts.forms.general import TIDIED
from contacts.forms.inputs import country_choices, form_field
from imports.enums import IssueCode
from imports.feeds.contact_files import MANGLED, problem
from imports.queries.contact_import.issues import Issue, issue
from imports.queries.contact_import.stored import blank, encode
from imports.queries.contact_import.words import Words, path_key
from text import nationalities, normalise, telephones
from text.normalise import folded

Corrections = Mapping[str, Mapping[str, str]]
# What the workbook calls somebody whom O2S alone knows what it is.
THIRD_SORT = "tc"
# The longest that a column of one text is remembered for: names hardly come again.
_REMEMBERED = 20_000
_BAND = re.compile(r"tranche\s+\S.*", re.IGNORECASE)
SIREN_DIGITS = 9


class Reading(NamedTuple):
    """What a cell says: values as `stored` keeps them by key of the catalogue, or an issue."""

    values: Mapping[str, Any]
    issues: tuple[Issue, ...] = ()


# Columns that name something of the firm's own.
OF_THE_FIRM = {Shape.LIST, Shape.CATEGORY, Shape.KEYWORDS, Shape.USER}
_NOTHING = Reading({})


class CellRefused(Exception):
    """What stands in the cell is no value of its column; `text` is the part of it at fault."""

    def __init__(self, code: IssueCode, text: str = "") -> None:
        super().__init__(code)
        self.code, self.text = code, text


class Cells:
    """Reads cells with the firm's own words; what one column says twice is read once."""

    def __init__(self, words: Words, corrections: Corrections | None = None) -> None:
        self.words = words
        self.corrections = corrections or {}
        self._known: dict[str, dict[str, Reading]] = defaultdict(dict)

    def read(self, column: str, text: str) -> Reading:
        if not text:
            return _NOTHING
        known = self._known[column]
        found = known.get(text)
        if found is None:
            found = self._read(column, text)
            if len(known) < _REMEMBERED:
                known[text] = found
        return found

    def _read(self, column: str, text: str) -> Reading:
        code = _damage(text)
        if code:
            return _refused(code, column, text)
        meant = self.corrections.get(column, {})
        said = meant.get(text, text).strip()
        if not said:
            return _NOTHING
        if said.upper() == workbook.ERASE:
            return _erased(column)
        try:
            return Reading(self._values(column, said, meant))
        except CellRefused as refused:
            return _refused(refused.code, column, refused.text or text)

    def _values(self, column: str, text: str, meant: Mapping[str, str]) -> Mapping[str, Any]:
        first = OF_COLUMN[column][0]
        if first.shape is Shape.KEYWORDS:
            return {first.key: self._keywords(text, meant)}
        if first.shape is Shape.USER:
            return {first.key: self._person(column, text)}
        if first.shape is Shape.LIST:
            values = self.words.lists[first.firm_list]
            return {first.key: _found(values, folded(text), IssueCode.LIST)}
        if first.shape is Shape.CATEGORY:
            found = _found(self.words.categories, path_key(text), IssueCode.CATEGORY)
            return {first.key: found}
        return values_of(column, text)

    def _person(self, column: str, text: str) -> int:
        if workbook.IDENTIFIER in column:
            return int(_found(self.words.identifiers, text.casefold(), IssueCode.PERSON))
        found = self.words.named(text)
        if found is None:
            raise CellRefused(IssueCode.PERSON)
        return found

    def _keywords(self, text: str, meant: Mapping[str, str]) -> list[int]:
        found = set()
        for label in filter(None, map(str.strip, text.split(workbook.BETWEEN_KEYWORDS))):
            said = meant.get(label, label)
            keyword = self.words.tags.get(folded(said)) if said else None
            if keyword is None and said:
                raise CellRefused(IssueCode.KEYWORD, label)
            found.add(keyword)
        return sorted(pk for pk in found if pk is not None)


def values_of(column: str, text: str) -> Mapping[str, Any]:
    """Return what a cell says, or refuse it, in a column that names nothing of the firm's own."""
    entries = OF_COLUMN[column]
    first = entries[0]
    if first.key == "siret":
        return _company_number(text)
    if len(entries) > 1 and first.shape is Shape.AMOUNT:
        return _amount_or_band(text, *entries)
    return {entry.key: _value(entry, text) for entry in entries}


def _value(entry: Entry, text: str) -> Any:
    if entry.key in workbook.WORDS:
        return _choice(entry, text)
    way = _WAYS.get(entry.shape)
    return way(text) if way else _typed(entry, text)


def _damage(text: str) -> IssueCode | None:
    if text.startswith(MANGLED):
        return IssueCode.MANGLED
    return IssueCode.FORMAT if problem(text) else None


def _refused(code: IssueCode, column: str, text: str) -> Reading:
    return Reading({}, (issue(code, column, text),))


def _erased(column: str) -> Reading:
    if column in workbook.KEPT:
        return _refused(IssueCode.ERASE, column, workbook.ERASE)
    return Reading({entry.key: _emptied(entry) for entry in OF_COLUMN[column]})


def _emptied(entry: Entry) -> Any:
    """Return what an erased column holds: the one yes or no that is never unsaid says no."""
    return False if entry.shape is Shape.YES_NO else blank(entry)


def _found(known: Mapping[str, int], key: str, code: IssueCode) -> int:
    if key not in known:
        raise CellRefused(code)
    return known[key]


# -- closed lists


_UNDEFINED = {"non defini", "non definie", "non defini e"}
# What people write where the workbook has one word.
_USUAL: Mapping[str, tuple[str, ...]] = {
    Kind.PERSON: ("personne physique",),
    Kind.ORGANISATION: ("personne morale",),
    Title.MR: ("m", "mr"),
    Title.MRS: ("mme",),
    Title.MISS: ("mlle",),
    MaritalStatus.WIDOWED: ("veuve",),
}
_EITHER = re.compile(r"\((\w+)\)")


@cache
def _choices(key: str) -> dict[str, str]:
    """Return the values of a closed list by the workbook's words, and by those of the screen."""
    labels = [(str(label), value) for value, label in ENTRIES[key].choices.items() if value]
    usual = [(text, value) for _, value in labels for text in _USUAL.get(str(value), ())]
    # What two values are both called is the first of them.
    own = [(text, value) for value, text in tuple(workbook.WORDS[key].items())[::-1]]
    told: list[tuple[str, str]] = [*labels, *usual, *own]
    return {folded(said): str(value) for text, value in told for said in _of_either(text)}


def _of_either(text: str) -> tuple[str, ...]:
    """Return a word, as it is said of a man and of a woman: Marié(e), Marié, Mariée."""
    return _EITHER.sub("", text), _EITHER.sub(r"\1", text), text


def _choice(entry: Entry, text: str) -> str:
    said = folded(text)
    if said in _UNDEFINED and entry.key != "kind":
        return ""
    if entry.key == "kind" and said == THIRD_SORT:
        raise CellRefused(IssueCode.TC)
    found = _choices(entry.key).get(said)
    if found is None:
        raise CellRefused(IssueCode.LIST)
    return found


_YES, _NO = {"oui", "o", "vrai"}, {"non", "n", "faux"}


def _yes_no(text: str) -> bool:
    said = folded(text)
    if said not in _YES | _NO:
        raise CellRefused(IssueCode.LIST)
    return said in _YES


# -- countries


@cache
def _countries() -> dict[str, str]:
    return {folded(str(name)): str(code) for code, name in country_choices() if code}


def _country(text: str) -> str:
    codes = _countries()
    code = text.upper()
    found = code if code in codes.values() else codes.get(folded(text))
    if found is None:
        raise CellRefused(IssueCode.LIST)
    return found


# How a name of a nationality that ends so is written of a man: Française, Italienne, Grecque.
_MASCULINE = (("cque", "c"), ("nne", "n"), ("que", "c"), ("e", ""))


@cache
def _nationalities() -> dict[str, str]:
    """Return the codes by the usual name of the nationality, of a woman and of a man."""
    feminine = {folded(name): code for code, name in nationalities.FEMININE.items()}
    masculine = {}
    for name, code in feminine.items():
        ending, other = next((pair for pair in _MASCULINE if name.endswith(pair[0])), ("", ""))
        masculine[name.removesuffix(ending) + other] = code
    return masculine | feminine | {"turc": "TR", "grec": "GR"}


def _nationality(text: str) -> str:
    return _nationalities().get(folded(text)) or _country(text)


# -- coordinates


def _email(text: str) -> str:
    try:
        return email_address(text)
    except ValidationError as error:
        raise CellRefused(IssueCode.FORMAT) from error


def _telephone(text: str) -> str:
    try:
        read = telephones.parse(text)
    except telephones.NotATelephoneError as error:
        raise CellRefused(IssueCode.FORMAT) from error
    return telephones.joined(read.number, read.extension)


_WAYS: Mapping[Shape, Callable[[str], Any]] = {
    Shape.YES_NO: _yes_no,
    Shape.COUNTRY: _country,
    Shape.NATIONALITY: _nationality,
    Shape.EMAIL: _email,
    Shape.TELEPHONE: _telephone,
}


# -- texts, numbers and dates, as the forms take them


_CODES = {
    Shape.DATE: IssueCode.DATE,
    Shape.AMOUNT: IssueCode.NUMBER,
    Shape.RATE: IssueCode.NUMBER,
    Shape.NUMBER: IssueCode.NUMBER,
}


@cache
def _field(key: str) -> Any:
    field = form_field(ENTRIES[key].model_field)
    if field is not None:
        # Whether a value is needed is asked of the row.
        field.required = False
    return field


def _typed(entry: Entry, text: str) -> Any:
    tidied = TIDIED[entry.name](text) if entry.name in TIDIED else text
    try:
        value = _field(entry.key).clean(tidied)
    except ValidationError as error:
        raise CellRefused(_code(entry, error)) from error
    if isinstance(value, str) and entry.shape is not Shape.LINES:
        value = normalise.stored_text(value)
    return encode(entry, value)


def _code(entry: Entry, error: ValidationError) -> IssueCode:
    if any(one.code == "max_length" for one in error.error_list):
        return IssueCode.TOO_LONG
    return _CODES.get(entry.shape, IssueCode.FORMAT)


# -- columns that tell one of two


def _company_number(text: str) -> Mapping[str, Any]:
    """Read a SIREN or a SIRET, by its length."""
    key = "siren" if len(TIDIED["siren"](text)) <= SIREN_DIGITS else "siret"
    return {key: _typed(ENTRIES[key], text)}


def _amount_or_band(text: str, amount: Entry, band: Entry) -> Mapping[str, Any]:
    """Read an amount, or a band, which then stands alone: the workbook shows an amount first."""
    if _BAND.fullmatch(text):
        return {amount.key: blank(amount), band.key: _typed(band, text)}
    return {amount.key: _typed(amount, text)}
