"""The FAQ's question on keywords, through the menus that it names."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from contacts.models import Keyword
from tests.browser.clicks import Clicks, open_services
from tests.factories import PersonFactory

# Services, Personnalisation, Paramétrage, contact, Mot clé, the plus and saving it.
FAQ_CLICKS = 7


@pytest.fixture
def abadie(manager):
    return PersonFactory(by=manager, last_name="Abadie", first_name="Solange")


def test_keyword_is_created_then_ticked(page_of, manager, abadie, axe_complaints):
    page, click = page_of(manager), Clicks()
    page.goto("/")
    open_services(page, click)
    click(page.get_by_role("link", name="Personnalisation"))
    click(page.locator(".rail").get_by_role("link", name="Mot clé"))
    page.get_by_label("Mot clé").first.fill("Golf")
    click(page.get_by_role("button", name="Ajouter", exact=True))
    expect(page.get_by_text("Mot ajouté : Golf.")).to_be_visible()
    assert click.number <= FAQ_CLICKS
    assert axe_complaints(page) == []
    page.goto(reverse("contacts:contact-general", args=[abadie.pk]))
    page.get_by_label("Golf").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("status").get_by_text("enregistré")).to_be_visible()
    assert list(abadie.keywords.all()) == [Keyword.objects.get()]
