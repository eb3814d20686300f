"""A firm's first morning: its contacts come out of one workbook, and the file goes back whole."""

import openpyxl
import pytest
from playwright.sync_api import expect

from contacts.models import ListValue
from tests.imports.contact_import.firm import whole_base
from tests.jobs.conftest import run_worker

pytestmark = pytest.mark.django_db(transaction=True)
WRONG = [
    {
        "Type de contact": "Clients",
        "Client Nom": f"Élan-{number:02}",
        "Client Prénom": "Zoé",
        "PROFESSION": "Boulangr",
        "Email (personnel)": f"zoe{number}@example.org",
    }
    for number in range(40)
]
RIGHT = [
    {"Type de contact": "Clients", "Client Nom": "Petit", "Client Prénom": "Luc", "Note": "Golf"},
    {"Type de contact": "Prospects", "Client Nom": "Roux", "Client Prénom": "Inès"},
]


def fill(model, path, rows):
    """Write these rows under the heads of the model, as a spreadsheet would."""
    book = openpyxl.load_workbook(model)
    sheet = book["Contacts"]
    places = {cell.value: cell.column for cell in sheet[2]}
    for line, row in enumerate(rows, start=3):
        for head, text in row.items():
            sheet.cell(line, places[head], text)
    book.save(path)


def firm():
    """Return every row of the firm; not its users, whose logins and sent forms are kept too."""
    return {model: rows for model, rows in whole_base().items() if not model.startswith("users.")}


def chips(page):
    # They come once the page stands.
    page.locator(".chips .chip").first.wait_for()
    return [" ".join(text.split()) for text in page.locator(".chips .chip").all_inner_texts()]


def work(page, heading):
    """Do what was asked for in the background, and wait until the page says so by itself."""
    page.get_by_role("heading", name="En attente").wait_for()
    run_worker()
    page.get_by_role("heading", name=heading).wait_for()


def test_a_firms_first_morning(page_of, adviser, person, tmp_path, axe_complaints):
    ListValue(firm_list="profession", label="Boulanger").save()
    person("Petit", "Luc", note="Tennis")
    before = firm()
    page = page_of(adviser)
    page.goto("/services/")
    page.locator("main").get_by_role("link", name="Import contacts (xls)").click()
    assert axe_complaints(page) == []
    with page.expect_download() as model:
        page.get_by_role("link", name="Télécharger le modèle").click()
    blank, filled = tmp_path / model.value.suggested_filename, tmp_path / "clients.xlsx"
    model.value.save_as(blank)
    fill(blank, filled, WRONG + RIGHT)

    page.locator("#contacts-file").set_input_files(filled)
    analyse = page.get_by_role("button", name="Analyser le fichier")
    analyse.wait_for()
    assert axe_complaints(page) == []
    analyse.click()
    work(page, "42 lignes lues")
    assert chips(page) == ["Créés 1", "Mis à jour 1", "Refusés 40"]
    assert axe_complaints(page) == []

    page.get_by_label("À la place de « Boulangr »").select_option("Boulanger")
    page.get_by_role("button", name="Corriger partout").click()
    expect(page.get_by_text("40 lignes ont été relues.")).to_be_visible()
    assert chips(page) == ["Créés 41", "Mis à jour 1"]
    page.get_by_role("link", name="Importer", exact=True).click()
    assert page.locator(".figures > div").all_inner_texts() == [
        "Contacts créés\n41",
        "Contacts mis à jour\n1",
    ]
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Importer").click()
    work(page, "Lignes")
    expect(page.get_by_text("Créés : 41. Modifiés : 1.")).to_be_visible()
    assert axe_complaints(page) == []

    page.get_by_role("link", name="Mis à jour 1").click()
    page.get_by_role("link", name="Luc Petit").click()
    page.get_by_role("link", name="Historique").click()
    told = page.locator(".timeline > li").first
    assert "Import de contacts" in told.inner_text()
    assert told.locator("dl").inner_text().split() == ["Note", "Tennis", "Golf"]
    page.go_back()
    page.go_back()
    page.get_by_role("button", name="Annuler l’import").click()
    work(page, "Lignes")
    expect(page.get_by_text("42 contacts sont comme avant l’import.")).to_be_visible()
    assert axe_complaints(page) == []
    assert firm() == before
