"""Exporter, played in a browser: the file of the ticked contacts, and of a search's results."""

import csv

from playwright.sync_api import expect

from searches.actions.searches import ask
from tests.browser.conftest import NARROW


def rows_of(download):
    with download.path().open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_ticked_contacts_are_exported(page_of, adviser, person, settings, tmp_path, axe_complaints):
    settings.EXPORTS = tmp_path / "exports"
    for first in ("Anne", "Luc", "Zoé"):
        person("Moreau", first)
    page = page_of(adviser)
    page.goto("/contacts/?q=moreau")
    page.locator("input[data-pick]").nth(1).check()
    page.get_by_role("button", name="Exporter").click()
    expect(page.locator(".pagehead__note")).to_have_text("1 contact")
    page.get_by_label("CSV").check()
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Préparer le fichier").click()
    expect(page.get_by_text("1 contact est prêt.")).to_be_visible()
    assert axe_complaints(page) == []
    with page.expect_download() as told:
        page.get_by_role("link", name="Télécharger").click()
    assert [row[:2] for row in rows_of(told.value)] == [["Nom", "Prénom"], ["Moreau", "Luc"]]
    assert told.value.suggested_filename.startswith("contacts-20")


def test_all_results_are_exported_from_a_telephone(page_of, adviser, person, settings, tmp_path):
    settings.EXPORTS = tmp_path / "exports"
    for first in ("Anne", "Luc", "Zoé"):
        person("Moreau", first)
    stored = {"v": 1, "on": "contacts", "where": {"all": []}}
    page = page_of(adviser, NARROW)
    page.goto(f"/requetes/{ask(stored=stored, by=adviser).pk}/")
    page.get_by_text("Actions", exact=True).click()
    page.get_by_role("button", name="Exporter").click()
    expect(page.locator(".pagehead__note")).to_have_text("3 contacts")
    page.get_by_role("button", name="Préparer le fichier").click()
    with page.expect_download() as told:
        page.get_by_role("link", name="Télécharger").click()
    assert told.value.suggested_filename.endswith(".xlsx")
    expect(page.locator("body")).to_have_js_property("scrollWidth", NARROW["width"])
