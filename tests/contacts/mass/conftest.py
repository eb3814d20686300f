"""The actions on many contacts, planned and confirmed as a page does."""

import pytest
from django.contrib.auth.models import Group

from contacts.actions.change_keywords import change_keywords, plan_keywords
from contacts.actions.change_people import plan_people, replace_people
from contacts.actions.undoing import undo
from contacts.models import Contact


@pytest.fixture
def head(hire):
    """An adviser whose profile may assign contacts."""
    head = hire("head", "Conseiller")
    head.groups.add(Group.objects.get(name="Manager"))
    return head


@pytest.fixture
def hand_over(head, adviser, colleague):
    """Replace the adviser by the colleague: `hand_over(contacts, by=head, reason="")`."""

    def hand_over(contacts, *, by=head, leaver=adviser, taker=colleague, reason=""):
        chosen = {"contact_ids": [row.pk for row in contacts], "leaver": leaver, "taker": taker}
        token = plan_people(**chosen, by=by).token
        return replace_people(**chosen, token=token, reason=reason, by=by)

    return hand_over


@pytest.fixture
def tick(adviser):
    """Tick keywords and take others away: `tick(contacts, add=[golf], remove=[])`."""

    def tick(contacts, *, add=(), remove=(), by=adviser):
        chosen = {"contact_ids": [row.pk for row in contacts], "add": add, "remove": remove}
        token = plan_keywords(**chosen, by=by).token
        return change_keywords(**chosen, token=token, by=by)

    return tick


@pytest.fixture
def told():
    """Undo and return what is said: `told(change, by)`."""
    return lambda change, by: undo(change=change, by=by).told


def places(contact):
    """Return the three people of a contact, by their identifiers."""
    row = Contact.everything.get(pk=contact.pk)
    people = (row.lead_adviser, row.second_adviser, row.assistant)
    return [person.username if person else "" for person in people]


def last(contact):
    """Return who wrote the last row of the history, and why."""
    row = contact.history.first()
    return row.history_user.username, row.history_change_reason
