"""People and organisations of these tests."""

import pytest

from contacts.actions.contacts import create
from contacts.models import Category, Contact, OrganisationDetails, PersonDetails


@pytest.fixture
def person(adviser):
    """Add a person, led by the adviser unless said otherwise: `person("Moreau", is_private=True)`.

    What belongs to the details goes in `details={"birth_date": …}`.
    """

    def person(last_name="Moreau", first_name="Anne", by=None, details=None, **fields):
        contact = Contact(category=Category.objects.get(name="Clients"), **fields)
        about = PersonDetails(last_name=last_name, first_name=first_name, **(details or {}))
        return create(contact=contact, details=about, by=by or adviser)

    return person


@pytest.fixture
def organisation(adviser):
    """Add an organisation, led by the adviser: `organisation("Chais Moreau SAS")`."""

    def organisation(legal_name="Chais Moreau SAS", by=None, details=None, **fields):
        contact = Contact(category=Category.objects.get(name="Sociétés"), **fields)
        about = OrganisationDetails(legal_name=legal_name, **(details or {}))
        return create(contact=contact, details=about, by=by or adviser)

    return organisation
