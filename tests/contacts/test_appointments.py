"""Appointments: notes whose day is ahead, for one's own calendar."""

import datetime as dt

import pytest
from django.utils import timezone

from contacts.actions import follow_ups
from contacts.exports.calendar import event
from contacts.models import ContactFigures, FollowUp
from tests.contacts.reminders import TODAY, at, french

LATER = TODAY + dt.timedelta(10)


@pytest.fixture
def meet(adviser):
    """Write down an appointment: `meet(contact, LATER, hour=dt.time(14))`."""

    def meet(contact, day=LATER, *, hour=None, kind="meeting"):
        note = FollowUp(contact=contact, kind=kind, date=day, time=hour, text="Succession")
        return follow_ups.write(note=note, by=adviser)

    return meet


def lines(note, contact):
    """Return the file's lines, put together again where they were folded."""
    text = event(note, contact, host="o2s.example")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
    unfolded = text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return dict(line.split(":", 1) for line in unfolded)


@pytest.mark.parametrize(
    ("kind", "status"), [("meeting", 302), ("call", 422), ("letter", 422), ("update", 422)]
)
def test_appointment_alone_is_ahead(person, adviser, sign_in, kind, status):
    contact = person()
    typed = {"kind": kind, "date": french(LATER), "time": "14h30", "text": "Bilan"}
    answer = sign_in(adviser).post(at("contact-follow-ups", contact.pk), typed)
    assert answer.status_code == status
    kept = FollowUp.objects.values_list("date", "time")
    assert list(kept) == ([(LATER, dt.time(14, 30))] if status == 302 else [])


def test_appointment_is_offered_to_the_calendar_until_its_day_is_over(
    person, meet, adviser, colleague, sign_in
):
    contact = person("Moreau", "Anne")
    ahead, over = meet(contact), meet(contact, TODAY - dt.timedelta(1))
    call = meet(contact, TODAY, kind="call")
    client = sign_in(adviser)
    page = client.get(at("contact-follow-ups", contact.pk)).content.decode()
    offered = [at("follow-up-calendar", contact.pk, note.pk) for note in (ahead, over, call)]
    assert [address in page for address in offered] == [True, False, False]
    assert [client.get(address).status_code for address in offered] == [200, 404, 404]
    answer = sign_in(colleague).get(offered[0])
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    name = f"rendez-vous-{LATER}.ics"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "SUMMARY:Rendez-vous – Anne Moreau\r\n" in answer.content.decode()
    assert "Succession" not in answer.content.decode()


@pytest.mark.security(4)
def test_appointment_of_a_private_folder_is_its_people_s(person, meet, adviser, colleague, sign_in):
    contact = person("Moreau", "Anne", is_private=True)
    note = meet(contact)
    address = at("follow-up-calendar", contact.pk, note.pk)
    assert sign_in(colleague).get(address).status_code == 404
    text = sign_in(adviser).get(address).content.decode()
    assert "SUMMARY:Rendez-vous\r\nCLASS:PRIVATE\r\n" in text
    assert "Moreau" not in text


@pytest.mark.parametrize(
    ("day", "hour", "begins", "ends"),
    [
        (dt.date(2026, 12, 10), dt.time(14, 30), "20261210T133000Z", "20261210T143000Z"),
        (dt.date(2026, 7, 1), dt.time(9), "20260701T070000Z", "20260701T080000Z"),
    ],
)
def test_hour_is_told_in_universal_time(person, meet, day, hour, begins, ends):
    contact = person("Moreau", "Anne")
    told = lines(meet(contact, day, hour=hour), contact)
    assert (told["DTSTART"], told["DTEND"]) == (begins, ends)


def test_day_without_an_hour_is_a_whole_day(person, meet):
    contact = person("Moreau", "Anne")
    note = meet(contact, dt.date(2026, 12, 10))
    told = lines(note, contact)
    assert told["DTSTART;VALUE=DATE"] == "20261210"
    assert "DTEND" not in told
    assert (told["UID"], told["SEQUENCE"]) == (f"suivi-{note.pk}@o2s.example", "0")


@pytest.mark.parametrize("name", ["É" * 88, "a" * 88, "Le Goff, veuve; \\ Ôte", "🙂" * 40])
def test_long_and_odd_names_are_folded_and_escaped(person, meet, name):
    contact = person(name, "Anne")
    told = lines(meet(contact), contact)["SUMMARY"]
    escaped = str(contact).replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert told == f"Rendez-vous – {escaped}"


def last_contact(contact):
    return ContactFigures.objects.get(contact=contact).last_contact


def test_appointment_is_a_contact_once_its_day_has_come(person, meet, monkeypatch):
    contact = person()
    meet(contact, TODAY - dt.timedelta(3))
    meet(contact, LATER)
    assert last_contact(contact) == TODAY - dt.timedelta(3)
    follow_ups.keep_last_contact_of_lately()
    assert last_contact(contact) == TODAY - dt.timedelta(3)
    monkeypatch.setattr(timezone, "localdate", lambda: LATER)
    follow_ups.keep_last_contact_of_lately()
    assert last_contact(contact) == LATER
