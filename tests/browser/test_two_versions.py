"""Two people on one folder: who saves second chooses field by field, and loses nothing typed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from contacts.actions.deletion import delete
from tests.factories import PersonFactory


def open_folder(by):
    return PersonFactory(by=by, last_name="Castaing", first_name="Hélène")


@pytest.fixture
def two_pages(page_of, adviser, colleague):
    """Give two pages: the adviser's and the colleague's."""
    return lambda **options: [page_of(user, **options) for user in (adviser, colleague)]


def both_save(page, other, address):
    for one in (page, other):
        one.goto(address)
    for one, note in ((other, "La sienne"), (page, "La mienne")):
        one.get_by_role("textbox", name="Note").fill(note)
        one.get_by_label("Commune de naissance").fill(note)
    other.get_by_label("Profession (libellé)").fill("Avocate")
    page.get_by_label("Société", exact=True).fill("Chais Moreau")
    other.get_by_role("button", name="Enregistrer").click()
    expect(other.get_by_text("Contact Hélène Castaing enregistré.")).to_be_visible()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Vous avez modifié tous deux 2 champs")).to_be_visible()


def saved(contact):
    contact.refresh_from_db()
    details = contact.person
    return contact.note, details.birth_town, details.profession_label, details.employer


CHOSEN = ("La mienne", "La sienne", "Avocate", "Chais Moreau")


@pytest.mark.security(46)
def test_one_click_for_each_field_then_enregistrer(two_pages, adviser, complaints, axe_complaints):
    contact = open_folder(adviser)
    address = reverse("contacts:contact-general", args=[contact.pk])
    page, other = two_pages()
    both_save(page, other, address)
    assert axe_complaints(page) == []
    assert ["422" in complaint for complaint in complaints] == [True]
    complaints.clear()
    page.locator("#div_id_note").get_by_role("button", name="Garder").click()
    page.locator("#div_id_birth_town").get_by_role("button", name="Prendre").click()
    expect(page.get_by_label("Commune de naissance")).to_have_value("La sienne")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Contact Hélène Castaing enregistré.")).to_be_visible()
    assert saved(contact) == CHOSEN


def test_without_scripts_the_same_buttons_ask_the_server(two_pages, adviser, complaints):
    contact = open_folder(adviser)
    address = reverse("contacts:contact-general", args=[contact.pk])
    page, other = two_pages(scripts=False)
    both_save(page, other, address)
    page.locator("#div_id_note").get_by_role("button", name="Garder").click()
    page.locator("#div_id_birth_town").get_by_role("button", name="Prendre").click()
    expect(page.get_by_label("Commune de naissance")).to_have_value("La sienne")
    page.get_by_role("button", name="Enregistrer").click()
    assert saved(contact) == CHOSEN
    # The refusal, then one answer for each button.
    assert ["422" in complaint for complaint in complaints] == [True] * 3
    complaints.clear()


def test_folder_deleted_while_one_types_is_reactivated_and_saved(
    page_of, adviser, manager, complaints, axe_complaints
):
    contact, page = open_folder(adviser), page_of(manager)
    page.goto(reverse("contacts:contact-general", args=[contact.pk]))
    page.get_by_role("textbox", name="Note").fill("Rappeler\navant « Noël »")
    delete(contact_ids=[contact.pk], by=adviser)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("adviser a supprimé Hélène Castaing")).to_be_visible()
    expect(page.locator("dd").first).to_have_text("Rappeler\navant « Noël »", use_inner_text=True)
    assert axe_complaints(page) == []
    assert ["410" in complaint for complaint in complaints] == [True]
    complaints.clear()
    page.get_by_role("button", name="Réactiver et enregistrer").click()
    expect(page.get_by_text("Contact Hélène Castaing enregistré")).to_be_visible()
    contact.refresh_from_db()
    assert (contact.note.split(), contact.deleted_at) == (
        ["Rappeler", "avant", "«", "Noël", "»"],
        None,
    )
