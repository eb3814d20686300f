"""People and organisations of these tests."""

import datetime as dt

import pytest

from contacts.actions import follow_ups
from contacts.actions.conversion import convert
from contacts.models import Contact, FollowUp, OrganisationDetails, PersonDetails
from tests.contacts.reminders import TODAY


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


@pytest.fixture
def to_do(adviser):
    """Write a note that asks for something: `to_do(contact, by=colleague, days=-1)`."""

    def to_do(contact, text="Rappeler", *, person=None, days=0, hour=None, by=None):
        note = FollowUp(contact=contact, date=TODAY, text=text)
        note.reminder_date = TODAY + dt.timedelta(days)
        note.reminder_time, note.reminder_person = hour, person or adviser
        return follow_ups.write(note=note, by=by or adviser)

    return to_do
