"""Making many contacts at once, in the same few statements for any number."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db import models, transaction

from contacts.actions.assignment import follow_assignments
from contacts.actions.contacts import keep_names
from contacts.actions.duplicates import schedule_matching
from contacts.actions.search_texts import NAMES, Details, search_text_of
from contacts.enums import RelationKind
from contacts.models import (
    Contact,
    ContactFigures,
    ContactKeyword,
    ContactSearch,
    Email,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)
from persistence import bulk_history, staging_tables
from persistence.journal.steps import Step, added_rows
from users.models import User

Coordinate = Email | Telephone | PostalAddress


@dataclass(frozen=True)
class NewContact:
    """A contact to make, with its details and what else is known of it.

    `coordinates`: one of each sort is preferred; `keywords`: the keys of those that are ticked.
    """

    contact: Contact
    details: Details
    coordinates: Sequence[Coordinate] = ()
    keywords: Collection[int] = ()
    spouse: RelatedPerson | None = None

    def of(self, model: type[Coordinate]) -> Iterator[Coordinate]:
        return (row for row in self.coordinates if isinstance(row, model))


@transaction.atomic
def create_many(*, new: Sequence[NewContact], by: User, reason: str = "") -> list[Step]:
    """Save them as `create` saves one; each is led by `by` unless somebody was chosen.

    Return the steps that added them, and their spouses.
    """
    for one in new:
        _prepare(one, by)
    contacts = bulk_history.create([one.contact for one in new], by=by, reason=reason)
    steps = [added_rows(Contact._meta.label, contacts, ["version"])]
    steps += _save_parts(new, by, reason)
    staging_tables.create_rows([ContactFigures(contact_id=contact.pk) for contact in contacts])
    staging_tables.create_rows([*map(_search, new)])
    follow_assignments(contact for contact in contacts if contact.is_private)
    schedule_matching(contact.pk for contact in contacts)
    return steps


def _search(one: NewContact) -> ContactSearch:
    text = search_text_of(
        one.contact,
        one.details,
        emails=[row.key for row in one.coordinates if isinstance(row, Email)],
        telephones=[row.number for row in one.coordinates if isinstance(row, Telephone)],
        people=[tuple(getattr(one.spouse, name) for name in NAMES)] if one.spouse else (),
    )
    return ContactSearch(contact_id=one.contact.pk, text=text)


def _prepare(one: NewContact, by: User) -> None:
    one.contact.created_by = by
    if one.contact.lead_adviser is None:
        one.contact.lead_adviser = by
    keep_names(one.contact, one.details)
    for model in (Email, Telephone, PostalAddress):
        rows = list(one.of(model))
        if rows and not any(row.preferred for row in rows):
            rows[0].preferred = True
    for row in one.coordinates:
        if isinstance(row, PostalAddress) and row.preferred:
            one.contact.town = row.town


def _save_parts(new: Sequence[NewContact], by: User, reason: str) -> list[Step]:
    """Save what hangs on the contacts, which have their keys now; return the spouses' steps."""
    for one in new:
        for row in (one.details, one.spouse, *one.coordinates):
            if row is not None:
                # By its key: details and contact that hold each other wait for the collector.
                row.contact_id = one.contact.pk
    rows: list[models.Model] = [one.details for one in new]
    rows += [row for one in new for row in one.coordinates]
    rows += [
        ContactKeyword(contact_id=one.contact.pk, keyword_id=keyword)
        for one in new
        for keyword in one.keywords
    ]
    for some in _by_model(rows):
        bulk_history.create(some, by=by, reason=reason)
    return add_spouses([one.spouse for one in new if one.spouse], by=by, reason=reason)


def add_spouses(people: Sequence[RelatedPerson], *, by: User, reason: str = "") -> list[Step]:
    """Save spouses without a folder, and what each is to the contact that it hangs on."""
    bulk_history.create(people, by=by, reason=reason)
    couples = [
        Relationship(contact_id=person.contact_id, kind=RelationKind.SPOUSE, other_person=person)
        for person in people
    ]
    told = [field.attname for field in RelatedPerson._meta.concrete_fields if not field.primary_key]
    persons = added_rows(RelatedPerson._meta.label, people, told)
    return [persons, *add_relations(couples, by=by, reason=reason)]


def add_relations(rows: Sequence[Relationship], *, by: User, reason: str = "") -> list[Step]:
    """Save relations, and return the step that added them."""
    bulk_history.create(rows, by=by, reason=reason)
    ends = ("contact_id", "other_contact_id", "other_person_id", "version")
    return [added_rows(Relationship._meta.label, rows, ends)]


def _by_model(rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    found: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        found.setdefault(type(row), []).append(row)
    yield from found.values()
