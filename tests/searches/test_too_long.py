"""A search that the database cannot answer in time, stopped by the database itself."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from lxml import html

from contacts.models import Category, Contact
from searches.actions.searches import ask
from tests.searches.pages import stored

pytestmark = pytest.mark.django_db

CONDITIONS, CONTACTS = 150, 150


@pytest.fixture
def search(adviser):
    """Ask 150 conditions of as many contacts."""
    clients = Category.objects.get(name="Clients")
    QuerySet(Contact).bulk_create(
        Contact(kind="person", name=f"Moreau {at}", category=clients, created_by=adviser)
        for at in range(CONTACTS)
    )
    texts = (f"é{at}" for at in range(CONDITIONS))
    conditions = ({"f": "name", "op": "not_contains", "v": text} for text in texts)
    return ask(stored=stored(*conditions), by=adviser)


def shown(client, search):
    answer = client.get(reverse("searches:search-show", args=[search.pk]))
    assert answer.status_code == 200
    return html.fromstring(answer.content.decode()).get_element_by_id("results")


def test_results_that_take_too_long_say_what_to_narrow(sign_in, adviser, search, monkeypatch):
    client = sign_in(adviser)
    assert shown(client, search).xpath(".//tbody/tr")
    # Less than any answer takes: PostgreSQL's timeout and SQLite's handler are at work themselves.
    monkeypatch.setattr("searches.queries.results.SECONDS", 0)
    results = shown(client, search)
    assert results.xpath(".//tbody") == []
    assert (
        "La requête prend trop de temps : ajoutez une condition qui laisse moins de lignes"
        in " ".join(results.text_content().split())
    )
