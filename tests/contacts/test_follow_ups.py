"""Suivi: notes kept as written, searched, and the date of the last contact that follows."""

import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from contacts.actions import follow_ups
from contacts.enums import FollowUpKind
from contacts.models import ContactFigures, FollowUp
from text import normalise


@pytest.fixture
def note(adviser):
    def note(contact, text="Appel", *, kind="call", day="2026-01-01", by=adviser):
        date = dt.date.fromisoformat(day)
        written = FollowUp(contact=contact, kind=kind, date=date, text=text)
        return follow_ups.write(note=written, by=by)

    return note


def at(name, *keys):
    return reverse(f"contacts:{name}", args=keys)


def last(contact):
    return str(ContactFigures.objects.get(contact=contact).last_contact)


def texts(answer):
    return [line["note"].text for line in answer.context["lines"]]


def test_last_contact_follows_the_notes(person, note, adviser, sign_in):
    contact = person()
    assert last(contact) == "None"
    old = note(contact, day="2025-03-01")
    new = note(contact, day="2026-02-01", kind="meeting")
    note(contact, day="2026-03-01", kind="update")
    assert last(contact) == "2026-02-01"
    client = sign_in(adviser)
    given = {"kind": "letter", "date": "05/02/2026", "text": "Lettre", "version": 0}
    assert client.post(at("follow-up-change", contact.pk, new.pk), given).status_code == 302
    assert last(contact) == "2026-02-05"
    delete = at("follow-up-delete", contact.pk, new.pk)
    assert client.get(delete).status_code == 200
    assert client.post(delete, {"version": 1}).status_code == 302
    assert last(contact) == "2025-03-01"
    follow_ups.delete(note=old, version=0, by=adviser)
    assert last(contact) == "None"


def test_text_is_kept_and_shown_as_written(person, adviser, sign_in):
    contact = person()
    text = "Bonjour,\r\n\r\n  - un   point <b>gras</b>\r\n\t- « deux » 🙂"
    given = {"kind": "email", "date": "01/02/2026", "text": text}
    client = sign_in(adviser)
    assert client.post(at("contact-follow-ups", contact.pk), given).status_code == 302
    kept = FollowUp.objects.get()
    assert kept.text == "Bonjour,\n\n  - un   point <b>gras</b>\n\t- « deux » 🙂"
    assert (kept.author, kept.kind) == (adviser, "email")
    body = client.get(at("contact-follow-ups", contact.pk)).content.decode()
    assert "Bonjour,\n\n  - un   point &lt;b&gt;gras&lt;/b&gt;\n\t- « deux » 🙂</div>" in body


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_keeping_a_text_twice_changes_nothing_more(text):
    once = normalise.stored_lines(text)
    assert normalise.stored_lines(once) == once
    assert "".join(once.split()) == "".join(normalise.stored_lines(" " + text).split())


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"date": "31/02/2026"}, "date"),
        ({"date": "01/02/2126"}, "date"),
        ({"text": ""}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"kind": "fax"}, "kind"),
    ],
)
def test_refused_note_keeps_what_was_typed(person, adviser, sign_in, wrong, field):
    contact = person()
    given = {"kind": "call", "date": "01/02/2026", "text": "À garder"} | wrong
    answer = sign_in(adviser).post(at("contact-follow-ups", contact.pk), given)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}
    if field != "text":
        assert "À garder" in answer.content.decode()
    assert not FollowUp.objects.exists()


def test_notes_are_searched_and_filtered(person, note, adviser, sign_in):
    contact = person()
    note(contact, "Donation à préparer avec Me Œuvrard", day="2026-01-01")
    note(contact, "Arbitrage", kind="email", day="2026-01-02")
    client, page = sign_in(adviser), at("contact-follow-ups", contact.pk)
    assert texts(client.get(page)) == ["Arbitrage", "Donation à préparer avec Me Œuvrard"]
    assert texts(client.get(page, {"q": "PREPARER donation"})) == [
        "Donation à préparer avec Me Œuvrard"
    ]
    assert texts(client.get(page, {"kind": "email"})) == ["Arbitrage"]
    assert texts(client.get(page, {"q": "100 %_\\"})) == []
    assert texts(client.get(page, {"kind": "nothing", "after": "x"})) == [
        "Arbitrage",
        "Donation à préparer avec Me Œuvrard",
    ]
    alone = client.get(page, {"q": "arbitrage"}, headers={"hx-request": "true"})
    assert texts(alone) == ["Arbitrage"]
    assert b"<html" not in alone.content


def test_pages_follow_each_other_without_loss(person, note, adviser, sign_in, monkeypatch):
    monkeypatch.setattr("contacts.queries.follow_ups.PAGE", 2)
    contact = person()
    for rank, day in enumerate(["2026-01-01", "2026-01-03", "2026-01-02", "2026-01-03"]):
        note(contact, str(rank), day=day)
    client, page = sign_in(adviser), at("contact-follow-ups", contact.pk)
    first = client.get(page)
    second = client.get(page + first.context["next_url"])
    assert texts(first) + texts(second) == ["3", "1", "2", "0"]
    assert not second.context.get("next_url")
    back = client.get(page + second.context["previous_url"])
    assert texts(back) == ["3", "1"]
    assert not back.context.get("previous_url")


@pytest.mark.plays("contacts/views/follow_ups.py::_both_versions")
def test_note_saved_by_somebody_else_is_not_overwritten(person, note, adviser, colleague, sign_in):
    contact = person()
    kept = note(contact, "Version d’origine")
    page = at("follow-up-change", contact.pk, kept.pk)
    given = {"kind": "call", "date": "01/01/2026", "version": 0}
    assert sign_in(colleague).post(page, given | {"text": "Du collègue"}).status_code == 302
    client = sign_in(adviser)
    refused = client.post(page, given | {"text": "La mienne"})
    assert refused.status_code == 422
    body = refused.content.decode()
    assert "Du collègue" in body
    assert "La mienne" in body
    kept.refresh_from_db()
    assert (kept.text, kept.author) == ("Du collègue", adviser)
    late = client.post(at("follow-up-delete", contact.pk, kept.pk), {"version": 0})
    assert late.status_code == 422
    assert FollowUp.objects.count() == 1
    version = refused.context["form"]["version"].value()
    assert client.post(page, given | {"text": "La mienne", "version": version}).status_code == 302
    kept.refresh_from_db()
    assert kept.text == "La mienne"
    changed = [row.history_user for row in kept.history.all()]
    assert changed == [adviser, colleague, adviser]


def test_notes_of_a_private_folder_exist_for_its_people_alone(
    person, note, colleague, manager, administrator, adviser, sign_in
):
    contact, other = person(is_private=True), person("Blot")
    hidden = note(contact, "Secret")
    for stranger in (colleague, manager, administrator):
        client = sign_in(stranger)
        for name, keys in [
            ("contact-follow-ups", [contact.pk]),
            ("follow-up-change", [contact.pk, hidden.pk]),
            ("follow-up-delete", [contact.pk, hidden.pk]),
            ("follow-up-change", [other.pk, hidden.pk]),
        ]:
            assert client.get(at(name, *keys)).status_code == 404
            assert client.post(at(name, *keys), {"text": "x"}).status_code == 404
    assert FollowUp.objects.get().text == "Secret"
    assert sign_in(adviser).get(at("contact-follow-ups", contact.pk)).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_page_takes_the_same_queries_for_one_and_three_notes(
    person, note, adviser, sign_in, number, django_assert_num_queries
):
    contact = person()
    for rank in range(number):
        note(contact, str(rank))
    client = sign_in(adviser)
    with django_assert_num_queries(9):
        assert len(texts(client.get(at("contact-follow-ups", contact.pk)))) == number


def test_update_of_the_folder_is_no_contact():
    assert set(FollowUpKind.values) - set(FollowUpKind.reaching()) == {"update"}
