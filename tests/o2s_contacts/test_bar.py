"""The bar of every page says under which of its places one is."""

import pytest
from django.urls import reverse
from lxml import html

from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def place(page):
    """Return the word that the bar marks."""
    marked = html.fromstring(page.content).xpath("//header//nav/a[@aria-current='page']")
    return [" ".join(link.text_content().split()) for link in marked]


@pytest.mark.parametrize(
    "name",
    [
        *("contacts:contact-general", "accounts:folder-accounts", "wealth:folder-debts"),
        *("compliance:folder-objectives", "documents:document-list", "imports:fact-find-update"),
    ],
)
def test_every_page_of_a_folder_is_under_contacts(adviser, sign_in, name):
    contact = PersonFactory(by=adviser)

    assert place(sign_in(adviser).get(reverse(name, args=[contact.pk]))) == ["Contacts"]


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("contacts:contact-list", "Contacts"),
        ("imports:fact-find-create", "Contacts"),
        ("home", "Accueil"),
        ("searches:search-list", "Requêtes"),
    ],
)
def test_place_of_each_page(adviser, sign_in, name, word):
    assert place(sign_in(adviser).get(reverse(name))) == [word]


def test_other_pages_are_under_none(administrator, sign_in):
    client = sign_in(administrator)

    assert place(client.get(reverse("imports:runs"))) == []
    assert place(client.get(reverse("accounts:deleted"))) == []
