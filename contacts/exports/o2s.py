"""Contacts in the workbook that O2S imports: its columns, in its order and its words."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Q

from contacts import fields, workbook
from contacts.enums import RelationKind
from contacts.exports import o2s_model
from contacts.exports.sheets import Cell, Reader
from contacts.fields import ENTRIES, Entry, Shape
from contacts.fields.catalogue import SPOUSE
from contacts.models import (
    Contact,
    ContactKeyword,
    RelatedPerson,
    Relationship,
    Telephone,
)
from contacts.queries import column_values
from contacts.queries.relations import fits, with_ends
from text import telephones
from users.models import User

# The entries that a query of contacts reads: the spouse stands apart.
_OWN = list(
    {
        entry.key: entry
        for entries in o2s_model.OF_COLUMN.values()
        for entry in entries
        if entry.group is not SPOUSE and entry.shape is not Shape.KEYWORDS
    }.values()
)
_PATHS = column_values.own_paths(_OWN)
Values = Mapping[str, Any]


class WorkbookOfO2S(Reader):
    """A part of the contacts is read by eight queries, however many they are."""

    def __init__(self, user: User) -> None:
        super().__init__()
        self.user = user
        self.categories = o2s_model.category_paths()
        self.columns = o2s_model.columns(self.categories.values())
        self.people: dict[int, User] = {}

    def read(self, keys: Sequence[int]) -> Iterator[Sequence[Cell]]:
        seen = Contact.objects.visible_to(self.user).filter(pk__in=keys)
        rows = list(seen.values("pk", *_PATHS))
        values = column_values.values_of_rows(rows, _OWN)
        self.told.update(values)
        self._add_telephones(values)
        for contact, labels in _keywords(values).items():
            values[contact]["keywords"] = workbook.BETWEEN_KEYWORDS.join(labels)
        self._add_spouses(values)
        self._know_people(values)
        for key in keys:
            if key in values:
                yield [self._cell(head, values[key]) for head in o2s_model.OF_COLUMN]

    # -- one row

    def _cell(self, head: str, values: Values) -> Cell:
        for entry in o2s_model.OF_COLUMN[head]:
            value = values.get(entry.key)
            if value is not None and value != "":
                return self._written(head, entry, value)
        return None

    def _written(self, head: str, entry: Entry, value: Any) -> Cell:
        if entry.key in workbook.WORDS:
            return workbook.WORDS[entry.key].get(value)
        match entry.shape:
            case Shape.YES_NO:
                return workbook.IS_PRIVATE[value]
            case Shape.CATEGORY:
                return self.categories[value]
            case Shape.USER:
                return o2s_model.written_person(head, self.people[value])
        way = _WAYS.get(entry.shape)
        return way(entry, value) if way else str(value)

    # -- what hangs on the contacts of a part

    def _add_telephones(self, values: dict[int, dict[str, Any]]) -> None:
        """Write numbers as they are dialled here, with their extension, which lists leave out."""
        rows = Telephone.objects.filter(contact__in=values).exclude(extension="")
        extensions = {(row.contact_id, row.number): row.as_dialled for row in rows}
        of_telephones = [entry.key for entry in _OWN if entry.shape is Shape.TELEPHONE]
        for contact, row in values.items():
            for key in of_telephones:
                number = row.get(key)
                if number:
                    dialled = extensions.get((contact, number)) or telephones.national(number)
                    row[key] = dialled.replace("\xa0", " ")

    def _add_spouses(self, values: dict[int, dict[str, Any]]) -> None:
        """Name the spouse of today: by the number of a folder, or as somebody without one."""
        here = Q(contact__in=values) | Q(other_contact__in=values)
        rows = Relationship.objects.visible_to(self.user).open().filter(here)
        couples = with_ends(rows.filter(kind=RelationKind.SPOUSE)).select_related(
            "other_person__profession"
        )
        for row in filter(fits, couples.order_by("-pk")):
            if row.other_person:
                values[row.contact_id].update(_of_person(row.other_person))
            elif row.other_contact:
                self._add_folder_of_spouse(values, row.contact, row.other_contact)
                self._add_folder_of_spouse(values, row.other_contact, row.contact)

    def _add_folder_of_spouse(
        self, values: dict[int, dict[str, Any]], near: Contact, far: Contact
    ) -> None:
        if near.pk in values and far.client_number:
            self.told.add(far.pk)
            values[near.pk][workbook.SPOUSE_NUMBER] = far.client_number
            values[near.pk]["spouse_client_number_suffix"] = far.client_number_suffix

    def _know_people(self, values: dict[int, dict[str, Any]]) -> None:
        keys = [entry.key for entry in _OWN if entry.shape is Shape.USER]
        wanted = {row.get(key) for row in values.values() for key in keys}
        unknown = wanted - {None} - self.people.keys()
        if unknown:
            self.people |= User.objects.in_bulk([key for key in unknown if key])


def _keywords(contacts: Iterable[int]) -> dict[int, list[str]]:
    labels: dict[int, list[str]] = defaultdict(list)
    rows = ContactKeyword.objects.filter(contact__in=contacts)
    ordered = rows.order_by("keyword__position", "keyword__label")
    for contact, label in ordered.values_list("contact_id", "keyword__label"):
        labels[contact].append(label)
    return labels


_OF_PERSON = [entry for entry in ENTRIES.values() if entry.model is RelatedPerson]


def _of_person(person: RelatedPerson) -> dict[str, Any]:
    values = {entry.key: getattr(person, entry.name) for entry in _OF_PERSON}
    return values | {"spouse_profession": str(person.profession or "")}


def _as_it_is(_entry: Entry, value: Any) -> Cell:
    cell: Cell = value
    return cell


_WAYS: Mapping[Shape, Callable[[Entry, Any], Cell]] = {
    **dict.fromkeys(o2s_model.TYPED, _as_it_is),
    Shape.COUNTRY: o2s_model.country,
    Shape.NATIONALITY: fields.text,
}
