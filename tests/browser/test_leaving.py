"""What a browser holds once somebody has left it."""

import pytest
from playwright.sync_api import expect

from tests.factories import PersonFactory

KEPT = """async () => JSON.stringify([
    Object.entries(localStorage), Object.entries(sessionStorage),
    await caches.keys(), await indexedDB.databases(), document.body.innerText])"""


@pytest.mark.security(25)
def test_nothing_of_a_folder_is_left_after_logging_out(page_of, adviser):
    PersonFactory(by=adviser, last_name="Zorglubine", first_name="Philomène", is_private=True)
    page = page_of(adviser)
    page.goto("/contacts/")
    page.get_by_role("searchbox", name="Rechercher").fill("zorg")
    page.get_by_role("link", name="Zorglubine").first.click()
    expect(page.get_by_role("heading", name="Zorglubine")).to_be_visible()
    page.get_by_role("banner").locator("summary", has_text="adviser").click()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_role("button", name="Se connecter")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Se connecter")).to_be_visible()
    assert "Zorglubine" not in page.evaluate(KEPT)
    assert {cookie["name"] for cookie in page.context.cookies()} <= {"csrftoken"}
