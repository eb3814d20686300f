"""People and organisations of these tests."""

import pytest

from contacts.actions.contacts import create
from contacts.actions.conversion import convert
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


@pytest.fixture
def convert_now(adviser):
    """Convert to the other kind, and back: `convert_now(contact, legal_name="Moreau SARL")`.

    The row that the contact had as that kind is taken up again; return the contact, read anew.
    """

    def convert_now(contact, by=None, **values):
        contact = Contact.objects.get(pk=contact.pk)
        model = OrganisationDetails if contact.is_person else PersonDetails
        details = model.objects.filter(contact=contact).first() or model()
        for name, value in values.items():
            setattr(details, name, value)
        convert(contact=contact, details=details, version=contact.version, by=by or adviser)
        return Contact.objects.get(pk=contact.pk)

    return convert_now
