"""What a contact has that its kind has no home for, and what converting it would change."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from contacts import fields
from contacts.enums import Kind, RelationKind
from contacts.models import Contact, OrganisationDetails, PersonDetails
from contacts.queries.relations import Relation, relations_of
from users.models import User

Details = PersonDetails | OrganisationDetails
# A second click comes at once, or after the page was opened again.
SAME_CLICK = dt.timedelta(minutes=10)


@dataclass(frozen=True)
class Fact:
    label: str
    text: str


@dataclass(frozen=True)
class Conversion:
    """What becomes another kind of contact: its facts archived, those that come back."""

    to: Kind
    archived: Sequence[Fact]
    back: Sequence[Fact]
    relations_archived: int
    relations_back: int


def other_kind(contact: Contact) -> Kind:
    return Kind.ORGANISATION if contact.is_person else Kind.PERSON


def details_as(contact: Contact, kind: str) -> Details | None:
    """Return the row that holds what only this kind has, if there is one."""
    found: Details | None = getattr(contact, kind, None)
    return found


def archived_facts(contact: Contact) -> list[Fact]:
    """Return what the contact had as the other kind, in the words of the screen."""
    return facts(contact, other_kind(contact))


def facts(contact: Contact, kind: Kind) -> list[Fact]:
    details = details_as(contact, kind)
    if details is None:
        return []
    entries = (fields.ENTRIES[name] for name in fields.names(kind, kind.value))
    found = (Fact(str(entry.label), fields.text_of(details, entry)) for entry in entries)
    return [fact for fact in found if fact.text]


def plan_conversion(contact: Contact, user: User) -> Conversion:
    """Say what converting the contact in place would do, as far as the user may know."""
    to = other_kind(contact)
    relations = relations_of(contact, user)
    return Conversion(
        to=to,
        archived=facts(contact, Kind(contact.kind)),
        back=facts(contact, to),
        relations_archived=sum(
            1 for one in relations if not one.is_archived and not _will_fit(one, to)
        ),
        relations_back=sum(1 for one in relations if one.is_archived and _will_fit(one, to)),
    )


def _will_fit(relation: Relation, to: Kind) -> bool:
    return relation.kind.fits(
        near_is_person=to is Kind.PERSON, far_is_person=not relation.is_organisation
    )


def made_just_now(director: Contact, name: str, *, by: User) -> Contact | None:
    """Return the organisation that the first click of a double click made beside this person."""
    mine = Contact.objects.visible_to(by).filter(
        name=name,
        created_by=by,
        created_at__gte=timezone.now() - SAME_CLICK,
        relationships__kind=RelationKind.DIRECTOR,
        relationships__other_contact=director,
    )
    return mine.order_by("-pk").first()
