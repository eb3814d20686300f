"""What wealth, compliance and imports keep with a folder goes wherever the folder goes.

That nobody else learns of it while it is private, the matrix asks of a row of each sort
(tests/architecture/test_private_world.py).
"""

import pytest
from django.urls import reverse

from contacts import extensions, merge_policy
from contacts.actions.conversion import convert
from contacts.actions.deletion import delete
from contacts.actions.handover import deactivate
from contacts.actions.merging import merge, plan_merge
from contacts.actions.merging import undo as undo_merge
from contacts.actions.reactivation import reactivate
from contacts.models import Contact, OrganisationDetails
from contacts.queries.conversion import archived_facts, plan_conversion
from imports.models import Document
from tests.o2s_contacts import folder_rows
from tests.o2s_contacts.folder_rows import fill, rows

pytestmark = pytest.mark.django_db
APPS = ("wealth", "compliance", "imports")
PAGES = [
    tab.url_name
    for extension in extensions.every()
    for group in extension.tabs
    for tab in group.tabs
    if tab.url_name.split(":")[0] in APPS
]
OF_PERSONS = {"wealth:folder-budget", "wealth:folder-household"}
OF_ORGANISATIONS = {"compliance:folder-owners", "compliance:folder-years"}
ARCHIVED_OF_A_PERSON = [
    ("Revenu", "Salaires et traitements nets, Montant par an\u202f: 50\u202f000,00\u202f€"),
    ("Charge", "Loyer, Montant par an\u202f: 9\u202f000,00\u202f€"),
]
ARCHIVED_OF_AN_ORGANISATION = [
    ("Bénéficiaire effectif", "Luc Petit, Part détenue (%)\u202f: 60\u202f%"),
    ("Associé", "Holding Haute, Nombre de parts\u202f: 100"),
    ("Exercice", "2025, Chiffre d’affaires\u202f: 1\u202f000,00\u202f€"),
]


@pytest.fixture
def filled(person, adviser):
    """Make a folder with a row of each sort: `filled("Moreau", is_private=True)`."""

    def filled(name="Moreau", **values):
        contact = person(name, **values)
        fill(contact, by=adviser, told_by=person("Témoin"))
        return contact

    return filled


@pytest.fixture
def converted(adviser):
    def converted(contact):
        contact = Contact.objects.get(pk=contact.pk)
        details = contact.organisation if hasattr(contact, "organisation") else None
        if not contact.is_person:
            details = contact.person
        details = details or OrganisationDetails(legal_name="Moreau SAS")
        return convert(contact=contact, details=details, version=contact.version, by=adviser)

    return converted


def shown(client, contact):
    """Return the pages of the folder that there are."""
    answers = {name: client.get(reverse(name, args=[contact.pk])) for name in PAGES}
    return {name for name, answer in answers.items() if answer.status_code == 200}


def told(facts):
    return [(fact.label, fact.text) for fact in facts]


def test_each_sort_of_row_is_among_them():
    """One that a later developer adds is made by folder_rows.py too."""
    relations = merge_policy.relations_to(Contact)
    hanging = {merge_policy.locate(name)[0] for name in relations if name.split(".")[0] in APPS}
    below = {
        relation.related_model
        for model in hanging
        for relation in model._meta.related_objects
        if relation.related_model._meta.app_label in APPS
        and not hasattr(relation.related_model, "history_object")
    }
    assert hanging | below == folder_rows.MODELS


def test_all_of_them_go_with_a_merge_and_come_back(filled, person, adviser):
    source, target = filled(), person("Petit")
    before = rows()
    shown = plan_merge(source=source, target=target, by=adviser)
    done = merge(source=source, target=target, shown=shown.digest, by=adviser)
    moved = {
        key: row | ({"contact_id": target.pk} if row.get("contact_id") == source.pk else {})
        for key, row in before.items()
    }
    assert rows() == moved
    assert moved != before
    undo_merge(merge=done, by=adviser)
    assert rows() == before


def test_all_of_them_stay_in_a_folder_that_is_converted_and_back(
    filled, converted, adviser, sign_in
):
    """What the new kind has no page for is read in Général, and said before."""
    contact, client = filled(), sign_in(adviser)
    before = rows()
    assert shown(client, contact) == {*PAGES} - OF_ORGANISATIONS
    plan = plan_conversion(contact, adviser)
    assert (told(plan.rows_archived), plan.rows_back) == (ARCHIVED_OF_A_PERSON, [])
    asked = client.get(reverse("contacts:contact-convert", args=[contact.pk])).content.decode()
    assert "2 lignes de listes que le nouveau type n’a pas restent dans Général" in asked

    company = converted(contact)
    assert rows() == before
    assert shown(client, company) == {*PAGES} - OF_PERSONS
    general = client.get(reverse("contacts:contact-general", args=[contact.pk]))
    assert told(general.context["archived"])[-2:] == ARCHIVED_OF_A_PERSON
    plan = plan_conversion(company, adviser)
    assert told(plan.rows_archived) == ARCHIVED_OF_AN_ORGANISATION
    assert told(plan.rows_back) == ARCHIVED_OF_A_PERSON
    asked = client.get(reverse("contacts:contact-convert", args=[contact.pk])).content.decode()
    assert ARCHIVED_OF_AN_ORGANISATION[0][1] in asked
    assert "2 lignes archivées reviennent" in asked

    again = converted(company)
    assert rows() == before
    assert shown(client, again) == {*PAGES} - OF_ORGANISATIONS
    assert told(archived_facts(again))[-3:] == ARCHIVED_OF_AN_ORGANISATION


def test_nothing_is_archived_of_a_folder_that_was_never_the_other_kind(
    filled, django_assert_num_queries
):
    contact = filled()
    Contact.objects.get(pk=contact.pk)
    with django_assert_num_queries(1):
        assert archived_facts(contact) == []


def test_all_of_them_go_and_come_back_with_a_deleted_folder(filled, adviser, sign_in):
    contact, client = filled(), sign_in(adviser)
    before, pages = rows(), shown(client, contact)
    delete(contact_ids=[contact.pk], by=adviser)
    assert (rows(), shown(client, contact)) == (before, set())
    # That of the folder that stands.
    assert Document.objects.visible_to(adviser).count() == 1
    reactivate(contact_ids=[contact.pk], choices={}, by=adviser)
    assert (rows(), shown(client, contact)) == (before, pages)
    assert Document.objects.visible_to(adviser).count() == 2


@pytest.mark.parametrize("is_private", [False, True])
def test_all_of_them_are_read_by_who_takes_over_from_a_leaver(
    is_private, filled, adviser, colleague, junior, hire, sign_in
):
    contact = filled(is_private=is_private)
    before, pages = rows(), {*PAGES} - OF_ORGANISATIONS
    assert shown(sign_in(junior), contact) == set()
    clerk = hire("clerk", "Administrateur", is_staff=True)
    deactivate(
        leaver=adviser,
        successors={"lead_adviser": junior},
        private_to=junior,
        reason="Retraite",
        by=clerk,
    )
    assert rows() == before
    assert shown(sign_in(junior), contact) == pages
    assert shown(sign_in(colleague), contact) == (set() if is_private else pages)
    assert Document.objects.visible_to(junior).count() == 2
