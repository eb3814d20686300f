"""Somebody whom the firm deleted comes again in a partner's file: the line offers to reactivate."""

import pytest
from django.utils import timezone

from alerts.actions.detection import Owner
from alerts.enums import State
from alerts.models import DetectedClient
from contacts.actions.deletion import delete
from contacts.actions.duplicates import keep
from contacts.models import Contact
from tests.alerts.conftest import BORN, JEAN, typed, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def gone(person, adviser):
    """Add a person and delete it: `gone("Lemercier", "Jean-Baptiste", BORN)`."""

    def gone(*names, by=None, **fields):
        contact = person(*names, by=by, **fields)
        delete(contact_ids=[contact.pk], by=by or adviser)
        # What follows once a save stands, which a test's transaction never does.
        keep([contact.pk])
        return contact

    return gone


def revive(client, line, contact):
    data = typed(line, button="revive", value=f"{line.pk}:{contact.pk}")
    return client.post(window(), data)


def test_deleted_person_is_reactivated_and_linked(gone, night, adviser, manager, sign_in):
    jean = gone("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    line, client = DetectedClient.objects.get(), sign_in(manager)
    page = client.get(window())
    assert page.context["lines"][0].deleted.contact == jean
    day = timezone.localtime(Contact.deleted.get().deleted_at)
    assert f"Supprimé le {day:%d/%m/%Y} par {adviser}" in page.content.decode()
    assert not Contact.objects.exists(), "looking changes nothing"
    page = revive(client, line, jean)
    assert "Contact Jean-Baptiste Lemercier réactivé." in page.content.decode()
    assert Contact.objects.get() == jean
    form = page.context["lines"][0].form
    assert (form["action"].value(), form["contact"].value()) == ("link", str(jean.pk))
    assert page.context["lines"][0].deleted is None
    line.refresh_from_db()
    linking = {f"c{line.pk}-action": "link", f"c{line.pk}-contact": str(jean.pk)}
    assert client.post(window(), typed(line, **linking)).status_code == 302
    line.refresh_from_db()
    assert (line.state, line.contact) == (State.LINKED, jean)


@pytest.mark.security(9, 31)
@pytest.mark.parametrize("who", ["adviser", "colleague", "administrator"])
def test_private_one_is_offered_to_its_people_only(gone, night, manager, sign_in, request, who):
    jean = gone("Lemercier", "Jean-Baptiste", BORN, is_private=True, by=manager)
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    client = sign_in(request.getfixturevalue(who))
    assert client.get(window()).context["lines"][0].deleted is None
    page = revive(client, line, jean)
    assert "réactivé" not in page.content.decode()
    assert page.context["lines"][0].form["action"].value() == "postpone"
    assert not Contact.objects.exists()
    assert sign_in(manager).get(window()).context["lines"][0].deleted.contact == jean


def test_who_may_not_reactivate_is_offered_nothing(gone, night, adviser, sign_in):
    jean = gone("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    client = sign_in(adviser)
    assert client.get(window()).context["lines"][0].deleted is None
    revive(client, DetectedClient.objects.get(), jean)
    assert not Contact.objects.exists()


def test_another_deleted_contact_is_not_brought_back(gone, night, manager, sign_in):
    other = gone("Abadie", "Solange")
    night(("AV-1", JEAN))
    page = revive(sign_in(manager), DetectedClient.objects.get(), other)
    assert page.status_code == 200
    assert not Contact.objects.exists()


def test_clash_is_left_to_the_page_of_deleted_contacts(gone, person, night, manager, sign_in):
    jean = gone("Lemercier", "Jean-Baptiste", BORN, client_number="7")
    person("Abadie", "Solange", client_number="7")
    night(("AV-1", JEAN))
    page = revive(sign_in(manager), DetectedClient.objects.get(), jean)
    assert "voyez «\u202fContacts et comptes supprimés\u202f»" in page.content.decode()
    assert page.context["lines"][0].form["action"].value() == "postpone"
    assert Contact.deleted.get() == jean


@pytest.mark.parametrize("count", [1, 3])
def test_as_many_queries_for_one_as_for_three(
    gone, night, manager, sign_in, django_assert_num_queries, count
):
    for at in range(count):
        gone(f"Moreau{at}", "Anne", BORN)
    night(*((f"AV-{at}", Owner(f"Moreau{at}", "Anne", BORN)) for at in range(count)))
    client = sign_in(manager)
    with django_assert_num_queries(25):
        page = client.get(window())
    assert {line.deleted.contact.name for line in page.context["lines"]} == {
        f"Moreau{at}" for at in range(count)
    }
