"""What tests of kept searches share: conditions, addresses, and the words of a page."""

from django.urls import reverse
from lxml import html

NAMED = {"f": "name", "op": "contains", "v": ["more"]}
LIST = reverse("searches:search-list")


def stored(*conditions, on="contacts"):
    return {"v": 1, "on": on, "where": {"all": list(conditions)}}


def address(name, search):
    return reverse(f"searches:search-{name}", args=[search.pk])


def show(client, search):
    return client.get(address("show", search))


def words(response):
    """Return what a page says, with plain spaces."""
    text = html.fromstring(response.content.decode()).text_content()
    return " ".join(text.replace("\u202f", " ").split())


def save(client, search, **values):
    data = {"name": "Moreau", "reach": "private", "version": str(search.version)} | values
    return client.post(address("keep", search), data)
