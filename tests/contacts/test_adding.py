"""The form of a new contact knows what was typed before it."""

import pytest
from django.urls import reverse
from lxml import html

pytestmark = pytest.mark.django_db

ADD = reverse("contacts:contact-add")


def follow(client, query):
    """Return where the query leads, and what its form holds."""
    answer = client.get(ADD, query, follow=True)
    page = html.fromstring(answer.content)
    names = ("last_name", "first_name", "legal_name")
    held = {
        name: value for name in names for value in page.xpath(f"//input[@name='{name}']/@value")
    }
    (kind,) = page.xpath("//input[@name='kind'][@checked]/@value")
    return kind, held


@pytest.mark.parametrize(
    ("query", "kind", "held"),
    [
        ({}, "person", {}),
        (
            {"name": "Durand Marie-Claude"},
            "person",
            {"last_name": "Durand", "first_name": "Marie-Claude"},
        ),
        (
            {"kind": "organisation", "last_name": "Durand", "first_name": "Anne"},
            "organisation",
            {"legal_name": "Anne Durand"},
        ),
        (
            {"kind": "person", "legal_name": "Durand Anne"},
            "person",
            {"last_name": "Durand", "first_name": "Anne"},
        ),
        ({"kind": "organisation", "name": "SCI Ker"}, "organisation", {"legal_name": "SCI Ker"}),
        ({"kind": "x", "name": "06 12 34 56 78"}, "person", {}),
    ],
)
def test_form_holds_what_was_typed(sign_in, adviser, query, kind, held):
    assert follow(sign_in(adviser), query) == (kind, held)


@pytest.mark.parametrize("text", ["a" * 5_000, "\x00", "<script>alert(1)</script>"])
def test_odd_text_opens_the_form(sign_in, adviser, text):
    assert follow(sign_in(adviser), {"name": text})[0] == "person"


def test_search_leads_to_the_form_with_the_name(sign_in, adviser):
    client = sign_in(adviser)
    found = client.get(reverse("search"), {"q": "Durand & Fils"}, headers={"HX-Request": "true"})
    (link,) = html.fromstring(found.content).xpath("//a[contains(., 'Ajouter')]/@href")
    assert link == f"{ADD}?name=Durand+%26+Fils"
