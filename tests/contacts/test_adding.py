"""The form of a new contact knows what was typed before it."""

import pytest
from django.urls import reverse
from lxml import html

pytestmark = pytest.mark.django_db

ADD = reverse("contacts:contact-add")


def follow(client, query):
    """Return where the query leads, and what its form holds, the other kind's names hidden."""
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
            {"legal_name": "Anne Durand", "last_name": "Durand", "first_name": "Anne"},
        ),
        (
            {"kind": "person", "legal_name": "Durand Anne"},
            "person",
            {"last_name": "Durand", "first_name": "Anne", "legal_name": "Durand Anne"},
        ),
        ({"kind": "organisation", "name": "SCI Ker"}, "organisation", {"legal_name": "SCI Ker"}),
        ({"kind": "x", "name": "06 12 34 56 78"}, "person", {}),
    ],
)
def test_form_holds_what_was_typed(sign_in, adviser, query, kind, held):
    assert follow(sign_in(adviser), query) == (kind, held)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("person", {"last_name": "Kerguélen", "first_name": "Zoé"}),
        ("person", {"last_name": "Saint Martin", "first_name": "Anne Marie"}),
        ("person", {"last_name": "Saint Martin"}),
        ("organisation", {"legal_name": "SCI Ker"}),
        ("organisation", {"legal_name": "Garage 2000"}),
    ],
)
def test_names_stand_as_they_were_when_the_kind_is_chosen_back(sign_in, adviser, kind, typed):
    client = sign_in(adviser)
    other = "organisation" if kind == "person" else "person"
    _, held = follow(client, {"kind": other, **typed})
    assert follow(client, {"kind": kind, **held}) == (kind, {**held, **typed})


def test_name_changed_for_the_other_kind_is_taken_back(sign_in, adviser):
    client = sign_in(adviser)
    _, held = follow(client, {"kind": "organisation", "last_name": "Durand", "first_name": "Anne"})
    _, held = follow(client, {"kind": "person", **held, "legal_name": "Moreau Paul"})
    assert (held["last_name"], held["first_name"]) == ("Moreau", "Paul")
    _, held = follow(client, {"kind": "organisation", **held, "last_name": "Petit"})
    assert held["legal_name"] == "Paul Petit"


@pytest.mark.parametrize("text", ["a" * 5_000, "\x00", "<script>alert(1)</script>"])
def test_odd_text_opens_the_form(sign_in, adviser, text):
    assert follow(sign_in(adviser), {"name": text})[0] == "person"


def test_search_leads_to_the_form_with_the_name(sign_in, adviser):
    client = sign_in(adviser)
    found = client.get(reverse("search"), {"q": "Durand & Fils"}, headers={"HX-Request": "true"})
    (link,) = html.fromstring(found.content).xpath("//a[contains(., 'Ajouter')]/@href")
    assert link == f"{ADD}?name=Durand+%26+Fils"


@pytest.mark.parametrize("blanks", ["   ", "\xa0", "\u200b", "\ufeff \u2060"])
def test_search_of_blanks_adds_nobody(sign_in, adviser, blanks):
    found = sign_in(adviser).get(reverse("search"), {"q": blanks})
    assert "Ajouter «" not in found.content.decode()
