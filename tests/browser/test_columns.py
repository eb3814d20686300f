"""The FAQ's question on the columns of the table of contacts, through the menus that it names."""

import pytest
from playwright.sync_api import expect

from contacts.columns import FIRST, composition
from contacts.models import Category
from tests.browser.clicks import Clicks, open_services
from tests.factories import PersonFactory

# Services, Modules, Contacts, Composition, Clients, a tick, a move, Enregistrer.
FAQ_CLICKS = 8


@pytest.fixture
def clients(manager):
    clients = Category.objects.get(name="Clients")
    PersonFactory(by=manager, last_name="Abadie", first_name="Solange", note="Golf le jeudi")
    return clients


def test_columns_are_chosen_and_moved(page_of, manager, clients, axe_complaints):
    page, click = page_of(manager), Clicks()
    page.goto("/")
    open_services(page, click)
    click(page.locator(".rail").get_by_role("link", name="Composition du tableau des contacts"))
    pages = page.get_by_role("navigation", name="Page de la liste")
    click(pages.get_by_role("link", name="Clients", exact=True))
    click(page.get_by_label("Note", exact=True))
    columns = page.locator("[data-column]")
    expect(columns.last).to_contain_text("Note")
    click.drag(columns.last, columns.first)
    heads = page.locator(".datatable--preview thead th")
    expect(heads.nth(1)).to_have_text("Note")
    assert axe_complaints(page) == []
    click(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Les colonnes de Clients sont enregistrées.")).to_be_visible()
    assert click.number <= FAQ_CLICKS
    assert composition(clients) == ["note", *FIRST]
    page.get_by_role("link", name="Contacts", exact=True).first.click()
    page.get_by_role("navigation", name="Catégories").get_by_role("link", name="Clients 1").click()
    expect(page.get_by_role("cell", name="Golf le jeudi")).to_be_visible()


def test_columns_move_by_keyboard(page_of, manager, clients):
    page = page_of(manager)
    page.goto("/services/contacts/colonnes/")
    page.get_by_role("button", name="Monter Commune").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-column]").first).to_contain_text("Commune")
    expect(page.get_by_role("button", name="Descendre Commune")).to_be_focused()
