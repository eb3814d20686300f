"""What one row says: the values of its cells together, and what does not go together.

Rules over several cells are those of the forms, asked of what a row changes: what stands in a
folder is not asked again.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError

from contacts import workbook
from contacts.enums import Kind, Title, Use
from contacts.fields import ANY, ENTRIES, Entry, Shape
from contacts.fields.catalogue import SPOUSE
from contacts.forms.inputs import AT_HOME
from imports.enums import IssueCode
from imports.queries.contact_import.cells import SIREN_DIGITS, Cells
from imports.queries.contact_import.issues import Issue, issue
from text import communes, validators
from text.validators import POST_CODE_DIGITS

Values = Mapping[str, Any]
# The first column of each field: where a person looks for it.
COLUMN_OF: dict[str, str] = {}
for _head, _keys in workbook.COLUMNS.items():
    for _key in _keys:
        COLUMN_OF.setdefault(_key, _head)
IN_WORKBOOK = [ENTRIES[key] for key in COLUMN_OF]
# Home lines are of natural persons (the workbook says it of these two columns).
_OF_PERSONS = frozenset(("telephone_home", "fax_home"))
_NAMES = {Kind.PERSON: "last_name", Kind.ORGANISATION: "legal_name"}
# One column fills the field of either kind.
_OF_EITHER = frozenset((*_NAMES.values(), "tax_residence", "organisation_tax_residence"))


def _sibling(entry: Entry, name: str) -> str:
    """Return the key of a field of the same row: the spouse's own birth date, not the client's."""
    return f"spouse_{name}" if entry.group is SPOUSE else name


# (later date, earlier date), (part, whole): each asked whichever of the two changes.
_ORDERED = [
    (one.key, _sibling(one, one.follows[0]))
    for one in ENTRIES.values()
    if one.follows and _sibling(one, one.follows[0]) in COLUMN_OF
]
_PARTS = [
    (one.key, one.at_most[0])
    for one in ENTRIES.values()
    if one.at_most and one.at_most[0] in COLUMN_OF
]
# What rules read of a folder that no column tells.
ASKED_BESIDE = sorted({key for key, _ in (*_ORDERED, *_PARTS) if key not in COLUMN_OF})
_NEEDING = [one for one in IN_WORKBOOK if one.asked_when or one.goes_with]


@dataclass(slots=True)
class Said:
    """What a row says, by key of the catalogue; `kind` apart, "" where it says none."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    kind: str = ""


def read_row(
    cells: Cells, places: Iterable[tuple[int, str]], line: int, texts: Sequence[str]
) -> Said:
    """Read the cells of a row; `places`: where the columns of the workbook stand in it."""
    said = Said(line)
    for place, column in places:
        text = texts[place]
        if text:
            reading = cells.read(column, text)
            said.issues.extend(reading.issues)
            for key, value in reading.values.items():
                if said.values.setdefault(key, value) != value:
                    # Two columns name one adviser, and not the same.
                    said.issues.append(issue(IssueCode.RULE, column, text))
    said.kind = said.values.pop("kind", "") or ""
    return said


def name_of(values: Values, kind: str) -> tuple[str, str]:
    """Return the name and the first name that a row says, of a contact of this kind."""
    first_name = values.get("first_name") or "" if kind == Kind.PERSON else ""
    return values.get(_NAMES[Kind(kind)]) or "", first_name


def of_kind(values: Values, kind: str, issues: list[Issue]) -> dict[str, Any]:
    """Return what this kind of contact has of these values; the rest is told of.

    What only a company has, in the row of a person, refuses it, as the workbook says; what only a
    person has is left out of a company's, since O2S itself fills these columns.
    """
    kept: dict[str, Any] = {}
    for key, value in values.items():
        entry = ENTRIES[key]
        if kind in _kinds(entry):
            kept[key] = value
        elif value not in {None, "", False} and key not in _OF_EITHER:
            is_left = kind == Kind.ORGANISATION
            issues.append(issue(IssueCode.KIND, COLUMN_OF[key], str(value), is_warning=is_left))
    return kept


def _kinds(entry: Entry) -> Collection[str]:
    if entry.key in _OF_PERSONS or entry.group is SPOUSE:
        return (Kind.PERSON,)
    return entry.kinds


# -- post codes


def with_whole_post_codes(values: dict[str, Any], held: Values) -> Iterator[Issue]:
    """Write French post codes as they are stored; a zero that a spreadsheet took is put back.

    A code that is none of France stays as it came, unless the address is said to be there.
    """
    for use in Use.values:
        key, of_country = f"address_{use}_post_code", f"address_{use}_country"
        code = values.get(key)
        if not code or code == held.get(key):
            continue
        country = values.get(of_country) or held.get(of_country) or ""
        if country not in {"", AT_HOME}:
            continue
        if code.isdigit() and len(code) == POST_CODE_DIGITS - 1:
            yield issue(IssueCode.ZERO, COLUMN_OF[key], code, is_warning=True)
            code = f"0{code}"
        try:
            values[key] = validators.french_post_code(code)
        except ValidationError:
            if country:
                yield issue(IssueCode.FORMAT, COLUMN_OF[key], code)


def _unknown_towns(after: Values, whole: Values) -> Iterator[Issue]:
    for use in Use.values:
        code, town, country = (f"address_{use}_{part}" for part in ("post_code", "town", "country"))
        is_told = code in after or town in after
        if is_told and whole.get(country) in {None, "", AT_HOME}:
            written = whole.get(code) or "", whole.get(town) or ""
            if not communes.is_known(*written):
                yield issue(IssueCode.POST_CODE, COLUMN_OF[town], written[1], is_warning=True)


# -- what does not go together


def broken_rules(after: Values, held: Values, kind: str) -> Iterator[Issue]:
    """Tell what a row's changes make of a folder that no form would take."""
    whole = {**held, **after}
    yield from _unknown_towns(after, whole)
    yield from _required(after, whole, kind)
    yield from _out_of_order(after, whole)
    yield from _numbers(after, whole)
    yield from _meaningless(after, whole)


def _said(key: str, whole: Values, code: IssueCode = IssueCode.RULE) -> Issue:
    return issue(code, COLUMN_OF[key], str(whole.get(key) or ""))


def _required(after: Values, whole: Values, kind: str) -> Iterator[Issue]:
    name = _NAMES[Kind(kind)]
    if not whole.get(name):
        yield _said(name, whole, IssueCode.REQUIRED)
    is_titled = {"title", "other_title"} & after.keys() and whole.get("title") == Title.OTHER
    if is_titled and not whole.get("other_title"):
        yield _said("other_title", whole, IssueCode.REQUIRED)


def _out_of_order(after: Values, whole: Values) -> Iterator[Issue]:
    for later, earlier in _ORDERED:
        days = whole.get(later), whole.get(earlier)  # in ISO
        if (later in after or earlier in after) and all(days) and days[0] < days[1]:  # type: ignore[operator]
            yield _said(later if later in after else earlier, whole)
    for part, most in _PARTS:
        if part in after or most in after:
            counted = whole.get(part), whole.get(most)
            if None not in counted and counted[0] > counted[1]:  # type: ignore[operator]
                yield _said(part if part in after else most, whole)


def _numbers(after: Values, whole: Values) -> Iterator[Issue]:
    siren, siret = whole.get("siren"), whole.get("siret")
    if ({"siren", "siret"} & after.keys()) and siren and siret and siret[:SIREN_DIGITS] != siren:
        yield _said("siret" if "siret" in after else "siren", whole)
    number, residence = whole.get("tax_number"), whole.get("tax_residence")
    if {"tax_number", "tax_residence"} & after.keys() and number and residence == AT_HOME:
        try:
            validators.french_tax_number(number)
        except ValidationError:
            yield _said("tax_number", whole, IssueCode.FORMAT)


def _meaningless(after: Values, whole: Values) -> Iterator[Issue]:
    """Warn of a value that no form shows beside what is answered elsewhere; it is kept."""
    for entry in _NEEDING:
        if not after.get(entry.key):
            continue
        asked_when, goes_with = entry.asked_when, entry.goes_with
        if asked_when:
            answer = whole.get(_sibling(entry, asked_when[0]))
            is_odd = bool(answer) and asked_when[1] != ANY and answer not in asked_when[1]
        else:
            is_odd = bool(goes_with) and not whole.get(_sibling(entry, goes_with[0]))  # type: ignore[index]
        if is_odd:
            shown = str(after[entry.key])
            yield issue(IssueCode.RULE, COLUMN_OF[entry.key], shown, is_warning=True)


def is_same(entry: Entry, before: Any, value: Any) -> bool:
    """Tell whether two values are one in the workbook, which has one word for some of them."""
    if before == value:
        return True
    words = workbook.WORDS.get(entry.key)
    if words and before and value:
        return words.get(before) == words.get(value)
    is_caseless = entry.shape is Shape.EMAIL or entry.key == "folder_code"
    return is_caseless and str(before).casefold() == str(value).casefold()
