"""What a folder's pages do without asking the server."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from contacts.actions.relations import add
from contacts.enums import RelationKind
from contacts.models import RelatedPerson, Relationship
from persistence.models import save_as
from tests.factories import PersonFactory


@pytest.fixture
def abadie(adviser):
    return PersonFactory(by=adviser, last_name="Abadie", first_name="Solange")


def asked(page):
    """Note what the page asks the server from now on; pictures are the browser's own affair."""
    found = []

    def note(request):
        if request.resource_type in {"document", "xhr", "fetch"}:
            found.append(request.url)

    page.on("request", note)
    return found


def test_fields_appear_by_what_is_chosen_and_keep_what_they_hold(page_of, adviser, abadie):
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-general", args=[abadie.pk]))
    number = page.get_by_label("Numéro de la pièce d’identité")
    kind = page.get_by_label("Pièce d’identité", exact=True)
    expect(number).to_be_hidden()
    requests = asked(page)
    kind.select_option(label="Passeport")
    number.fill("12AB34567")
    kind.select_option(label="Aucune")
    expect(number).to_be_hidden()
    kind.select_option(label="CNI")
    expect(number).to_have_value("12AB34567")
    assert requests == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Contact Solange Abadie enregistré")).to_be_visible()
    expect(number).to_have_value("12AB34567")
    abadie.person.refresh_from_db()
    assert abadie.person.identity_number == "12AB34567"


def test_rows_are_added_to_coordonnees_and_all_are_saved(page_of, adviser, abadie, axe_complaints):
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-coordinates", args=[abadie.pk]))
    emails = page.get_by_role("region", name="Emails")
    typed = emails.get_by_label("E-mail", exact=True)
    requests = asked(page)
    typed.nth(0).fill("solange@example.fr")
    emails.get_by_role("button", name="Ajouter").click()
    expect(typed.nth(1)).to_be_focused()
    page.keyboard.type("abadie@example.fr")
    emails.get_by_role("button", name="Ajouter").click()
    assert requests == []
    # One that stays empty is no row; one is preferred at most.
    preferred = emails.get_by_label("Préféré")
    preferred.nth(0).check()
    preferred.nth(1).check()
    expect(preferred.nth(0)).not_to_be_checked()
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("link", name="abadie@example.fr")).to_be_visible()
    assert list(abadie.emails.order_by("pk").values_list("address", "preferred")) == [
        ("solange@example.fr", False),
        ("abadie@example.fr", True),
    ]


def test_what_an_answer_calls_for_comes_with_it_and_what_is_told_alone_stays(
    page_of, adviser, abadie
):
    abadie.person.income_tax_rate = 30
    save_as(abadie.person, adviser)
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-general", args=[abadie.pk]))
    rate, taxed = page.get_by_label("Taux marginal d’imposition (IR)"), page.get_by_label("à l’IR")
    dependants = page.get_by_label("Nombre d’enfants à charge")
    expect(dependants).to_be_hidden()
    page.get_by_label("Nombre d’enfants", exact=True).fill("2")
    expect(dependants).to_be_visible()
    expect(rate).to_be_visible()
    taxed.select_option(label="Non")
    expect(rate).to_be_hidden()
    taxed.select_option(label="Non définie")
    expect(rate).to_be_visible()


def test_ending_a_couple_is_asked_as_the_situation_is_chosen(page_of, adviser, abadie):
    abadie.person.marital_status = "married"
    save_as(abadie.person, adviser)
    spouse = RelatedPerson(last_name="Abadie", first_name="Luc")
    add(contact=abadie, kind=RelationKind.SPOUSE, other=spouse, by=adviser)
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-general", args=[abadie.pk]))
    ends, on = (
        page.get_by_label("Relation avec Luc Abadie"),
        page.get_by_label("Fin de la relation"),
    )
    died = page.get_by_label("Date de décès, Luc Abadie")
    status = page.get_by_label("Situation familiale")
    for field in (ends, on, died):
        expect(field).to_be_hidden()
    status.select_option(label="Divorcé(e)")
    expect(ends).to_be_visible()
    expect(died).to_be_hidden()
    status.select_option(label="Veuf(ve)")
    expect(died).to_be_visible()
    ends.select_option(label="Y mettre fin")
    died.fill("03/02/2024")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Contact Solange Abadie enregistré")).to_be_visible()
    expect(ends).to_have_count(0)
    row = Relationship.objects.get()
    assert (row.ended_on, row.other_person.death_date) == (date(2024, 2, 3), date(2024, 2, 3))
