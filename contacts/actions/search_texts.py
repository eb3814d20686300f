"""The one text of a contact that search reads: what it is made of, and making all of them anew."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import models, transaction

from contacts.models import (
    Contact,
    ContactSearch,
    Email,
    FollowUp,
    OrganisationDetails,
    PersonDetails,
    RelatedPerson,
    Telephone,
)
from persistence import keyset, staging_tables
from persistence.many_keys import among
from text import normalise

Details = PersonDetails | OrganisationDetails
Names = tuple[str, ...]
AT_ONCE = 2_000
# Of the contact itself.
IN_TEXTS = ("name", "first_name", "folder_code", "client_number")
_TEXTS, _COLUMNS = "search_texts", {"contact_id": "bigint", "text": "text"}
# Of a related person, who is found by them and leads to the folder that they hang on.
NAMES = ("last_name", "first_name", "birth_name", "other_first_names")


def search_text_of(
    contact: Contact,
    details: Details,
    *,
    emails: Iterable[str] = (),
    telephones: Iterable[str] = (),
    people: Iterable[Names] = (),
) -> str:
    """Return the text to search in of a contact, its coordinates and who hangs on its folder."""
    names = [getattr(contact, name) for name in IN_TEXTS]
    if isinstance(details, PersonDetails):
        names += [details.birth_name, details.other_first_names]
        numbers = []
    else:
        numbers = [details.siren, details.siret]
    names += [name for person in people for name in person]
    parts = (
        normalise.search_names(*names),
        normalise.search_text(*numbers, *emails),
        *map(normalise.search_telephone, telephones),
    )
    return " ".join(filter(None, parts))


def write_anew() -> None:
    """Write every sort key and text to search in as the rules of names now make them.

    In batches, each its own transaction: whoever saves meanwhile waits for one at most.
    """
    for keys in keyset.lots(models.QuerySet(Contact), AT_ONCE):
        _write_contacts(keys)
    for keys in keyset.lots(models.QuerySet(FollowUp), AT_ONCE):
        _write_notes(keys)


@transaction.atomic
def _write_contacts(keys: Collection[int]) -> None:
    # Past the guard of tracked models: no history tells of what only follows from the names.
    rows: models.QuerySet[Contact] = models.QuerySet(Contact)
    contacts = list(rows.filter(pk__in=keys).select_for_update().order_by("pk"))
    for contact in contacts:
        contact.sort_name = normalise.sort_key(contact.name, contact.first_name)
    rows.bulk_update(contacts, ["sort_name"])
    write_texts(contacts)


def write_texts(contacts: Collection[Contact]) -> None:
    """Write again the texts of these contacts: as many statements for many as for one."""
    keys = among([contact.pk for contact in contacts])
    people = _by_contact(PersonDetails, keys, "birth_name", "other_first_names")
    organisations = _by_contact(OrganisationDetails, keys, "siren", "siret")
    emails = _of_each(Email.objects.filter(contact__in=keys), "key")
    telephones = _of_each(Telephone.objects.filter(contact__in=keys), "number")
    related = _of_each(RelatedPerson.objects.filter(contact__in=keys), *NAMES)
    texts = (
        search_text_of(
            contact,
            people[contact.pk] if contact.is_person else organisations[contact.pk],
            emails=(email for (email,) in emails[contact.pk]),
            telephones=(number for (number,) in telephones[contact.pk]),
            people=related[contact.pk],
        )
        for contact in contacts
    )
    _put([(contact.pk, text) for contact, text in zip(contacts, texts, strict=True)])


def _put(texts: Sequence[tuple[int, str]]) -> None:
    """Write these texts, in the contacts' order."""
    if len(texts) > staging_tables.COPIED:
        _copy(texts)
    else:
        ContactSearch.objects.bulk_create(
            [ContactSearch(contact_id=contact, text=text) for contact, text in texts],
            update_conflicts=True,
            unique_fields=["contact"],
            update_fields=["text"],
        )


def _copy(texts: Sequence[tuple[int, str]]) -> None:
    """Write those that differ from what is there."""
    staging_tables.create(_TEXTS, _COLUMNS)
    staging_tables.fill(_TEXTS, _COLUMNS, texts)
    table = ContactSearch._meta.db_table
    columns = {name: name for name in _COLUMNS}
    staging_tables.insert(
        ContactSearch,
        columns,
        f"{_TEXTS} WHERE TRUE ORDER BY contact_id ON CONFLICT (contact_id) DO UPDATE"
        f" SET text = excluded.text WHERE {table}.text <> excluded.text",
    )


def _by_contact(model: type[Details], keys: Any, *columns: str) -> dict[int, Any]:
    rows = model.objects.filter(contact__in=keys).only(*columns)
    return {row.contact_id: row for row in rows}


def _of_each(rows: models.QuerySet[Any], *columns: str) -> dict[int, list[Names]]:
    found: dict[int, list[Names]] = defaultdict(list)
    for contact, *values in rows.order_by("pk").values_list("contact_id", *columns):
        found[contact].append(tuple(values))
    return found


@transaction.atomic
def _write_notes(keys: Collection[int]) -> None:
    rows: models.QuerySet[FollowUp] = models.QuerySet(FollowUp)
    notes = list(rows.filter(pk__in=keys).select_for_update().order_by("pk"))
    for note in notes:
        note.search_text = normalise.search_text(*note.text.split("\n"))
    rows.bulk_update(notes, ["search_text"])
