"""People and organisations of these tests."""

import pytest

from contacts.actions.conversion import convert
from contacts.models import Contact, OrganisationDetails, PersonDetails


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
