"""No field of a contact is missing from the catalogue."""

import pytest

from contacts import fields
from contacts.enums import Kind
from contacts.models import Contact, OrganisationDetails, PersonDetails

# Kept from elsewhere, or the house's own: nobody fills them in.
OWN = {
    "id",
    "kind",
    "name",
    "first_name",
    "sort_name",
    "birth_date",
    "town",
    "merged_into",
    "version",
    "created_at",
    "created_by",
    "updated_at",
    "deleted_at",
    "deleted_by",
}


def of_model(model):
    found = [*model._meta.local_concrete_fields, *model._meta.local_many_to_many]
    return {field.name for field in found}


@pytest.mark.parametrize(
    ("kind", "owner", "expected"),
    [
        (Kind.PERSON, "contact", of_model(Contact) - OWN),
        (Kind.ORGANISATION, "contact", of_model(Contact) - OWN),
        (Kind.PERSON, "person", of_model(PersonDetails) - {"contact"}),
        (Kind.ORGANISATION, "organisation", of_model(OrganisationDetails) - {"contact"}),
    ],
)
def test_every_field_is_in_the_catalogue_once(kind, owner, expected):
    names = fields.names(kind, owner)
    assert len(names) == len(set(names))
    assert set(names) == expected


def test_checks_are_of_fields_that_exist():
    known = of_model(PersonDetails) | of_model(OrganisationDetails)
    assert fields.CHECKS.keys() <= known


def test_shortest_forms_are_selections_of_the_catalogue():
    for kind, names in fields.SHORTEST.items():
        assert set(names) <= set(fields.names(kind, kind))
