"""Filters, order and ticks of the list, through actions and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import PersonFactory


@pytest.fixture
def three(adviser):
    return [
        PersonFactory(by=adviser, last_name=name) for name in ("Abadie", "Bonnefoy", "Castaing")
    ]


def test_ticks_are_there_again_on_the_way_back(page_of, adviser, three):
    page = page_of(adviser)
    page.goto("/contacts/?kind=person")
    page.get_by_role("checkbox", name="Bonnefoy").check()
    page.get_by_role("link", name="Castaing").click()
    page.get_by_role("link", name="Retour à la liste").click()
    expect(page).to_have_url(re.compile(r"/contacts/\?kind=person$"))
    expect(page.get_by_role("checkbox", name="Bonnefoy")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Abadie")).not_to_be_checked()
    expect(page.locator("[data-pick-count]")).to_have_text("1 contact sélectionné")
    page.get_by_role("banner").locator("summary", has_text="adviser").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("button", name="Se connecter")).to_be_visible()
    # htmx notes the page that one is on.
    assert set(page.evaluate("Object.values(sessionStorage)")) <= {"/login/"}


def test_actions_know_the_filters_of_this_moment(page_of, adviser, three):
    page = page_of(adviser)
    page.goto("/contacts/?sort=town")
    page.get_by_role("searchbox", name="Filtrer cette liste").fill("abad")
    expect(page).to_have_url(re.compile(r"q=abad"))
    page.locator(".toolbar__end summary").click()
    page.get_by_role("button", name="Changer de catégorie").click()
    expect(page.get_by_text("Rien n’est coché")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?q=abad&sort=town$"))
