"""People, companies and what ties them, made cheaply."""

import pytest

from contacts.actions import relations
from contacts.enums import RelationKind
from contacts.models import (
    RelatedPerson,
    Relationship,
)
from persistence.models import save_as


@pytest.fixture
def person(person):
    """Make a person, without a first name unless one is said: `person("Abadie", title="mrs")`."""

    def unnamed(name, first_name="", **values):
        return person(name, first_name, **values)

    return unnamed


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
