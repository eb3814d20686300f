"""The O2S workbook as one fills it in: what each column expects, and the values that it offers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from django_countries import countries

from contacts import workbook
from contacts.exports.o2s_examples import EXAMPLES
from contacts.exports.sheets import Column, write_form
from contacts.fields import ENTRIES, Entry, Shape
from contacts.fields.shapes import Words
from contacts.models import Category, Keyword, ListValue
from text import nationalities
from users.models import User

SHEET = "Contacts"
TYPED = {Shape.DATE, Shape.AMOUNT, Shape.RATE, Shape.NUMBER}
# The entries of each column: what an export writes is what an import reads.
OF_COLUMN = {head: [ENTRIES[key] for key in keys] for head, keys in workbook.COLUMNS.items()}

_REQUIRED = {"Type de contact", "Client Nom"}
_KINDS: Mapping[Shape, Words] = {
    Shape.DATE: _("A date: dd/mm/yyyy."),
    Shape.AMOUNT: _("An amount in euros."),
    Shape.RATE: _("A percentage."),
    Shape.NUMBER: _("A whole number."),
    Shape.CHOICE: _("A value of the list."),
    Shape.YES_NO: _("A value of the list."),
    Shape.LIST: _("A value of the firm’s list."),
    Shape.KEYWORDS: _("Keywords of the firm, with ; between them."),
    Shape.CATEGORY: _("A category, after those above it, with / between them."),
    Shape.NATIONALITY: _("A nationality."),
    Shape.DEPARTMENT: _("A French department, or 999 when born abroad."),
    Shape.TELEPHONE: _("A telephone number."),
    Shape.EMAIL: _("An e-mail address."),
}
_BAND = _("An amount in euros, or a band: Tranche 1.")
_IDENTIFIER = _("The identifier of a colleague.")
_PERSON = _("A colleague: last name, then first name.")
_COUNTRY_CODE = _("The two letters of a country.")
_COUNTRY = _("The name of a country.")
# Shapes whose texts have a length that people should know.
_MEASURED = {Shape.TEXT, Shape.LINES, Shape.TELEPHONE, Shape.EMAIL, Shape.DEPARTMENT}


def write_model(file: BinaryIO) -> None:
    """Write the workbook without a contact, with the firm's own lists."""
    write_form(file, SHEET, columns(category_paths().values()))


def columns(categories: Iterable[str]) -> list[Column]:
    """Return the columns of the workbook; the firm's lists are read by three queries."""
    offers = _Offers(categories)
    return [
        Column(
            head,
            next((entry.shape for entry in entries if entry.shape in TYPED), Shape.TEXT),
            key=entries[0].key,
            expects="\n".join(_expected(head, entries)),
            offered=offers.of(head, entries[0]),
            holds_many=entries[0].shape is Shape.KEYWORDS,
        )
        for head, entries in OF_COLUMN.items()
    ]


# -- what a column expects


def _expected(head: str, entries: Sequence[Entry]) -> Iterator[str]:
    if head in _REQUIRED:
        yield str(_("Required."))
    if kind := _kind(head, entries):
        yield str(kind)
    if entries[0].shape in _MEASURED:
        most = max(entry.model_field.max_length for entry in entries)
        yield _("At most %(max)s characters.") % {"max": most}
    if example := EXAMPLES.get(head):
        yield _("Example: %(example)s") % {"example": example}
    if head not in workbook.KEPT:
        yield _("%(erase)s erases what the contact has.") % {"erase": workbook.ERASE}


def _kind(head: str, entries: Sequence[Entry]) -> Words:
    shape = entries[0].shape
    if shape is Shape.AMOUNT and len(entries) > 1:
        return _BAND
    if shape is Shape.USER:
        return _IDENTIFIER if workbook.IDENTIFIER in head else _PERSON
    if shape is Shape.COUNTRY:
        return _COUNTRY if entries[0].is_many else _COUNTRY_CODE
    return _KINDS.get(shape, "")


# -- what it offers


class _Offers:
    """The values of closed lists, and of the firm's."""

    def __init__(self, categories: Iterable[str]) -> None:
        keywords = Keyword.objects.filter(is_archived=False)
        self._same: Mapping[Shape, list[str]] = {
            Shape.YES_NO: list(workbook.IS_PRIVATE.values()),
            Shape.KEYWORDS: list(keywords.values_list("label", flat=True)),
            Shape.CATEGORY: sorted(categories),
            Shape.NATIONALITY: sorted(nationalities.FEMININE.values()),
        }
        self._people = list(User.objects.assignable())
        self._lists: dict[str, list[str]] = defaultdict(list)
        kept = ListValue.objects.filter(is_archived=False)
        for firm_list, label in kept.values_list("firm_list", "label"):
            self._lists[firm_list].append(label)

    def of(self, head: str, entry: Entry) -> Sequence[str]:
        if entry.key in workbook.WORDS:
            return list(dict.fromkeys(workbook.WORDS[entry.key].values()))
        if entry.shape is Shape.LIST:
            return self._lists[entry.firm_list]
        if entry.shape is Shape.USER:
            return [written_person(head, person) for person in self._people]
        if entry.shape is Shape.COUNTRY:
            return [country(entry, code) for code, _name in countries]
        return self._same.get(entry.shape, ())


# -- words that the workbook has in common with an export


def category_paths() -> dict[int, str]:
    """Return each category with those above it: Clients/Ile-de-France/Paris."""
    rows = {
        pk: (name, above)
        for pk, name, above in Category.objects.values_list("pk", "name", "parent_id")
    }

    def path(pk: int) -> str:
        name, above = rows[pk]
        return f"{path(above)}{workbook.BETWEEN_LEVELS}{name}" if above else name

    return {pk: path(pk) for pk in rows}


def written_person(head: str, person: User) -> str:
    """Write the identifier where the head asks for it, and else last and first name."""
    named = f"{person.last_name} {person.first_name}".strip() or person.username
    return person.username if workbook.IDENTIFIER in head else named


def country(entry: Entry, code: str) -> str:
    """Write the name in an address, and the code where the workbook asks for it."""
    return str(countries.name(code)) if entry.is_many else code
