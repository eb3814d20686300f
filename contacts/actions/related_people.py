"""`Créer son dossier`: somebody who was told of in another's folder gets one of their own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from contacts import fields
from contacts.actions.contacts import create, refresh_search_text
from contacts.actions.relations import turn
from contacts.enums import Kind, RelationKind
from contacts.models import Category, Contact, PersonDetails, RelatedPerson, Relationship
from contacts.people import ROLES
from persistence.models import delete_as, save_as
from users.models import User

# What the folder of one of a couple says of both.
OF_COUPLE = (
    "marital_status",
    "marital_since",
    "marriage_contract",
    "marriage_date",
    "marriage_place",
    "matrimonial_regime",
    "spouse_gift",
    "pacs_date",
    "pacs_place",
    "pacs_regime",
)


@transaction.atomic
def open_folder(*, person: RelatedPerson, by: User) -> Contact:
    """Make a contact of a related person; every relation they had is kept.

    The folder they hung on must be changeable. The new one is followed by the same people and is
    as private: it was known to nobody else.
    """
    locked = RelatedPerson.objects.select_for_update().filter(pk=person.pk).first()
    anchor = Contact.objects.changeable_by(by).filter(pk=person.contact_id).first()
    if anchor is None or locked is None:
        raise PermissionDenied
    rows = list(Relationship.objects.select_related("contact__person").filter(other_person=person))
    details = PersonDetails(**_details(person, anchor, rows))
    contact = create(contact=_contact(anchor), details=details, by=by)
    for row in rows:
        turn(row, row.contact, RelationKind(row.kind), contact)
        row.version += 1
        save_as(row, by)
    for named in list(person.named_as_parent.select_related("other_contact", "other_person")):
        _become_parent(named, contact, by)
    delete_as(person, by)
    refresh_search_text(anchor)
    return contact


def _contact(anchor: Contact) -> Contact:
    default = Category.objects.filter(default_for=Kind.PERSON).first()
    return Contact(
        kind=Kind.PERSON,
        category=default or anchor.category,
        is_private=anchor.is_private,
        **{role: getattr(anchor, role) for role in ROLES},
    )


def _details(person: RelatedPerson, anchor: Contact, rows: list[Relationship]) -> dict[str, Any]:
    values = {field.name: getattr(person, field.name) for field in fields.RELATED_PERSON}
    couples = (row for row in rows if row.kind == RelationKind.SPOUSE and row.ended_on is None)
    if anchor.is_person and any(row.contact_id == anchor.pk for row in couples):
        values |= {name: getattr(anchor.person, name) for name in OF_COUPLE}
    return values


def _become_parent(named: Relationship, contact: Contact, by: User) -> None:
    """Who was named as a child's other parent has a relation of their own with the child."""
    named.other_parent = None
    named.version += 1
    save_as(named, by)
    child = {"other_contact": named.other_contact, "other_person": named.other_person}
    told = {"contact": contact, "kind": RelationKind.CHILD} | child
    if not Relationship.objects.filter(**told).exists():
        save_as(Relationship(**told), by)
