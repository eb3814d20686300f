"""A row of a folder in a real browser: added, opened in its list, deleted and taken back."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_row_lives_in_its_list(adviser, page_of, axe_complaints):
    contact = PersonFactory(by=adviser, last_name="Abadie", first_name="Léa")
    page = page_of(adviser)
    page.goto(reverse("wealth:folder-properties", args=[contact.pk]))
    page.get_by_role("link", name="Ajouter un bien").click()
    page.get_by_label("Nature").select_option(label="Résidence principale")
    page.get_by_label("Désignation, ville").fill("Maison, Angers")
    page.get_by_role("textbox", name="Valeur").fill("320 000")
    page.get_by_role("button", name="Enregistrer").click()
    row = page.get_by_role("table", name="Biens immobiliers").get_by_role("row", name="Angers")
    expect(row).to_contain_text("320\u202f000,00\u202f€")
    page.get_by_role("link", name="Modifier Maison, Angers").click()
    # In place: the address stays that of the list, and the first field has the focus.
    expect(page.get_by_label("Nature")).to_be_focused()
    assert page.url.endswith(reverse("wealth:folder-properties", args=[contact.pk]))
    assert axe_complaints(page) == []
    page.get_by_role("textbox", name="Valeur").fill("340 000")
    expect(page.get_by_text("1 champ modifié, pas encore enregistré")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()
    expect(row).to_contain_text("340\u202f000,00\u202f€")
    page.get_by_role("link", name="Modifier Maison, Angers").click()
    page.get_by_role("button", name="Supprimer").click()
    expect(page.get_by_role("heading", name="Aucun bien déclaré")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("De retour\u202f: Maison, Angers.")).to_be_visible()
    expect(row).to_contain_text("340\u202f000,00\u202f€")
