"""Who did what with which folder: one row for each pair, read through the rule."""

import datetime as dt

import pytest
from django.urls import reverse

from contacts.actions import visits
from contacts.actions.assignment import reassign
from contacts.actions.visits import record_visit
from contacts.enums import VisitKind
from contacts.models import Contact, Visit
from contacts.queries.recents import recents
from users.models import User

MORNING = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def test_opening_a_folder_is_remembered_and_refusals_are_not(person, sign_in, adviser, colleague):
    contact = person("Abadie")
    hidden = person("Zorn", is_private=True)
    client = sign_in(colleague)
    assert client.get(reverse("contacts:contact-general", args=[contact.pk])).status_code == 200
    assert (
        client.head(reverse("contacts:contact-coordinates", args=[contact.pk])).status_code == 200
    )
    assert client.get(reverse("contacts:contact-general", args=[hidden.pk])).status_code == 404
    visit = Visit.objects.get(user=colleague)
    assert (visit.contact, visit.changed_at, visit.created_at) == (contact, None, None)


def test_one_row_keeps_each_deed_with_its_moment(person, adviser):
    contact = person("Abadie")
    created = Visit.objects.get()
    assert (created.created_at, created.opened_at) == (created.last_at, None)
    record_visit(contact=contact, by=adviser)
    opened = Visit.objects.get()
    assert (opened.pk, opened.created_at) == (created.pk, created.created_at)
    assert opened.opened_at == opened.last_at > created.last_at


@pytest.mark.security(3)
def test_recents_are_newest_first_and_ask_the_rule_again(person, adviser, colleague):
    first, second, third = (person(name) for name in ("Abadie", "Blot", "Castaing"))
    for contact in (first, second, third, first):
        record_visit(contact=contact, by=colleague)
    assert [visit.contact for visit in recents(colleague)] == [first, third, second]
    third.is_private = True
    third.save()
    assert [visit.contact for visit in recents(colleague)] == [first, second]
    assert [visit.contact for visit in recents(colleague, VisitKind.CHANGED)] == []
    assert [visit.contact for visit in recents(adviser, VisitKind.CREATED)] == [second, first]


def test_night_visits_nothing(person):
    contact = person("Abadie")
    record_visit(contact=contact, by=User.objects.night())
    assert Visit.objects.filter(user__username="nuit").count() == 0


def test_oldest_are_let_go_when_one_logs_in(person, colleague, client, monkeypatch):
    monkeypatch.setattr(visits, "KEPT_FOR_EACH", 2)
    made = [person(name) for name in ("Abadie", "Blot", "Castaing")]
    for hours, contact in enumerate(made):
        record_visit(contact=contact, by=colleague)
        mine = Visit.objects.filter(user=colleague, contact=contact)
        mine.update(last_at=MORNING + dt.timedelta(hours=hours))
    client.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert {visit.contact for visit in Visit.objects.filter(user=colleague)} == set(made[1:])


@pytest.mark.parametrize("number", [1, 3])
def test_recording_takes_one_statement(person, colleague, number, django_assert_num_queries):
    made = [person(f"N{index}") for index in range(number)]
    for contact in made:
        record_visit(contact=contact, by=colleague)
    with django_assert_num_queries(1):
        record_visit(contact=made[0], by=colleague)


def test_advisers_name_is_kept_on_their_contacts(person, adviser):
    contact = person("Abadie")
    adviser.last_name, adviser.first_name = "Éluard", "Paul"
    adviser.save()
    contact.refresh_from_db()
    assert contact.lead_adviser_sort == "eluard  paul"
    assert contact.history.count() == 1


def test_handing_over_keeps_how_contacts_sort(person, adviser, colleague):
    contact = person("Abadie")
    reassign(Contact.objects.all(), role="lead_adviser", to=colleague, by=adviser)
    contact.refresh_from_db()
    assert contact.lead_adviser_sort == "colleague"


@pytest.mark.parametrize("number", [1, 3])
def test_recents_page_says_what_and_when(
    person, sign_in, adviser, number, django_assert_num_queries
):
    for index in range(number):
        record_visit(contact=person(f"N{index}"), by=adviser)
    client = sign_in(adviser)
    with django_assert_num_queries(7):
        answer = client.get(reverse("contacts:recent-list"))
    lines = answer.context["visits"]
    assert [line["contact"].name for line in lines] == [f"N{n}" for n in reversed(range(number))]
    assert [deed["label"] for deed in lines[0]["deeds"]] == ["Consulté", "Créé"]
    created = client.get(reverse("contacts:recent-list"), {"deed": "changed"})
    assert created.context["visits"] == []
