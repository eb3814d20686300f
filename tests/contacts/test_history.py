"""Historique: who changed what, before and after, for one viewer."""

import datetime as dt

import pytest
from django.db import connection
from django.db.models import F, QuerySet
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contacts import history
from contacts.actions.coordinates import save_coordinates
from contacts.actions.deletion import delete
from contacts.models import Contact, Email, Keyword, Relationship, Telephone
from persistence.models import save_as
from tests.contacts.pages import posted

# Statements for a folder of which nothing is told but that it was made.
BARE = 18


def page_of(contact):
    return reverse("contacts:contact-history", args=[contact.pk])


@pytest.fixture
def change(sign_in):
    """Change fields in Général, as somebody."""

    def change(contact, by, **changed):
        client = sign_in(by)
        address = reverse("contacts:contact-general", args=[contact.pk])
        assert client.post(address, posted(client.get(address)) | changed).status_code == 302

    return change


def told(answer):
    return [
        (entry.who, entry.text, [(one.label, one.before, one.after) for one in entry.changes])
        for entry in answer.context["entries"]
    ]


def test_changes_are_told_in_words_of_the_screen(
    person, change, sign_in, adviser, colleague, manager
):
    contact = person("Moreau", "Hélène")
    Keyword.objects.create(label="Golf")
    change(
        contact,
        manager,
        marital_status="married",
        nationality="BE",
        household_income="12 500",
        lead_adviser=str(colleague.pk),
        birth_date="24/11/1975",
        keywords=[Keyword.objects.get().pk],
    )
    page = sign_in(adviser).get(page_of(contact))
    keyword, general, made = told(page)
    assert keyword == ("manager", "a coché le mot clé Golf", [])
    assert made == ("adviser", "a créé ce dossier", [])
    who, text, changes = general
    assert (who, text) == ("manager", "a modifié ce dossier")
    assert set(changes) == {
        ("Conseiller principal", "adviser", "colleague"),
        ("Date de naissance", "", "24/11/1975"),
        ("Nationalité", "", "Belge"),
        ("Situation familiale", "", "Marié(e)"),
        ("Revenus du foyer", "", "12\u202f500,00\u202f€"),
    }
    text = page.content.decode()
    assert "<del>adviser</del>" in text
    assert "<ins>Belge</ins>" in text


def test_coordinates_and_deletions_are_told(person, sign_in, adviser):
    contact = person()
    rows = [Email(address="h@example.org", key="h@example.org"), Telephone(number="+33612457809")]
    save_coordinates(contact=contact, saved=rows, removed=[], version=0, by=adviser)
    row = contact.emails.get()
    save_coordinates(contact=contact, saved=[], removed=[row], version=1, by=adviser)
    # What one save wrote is told together: these were two saves.
    Telephone.history.update(history_date=timezone.now() - dt.timedelta(hours=1))
    phone = contact.telephones.get()
    phone.number = "+33145678901"
    save_coordinates(contact=contact, saved=[phone], removed=[], version=2, by=adviser)
    page = told(sign_in(adviser).get(page_of(contact)))
    assert [(text, changes) for _who, text, changes in page] == [
        (
            "a modifié le téléphone 01 45 67 89 01",
            [
                (
                    "Numéro",
                    "06\u00a012\u00a045\u00a078\u00a009",
                    "01\u00a045\u00a067\u00a089\u00a001",
                )
            ],
        ),
        ("a retiré l’e-mail h@example.org", []),
        ("a ajouté l’e-mail h@example.org", []),
        ("a créé ce dossier", []),
        ("a ajouté le téléphone 06 12 45 78 09", []),
    ]


def test_deletion_and_return_are_told(person, sign_in, adviser, manager):
    contact = person()
    client = sign_in(adviser)
    change = delete(contact_ids=[contact.pk], by=adviser)
    client.post(reverse("contacts:change-undo", args=[change.pk]))
    page = told(sign_in(manager).get(page_of(contact)))
    assert [text for _who, text, _changes in page] == [
        "a réactivé ce dossier",
        "a supprimé ce dossier",
        "a créé ce dossier",
    ]


@pytest.mark.security(19)
def test_no_name_of_a_hidden_folder(person, sign_in, adviser, colleague):
    anne, secret = person("Moreau"), person("Secret", is_private=True)
    save_as(Relationship(kind="spouse", contact=anne, other_contact=secret), adviser)
    seen = sign_in(adviser).get(page_of(anne))
    assert "Anne Secret" in told(seen)[0][1]
    hidden = sign_in(colleague).get(page_of(anne))
    assert len(told(hidden)) == 1
    assert "Secret" not in hidden.content.decode()


@pytest.mark.security(5)
def test_relation_with_a_hidden_folder_costs_no_statement(person, sign_in, adviser, colleague):
    anne, secret = person("Moreau"), person("Secret", is_private=True)
    client = sign_in(colleague)
    # The first look notes that somebody looked.
    client.get(page_of(anne))
    with CaptureQueriesContext(connection) as before:
        client.get(page_of(anne))
    save_as(Relationship(kind="child", contact=anne, other_contact=secret), adviser)
    with CaptureQueriesContext(connection) as after:
        client.get(page_of(anne))
    assert len(after) == len(before) == BARE


@pytest.mark.security(12, 19)
def test_merged_folder_is_read_by_who_could_see_it(person, adviser, colleague):
    target, source = person("Moreau"), person("Secret", is_private=True)
    public = person("Moreau")
    delete(contact_ids=[source.pk, public.pk], by=adviser)
    QuerySet(Contact).filter(pk__in=[source.pk, public.pk]).update(merged_into=target)
    assert history.folders_read_with(target, adviser) == [target.pk, source.pk, public.pk]
    assert history.folders_read_with(target, colleague) == [target.pk, public.pk]


def test_filtered_by_field_and_by_person(person, change, sign_in, adviser, colleague):
    contact = person()
    change(contact, adviser, note="One", profession_label="Avocate")
    change(contact, colleague, note="Two")
    # What one save wrote is told together: these were two saves.
    Contact.history.update(history_date=F("history_date") - dt.timedelta(hours=1))
    change(contact, colleague, profession_label="Juge")
    client = sign_in(adviser)
    notes = told(client.get(page_of(contact), {"field": "contact.note"}))
    assert [changes for _who, _text, changes in notes] == [
        [("Note", "One", "Two")],
        [("Note", "", "One")],
    ]
    theirs = told(client.get(page_of(contact), {"by": colleague.pk}))
    assert {who for who, _text, _changes in theirs} == {"colleague"}
    assert len(theirs) == 2
    both = {"field": "persondetails.profession_label", "by": adviser.pk}
    (only,) = told(client.get(page_of(contact), both))
    assert only[2] == [("Profession (libellé)", "", "Avocate")]


@pytest.mark.parametrize(
    "address",
    [
        {"field": "contact.deleted_by"},
        {"field": "x.y"},
        {"by": "0"},
        {"by": "x"},
        {"moment": "2026-13-45T00:00:00Z", "source": "contact", "key": "1"},
        {"moment": "2026-01-01", "source": "contact", "key": "1"},
        {"moment": "2026-01-01T00:00:00", "source": "contact", "key": "9" * 30},
        {"key": "\x00", "source": "é"},
    ],
)
def test_odd_addresses_are_as_no_filter(person, sign_in, adviser, address):
    assert len(told(sign_in(adviser).get(page_of(person()), address))) == 1


def test_pages_follow_each_other_without_loss(person, sign_in, adviser, monkeypatch):
    monkeypatch.setattr("contacts.history.timeline.PAGE", 3)
    contact = person()
    for number in range(4):
        row = Email(contact=contact, address=f"{number}@example.org", key=f"{number}@example.org")
        save_as(row, adviser)
    # As the rows of one import: all of one moment.
    QuerySet(Email.history.model).update(history_date=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
    client, address, seen = sign_in(adviser), page_of(contact), []
    while address:
        answer = client.get(address)
        seen += [entry.text for entry in answer.context["entries"]]
        address = answer.context["next_url"] and page_of(contact) + answer.context["next_url"]
    assert seen == [f"a ajouté l’e-mail {n}@example.org" for n in (3, 2, 1, 0)] + [
        "a créé ce dossier"
    ]


def test_who_looked_is_shown(person, sign_in, adviser, colleague):
    contact = person()
    sign_in(colleague).get(reverse("contacts:contact-general", args=[contact.pk]))
    page = sign_in(adviser).get(page_of(contact))
    assert [visit.user for visit in page.context["visits"]] == [colleague]


@pytest.mark.parametrize("number", [1, 3])
def test_history_takes_the_same_queries_for_one_and_three(
    person, sign_in, adviser, number, django_assert_num_queries
):
    contact = person()
    for n in range(number):
        mail = Email(contact=contact, address=f"{n}@example.org", key=f"{n}@example.org")
        for row in (mail, Telephone(contact=contact, number=f"+3361245780{n}")):
            save_as(row, adviser)
        save_as(Relationship(kind="child", contact=contact, other_contact=person(f"C{n}")), adviser)
    client = sign_in(adviser)
    with django_assert_num_queries(21):
        client.get(page_of(contact))
