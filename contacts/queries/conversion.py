"""What a contact has that its kind has no home for, and what converting it would change."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contacts import extensions, fields
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
    rows_archived: Sequence[Fact]
    rows_back: Sequence[Fact]
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
    kind = other_kind(contact)
    return [*facts(contact, kind), *row_facts(contact, kind)]


def facts(contact: Contact, kind: Kind) -> list[Fact]:
    details = details_as(contact, kind)
    if details is None:
        return []
    entries = (fields.ENTRIES[name] for name in fields.names(kind, kind.value))
    found = (Fact(str(entry.label), fields.text_of(details, entry)) for entry in entries)
    return [fact for fact in found if fact.text]


def row_facts(contact: Contact, kind: Kind) -> list[Fact]:
    """Return the rows of the folder that only this kind has; of one that never was it, none."""
    if details_as(contact, kind) is None:
        return []
    every = (one.rows_of_kind.items() for one in extensions.every())
    models = [model for of_app in every for model, of in of_app if of == kind]
    return [fact for model in models for fact in _told(model, contact)]


_NOT_TOLD = {"id", "contact"}


def _told(model: type[Model], contact: Contact) -> Iterator[Fact]:
    """Give each row of a list by its name, with what else it says."""
    names = [field.name for field in model._meta.concrete_fields]
    described = [fields.description(model, name) for name in names if name not in _NOT_TOLD]
    rows: QuerySet[Any] = QuerySet(model).filter(contact=contact).order_by("pk")
    for row in rows:
        name = str(row)
        said = ((field.label, fields.text_of(row, field)) for field in described)
        facts = [
            _("%(label)s: %(values)s") % {"label": label, "values": text}
            for label, text in said
            if text and text not in name
        ]
        yield Fact(capfirst(str(model._meta.verbose_name)), ", ".join([name, *facts]))


def plan_conversion(contact: Contact, user: User) -> Conversion:
    """Say what converting the contact in place would do, as far as the user may know."""
    to = other_kind(contact)
    relations = relations_of(contact, user)
    return Conversion(
        to=to,
        archived=facts(contact, Kind(contact.kind)),
        back=facts(contact, to),
        rows_archived=row_facts(contact, Kind(contact.kind)),
        rows_back=row_facts(contact, to),
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
