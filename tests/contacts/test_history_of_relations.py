"""Historique of relations: what was there to be seen is told, whatever a hidden folder holds."""

import datetime as dt

import pytest
from django.db.models import F, QuerySet
from django.urls import reverse

from contacts.actions import relations
from contacts.actions.related_people import open_folder
from contacts.models import RelatedPerson, Relationship
from persistence.models import save_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(sign_in):
    """Read a folder's Historique: `told(contact, adviser)`."""

    def told(contact, user):
        page = sign_in(user).get(reverse("contacts:contact-history", args=[contact.pk]))
        return [entry.text for entry in page.context["entries"]]

    return told


@pytest.fixture
def child_of(adviser):
    """Tell of a child without a folder: `child_of(anne)` returns the relation."""

    def child_of(contact, kind="child"):
        person = RelatedPerson(contact=contact, last_name="Moreau", first_name="Juliette")
        save_as(person, adviser)
        row = Relationship(kind=kind, contact=contact, other_person=person)
        save_as(row, adviser)
        return row

    return child_of


REMOVED = [
    "a retiré la relation Enfant, Anne Moreau – Juliette Moreau",
    "a ajouté la relation Enfant, Anne Moreau – Juliette Moreau",
    "a ajouté Juliette Moreau, sans dossier",
    "a créé ce dossier",
]


@pytest.mark.security(19)
@pytest.mark.parametrize("is_held", [False, True])
def test_removed_child_is_told_whether_a_hidden_parent_holds_it_or_not(
    person, child_of, told, adviser, colleague, is_held
):
    anne = person()
    row = child_of(anne)
    child = row.other_person
    if is_held:
        secret = person("Blot", by=colleague, is_private=True)
        save_as(Relationship(kind="child", contact=secret, other_person=child), colleague)
    assert told(anne, adviser) == REMOVED[1:]
    relations.remove(contact=anne, row=row, by=adviser)
    assert told(anne, adviser) == REMOVED
    if is_held:
        # What the hidden folder makes of the child is not told here.
        child.refresh_from_db()
        assert child.contact == secret
        child.first_name = "Zorglubine"
        save_as(child, colleague)
        assert told(anne, adviser) == REMOVED


@pytest.mark.security(19)
def test_relation_with_a_hidden_folders_person_is_not_told(
    person, child_of, told, adviser, colleague
):
    anne, secret = person(), person("Blot", by=colleague, is_private=True)
    theirs = child_of(secret)
    save_as(Relationship(kind="child", contact=anne, other_person=theirs.other_person), colleague)
    assert told(anne, adviser) == ["a créé ce dossier"]
    # Shared out to Anne since: what was written before still is not.
    relations.remove(contact=secret, row=theirs, by=colleague)
    assert RelatedPerson.objects.get().contact == anne
    assert told(anne, adviser) == ["a créé ce dossier"]


@pytest.mark.security(19)
def test_hidden_folder_that_holds_the_person_keeps_what_it_says_of_them(
    person, child_of, adviser, colleague
):
    anne, secret = person(), person("Blot", by=colleague, is_private=True)
    row = child_of(anne, kind="spouse")
    wife = row.other_person
    save_as(Relationship(kind="ex_spouse", contact=secret, other_person=wife), colleague)
    children = [child_of(contact) for contact in (anne, secret)]
    for child in children:
        child.other_parent = wife
        save_as(child, colleague)
    relations.remove(contact=anne, row=row, by=adviser)
    for child in children:
        child.refresh_from_db()
    assert [child.other_parent for child in children] == [None, wife]


def test_folder_opened_for_a_spouse_is_told_with_the_relation(person, child_of, told, adviser):
    anne = person()
    row = child_of(anne, kind="spouse")
    # What one save wrote is told together: these were two saves.
    for model in (RelatedPerson, Relationship):
        earlier = F("history_date") - dt.timedelta(hours=1)
        QuerySet(model.history.model).update(history_date=earlier)
    open_folder(person=row.other_person, by=adviser)
    assert told(anne, adviser) == [
        "a ouvert un dossier pour Juliette Moreau",
        "a créé ce dossier",
        "a ajouté la relation Conjoint(e), Anne Moreau – Juliette Moreau",
        "a ajouté Juliette Moreau, sans dossier",
    ]


@pytest.mark.security(19)
def test_relation_written_from_a_hidden_folder_is_not_told(person, told, adviser, colleague):
    anne, secret = person(), person("Blot", by=colleague, is_private=True)
    save_as(Relationship(kind="spouse", contact=secret, other_contact=anne), colleague)
    assert len(told(anne, colleague)) == 2
    assert told(anne, adviser) == ["a créé ce dossier"]
