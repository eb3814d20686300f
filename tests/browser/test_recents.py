"""The FAQ's question on the folders that were opened lately, from a phone."""

import re

from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.clicks import Clicks
from tests.browser.conftest import NARROW
from tests.factories import PersonFactory

# Contacts, then Contacts récents.
FAQ_CLICKS = 2


def test_recents_are_two_clicks_away(page_of, manager, adviser, axe_complaints):
    contact = PersonFactory(by=adviser, last_name="Abadie", first_name="Solange")
    page, click = page_of(manager, NARROW), Clicks()
    page.goto(reverse("contacts:contact-general", args=[contact.pk]))
    click(page.get_by_role("link", name="Contacts", exact=True))
    click(page.get_by_role("link", name="Contacts récents"))
    line = page.get_by_role("main").get_by_role("listitem").filter(has_text="Abadie Solange")
    expect(line).to_contain_text("Consulté")
    assert click.number <= FAQ_CLICKS
    assert axe_complaints(page) == []
    page.get_by_role("navigation", name="Catégories").get_by_role("link", name="Clients 1").click()
    expect(page).to_have_url(re.compile(r"/contacts/\?category="))
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_what_was_done_stands_below_a_long_name_on_a_phone(page_of, adviser):
    PersonFactory(by=adviser, last_name="W" * 150)
    page = page_of(adviser, NARROW)
    page.goto(reverse("contacts:recent-list"))
    line = page.get_by_role("main").get_by_role("listitem").filter(has_text="WWW")
    name = line.get_by_role("link").bounding_box()
    deeds = line.locator(".recents__deeds").bounding_box()
    assert deeds["y"] >= name["y"] + name["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
