"""People, companies and what ties them, made cheaply."""

import pytest

from contacts.actions import relations
from contacts.actions.contacts import create
from contacts.enums import RelationKind
from contacts.models import (
    Category,
    Contact,
    OrganisationDetails,
    PersonDetails,
    RelatedPerson,
    Relationship,
)
from persistence.models import save_as

OF_DETAILS = {field.name for field in PersonDetails._meta.get_fields()}


@pytest.fixture
def person(adviser):
    """Make a person: `person("Abadie", "Léa", title="mrs", by=user, is_private=True)`."""

    def person(name, first_name="", *, by=adviser, **fields):
        details = {key: fields.pop(key) for key in fields.keys() & OF_DETAILS}
        category = Category.objects.get(name="Clients")
        return create(
            contact=Contact(category=category, **fields),
            details=PersonDetails(last_name=name, first_name=first_name, **details),
            by=by,
        )

    return person


@pytest.fixture
def company(adviser):
    def company(name, *, by=adviser, **fields):
        contact = Contact(category=Category.objects.get(name="Sociétés"), **fields)
        return create(contact=contact, details=OrganisationDetails(legal_name=name), by=by)

    return company


@pytest.fixture
def relate(adviser):
    """Write a row as it stands, past the action and its rules."""

    def relate(contact, kind, other, **fields):
        far = "other_person" if isinstance(other, RelatedPerson) else "other_contact"
        row = Relationship(contact=contact, kind=kind, **{far: other}, **fields)
        save_as(row, adviser)
        return row

    return relate


@pytest.fixture
def add(adviser):
    """Add a relation through the action."""

    def add(contact, kind, other, *, by=adviser, **terms):
        return relations.add(
            contact=contact,
            kind=RelationKind(kind),
            other=other,
            terms=relations.Terms(**terms),
            by=by,
        )

    return add
