"""What contacts hold today of the columns of a workbook, as the export reads it.

Read by a fixed number of statements for any number of contacts, and with one person's eyes.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from contacts.enums import RelationKind
from contacts.fields import ENTRIES, Entry, Shape
from contacts.fields.catalogue import SPOUSE
from contacts.models import (
    Contact,
    ContactKeyword,
    Email,
    RelatedPerson,
    Relationship,
    Telephone,
)
from contacts.people import ROLES
from contacts.queries import column_values
from contacts.queries.relations import fits, with_ends
from contacts.workbook import SPOUSE_NUMBER
from imports.queries.contact_import.rows import ASKED_BESIDE
from imports.queries.contact_import.stored import blank, encode
from persistence.many_keys import among
from text import telephones
from users.models import User

# What every plan asks of a contact, whatever the file says.
_ALWAYS = ("kind", "category", "folder_code", "client_number", "is_private", *ROLES, "last_name")
_ALWAYS_TOO = ("legal_name", "first_name", "title", "other_title", "birth_date", *ASKED_BESIDE)
_SPOUSES = [entry for entry in ENTRIES.values() if entry.model is RelatedPerson]


@dataclass(slots=True)
class Standing:
    """A contact as it stands: `values` as rows keep them; `name` as lists show it.

    `numbers` and `addresses` are all its telephones and e-mails: the same one twice is none more.
    `spouse_folder` is the key of a spouse who has a folder, `spouse_person` of one who has none.
    """

    contact: int
    kind: str
    name: str
    version: int
    values: dict[str, Any]
    numbers: set[str] = field(default_factory=set)
    addresses: set[str] = field(default_factory=set)
    spouse_folder: int | None = None
    spouse_person: int | None = None

    @property
    def people(self) -> set[int]:
        return {self.values[role] for role in ROLES} - {None}


def _with_key(entry: Entry) -> Entry:
    """Read the key of a value of the firm's lists, where lists show its label."""
    if entry.shape is not Shape.LIST:
        return entry
    return replace(entry, path=f"{entry.path.removesuffix('__label')}_id")


def standing(contacts: QuerySet[Contact], keys: Collection[str], user: User) -> dict[int, Standing]:
    """Return these contacts, which the caller found through the rule, by key.

    `keys`: the fields of the catalogue that the file has columns for.
    """
    asked = dict.fromkeys([*_ALWAYS, *_ALWAYS_TOO, *keys])
    entries = [_with_key(ENTRIES[key]) for key in asked if ENTRIES[key].group is not SPOUSE]
    entries = [entry for entry in entries if entry.shape is not Shape.KEYWORDS]
    beside = ["pk", "name", "first_name", "version", *column_values.own_paths(entries)]
    rows = list(contacts.order_by().values(*dict.fromkeys(beside)))
    values = column_values.values_of_rows(rows, entries)
    by_key = {entry.key: entry for entry in entries}
    blanks = {key: blank(entry) for key, entry in by_key.items()}
    found = {row["pk"]: _standing(row, values[row["pk"]], by_key, blanks) for row in rows}
    if found:
        _add_coordinates(found, [entry.key for entry in entries])
        if "keywords" in asked:
            _add_keywords(found)
        if any(key.startswith("spouse_") for key in asked):
            _add_spouses(found, user)
    return found


def _standing(
    row: dict[str, Any], told: dict[str, Any], entries: Mapping[str, Entry], blanks: dict[str, Any]
) -> Standing:
    name = f"{row['first_name']} {row['name']}".strip()
    # Most columns of most contacts hold nothing.
    said = {key: value for key, value in told.items() if value is not None and value != ""}
    values = blanks | {key: encode(entries[key], value) for key, value in said.items()}
    return Standing(row["pk"], row["kind"], name, row["version"], values)


def _add_coordinates(found: dict[int, Standing], keys: Iterable[str]) -> None:
    of_telephones = [key for key in keys if ENTRIES[key].shape is Shape.TELEPHONE]
    if of_telephones:
        _add_telephones(found, of_telephones)
    if any(ENTRIES[key].shape is Shape.EMAIL for key in keys):
        emails = Email.objects.filter(contact__in=among(found))
        for contact, key in emails.values_list("contact_id", "key"):
            found[contact].addresses.add(key)


def _add_telephones(found: dict[int, Standing], keys: Iterable[str]) -> None:
    """Add the extensions, which lists leave out."""
    rows = Telephone.objects.filter(contact__in=among(found)).order_by("-preferred", "pk")
    whole: dict[tuple[int, str], str] = {}
    for contact, number, extension in rows.values_list("contact_id", "number", "extension"):
        told = telephones.joined(number, extension)
        whole.setdefault((contact, number), told)
        found[contact].numbers.add(told)
    for contact, one in found.items():
        for key in keys:
            if number := one.values[key]:
                one.values[key] = whole[contact, number]


def _add_keywords(found: dict[int, Standing]) -> None:
    for one in found.values():
        one.values["keywords"] = []
    rows = ContactKeyword.objects.filter(contact__in=among(found)).order_by("keyword")
    for contact, keyword in rows.values_list("contact_id", "keyword_id"):
        found[contact].values["keywords"].append(keyword)


def _add_spouses(found: dict[int, Standing], user: User) -> None:
    """Add the spouse of today: the number of a folder, or what is said of somebody without one."""
    rows = Relationship.objects.visible_to(user).open().of_any(found)
    couples = with_ends(rows.filter(kind=RelationKind.SPOUSE))
    for row in filter(fits, couples.order_by("-pk")):
        if row.other_person:
            _add_person(found[row.contact_id], row.other_person)
        elif row.other_contact:
            _add_folder(found, row.contact, row.other_contact)
            _add_folder(found, row.other_contact, row.contact)


def _add_person(one: Standing, person: RelatedPerson) -> None:
    one.spouse_person = person.pk
    for entry in _SPOUSES:
        attribute = f"{entry.name}_id" if entry.shape is Shape.LIST else entry.name
        one.values[entry.key] = encode(entry, getattr(person, attribute))


def _add_folder(found: dict[int, Standing], near: Contact, far: Contact) -> None:
    one = found.get(near.pk)
    if one is not None:
        one.spouse_folder = far.pk
        one.values[SPOUSE_NUMBER] = far.client_number
        one.values["spouse_client_number_suffix"] = far.client_number_suffix
