"""The FAQ's question on fillable PDFs, its second half: print prefilled, fill, update by choice."""

import pytest
from playwright.sync_api import expect

from contacts.models import FollowUp
from imports.models import FormIssue
from tests.browser.clicks import Clicks
from tests.browser.conftest import NARROW
from tests.browser.test_fact_find_creation import drop
from tests.factories import PersonFactory
from tests.imports.fact_find.fillers import with_pikepdf

pytestmark = pytest.mark.django_db(transaction=True)

# The folder's menu, its entry, the file, the answers, the note, and Mettre à jour.
FAQ_CLICKS = 6
# The first page of a server that has just started.
COLD_MS = 60_000
ENTRY = "Mettre à jour les données à partir du Recueil d’Informations Clients"
PRINT = "Imprimer le Recueil d’Information Client prérempli"
VALUES = {"tit_profession": "Notaire", "tit_employeur": "Étude Œuvrard", "fisc_rfr": "125k"}


@pytest.fixture
def contact(adviser):
    return PersonFactory(
        by=adviser, last_name="Moreau", first_name="Anne", employer="Dupont", business_sector="Bois"
    )


def test_a_prefilled_form_brings_the_folder_up_to_date_by_choice(
    page_of, adviser, contact, tmp_path, axe_complaints
):
    page, click = page_of(adviser), Clicks()
    page.goto(f"/contacts/{contact.pk}/", timeout=COLD_MS)
    page.locator(".folderhead details.menu summary", has_text="Actions").click()
    with page.expect_download() as told:
        page.get_by_role("button", name=PRINT).click()
    printed = told.value.path().read_bytes()
    assert FormIssue.objects.get().contact == contact
    filled = with_pikepdf(printed, VALUES, tmp_path)

    page.goto(f"/contacts/{contact.pk}/", timeout=COLD_MS)
    click(page.locator(".folderhead details.menu summary", has_text="Actions"))
    click(page.get_by_role("link", name=ENTRY))
    click.number += 1
    drop(page, filled)
    expect(page.get_by_role("heading", name="Situation professionnelle 2")).to_be_visible()
    assert axe_complaints(page) == []
    click(page.get_by_label("Reprendre : Profession exercée"))
    click(page.get_by_label("Enregistrer dans une fiche de suivi"))
    click(page.get_by_role("button", name="Mettre à jour"))

    expect(page.get_by_text("1 réponse reprise du Recueil.")).to_be_visible()
    assert click.number <= FAQ_CLICKS
    contact.person.refresh_from_db()
    assert (contact.person.employer, contact.person.profession_label) == ("Étude Œuvrard", "")
    assert "Dupont → Étude Œuvrard" in FollowUp.objects.get().text


def test_a_group_is_ticked_at_once_and_a_phone_shows_each_value_with_its_name(
    page_of, adviser, contact, tmp_path, axe_complaints
):
    page = page_of(adviser, NARROW)
    page.goto(f"/imports/contacts/{contact.pk}/recueil/")
    blank = page.request.get("/contacts/recueil/person/").body()
    drop(page, with_pikepdf(blank, VALUES | {"tit_secteur": "Acier"}, tmp_path))
    group = page.get_by_role("region", name="Situation professionnelle 3")
    expect(group.get_by_role("checkbox")).to_have_count(3)
    assert [box.is_checked() for box in group.get_by_role("checkbox").all()] == [True, False, False]

    group.get_by_role("button", name="Tout").click()
    assert [box.is_checked() for box in group.get_by_role("checkbox").all()] == [True] * 3
    group.get_by_role("button", name="Rien").click()
    assert [box.is_checked() for box in group.get_by_role("checkbox").all()] == [False] * 3

    expect(page.locator("body")).to_have_js_property("scrollWidth", NARROW["width"])
    assert axe_complaints(page) == []
