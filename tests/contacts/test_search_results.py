"""The header's search says by what it found each contact, in the order of the screen."""

import pytest
from django.urls import reverse
from lxml import html

from contacts.actions.coordinates import save_coordinates
from contacts.models import Email, Telephone
from contacts.queries.search_results import grouped


@pytest.fixture
def reachable(person, adviser):
    contact = person("Abadie", "Solange", folder_code="A0412")
    rows = [
        Email(address="s.abadie@example.org", key="s.abadie@example.org"),
        Telephone(number="+33612345678"),
    ]
    save_coordinates(contact=contact, saved=rows, removed=[], version=contact.version, by=adviser)
    return contact


@pytest.mark.parametrize(
    ("query", "by", "note"),
    [
        ("solange aba", "name", ""),
        ("abadie@exam", "email", "s.abadie@example.org"),
        ("06 12 34 56", "telephone", "06\u00a012\u00a034\u00a056\u00a078"),
        ("a0412", "code", "A0412"),
    ],
)
def test_contact_is_found_by_what_one_types(reachable, adviser, query, by, note):
    found = grouped(adviser, query)
    assert [(name, [(one.contact, one.note) for one in rows]) for name, rows in found.items()] == [
        (by, [(reachable, note)])
    ]


def test_company_is_found_by_its_siren(organisation, adviser):
    company = organisation("Chais Moreau SAS", siren="732829320")
    (found,) = grouped(adviser, "732829320")["siren"]
    assert (found.contact, found.note) == (company, "732829320")


def test_names_come_before_the_rest(reachable, person, sign_in, adviser):
    named = person("A0412x")
    groups = sign_in(adviser).get(reverse("search"), {"q": "a0412"}).context["groups"]
    assert [str(group["title"]) for group in groups] == ["Contacts", "Codes et numéros"]
    assert groups[0]["entries"][0]["label"] == str(named)


def test_private_folder_has_its_lock_among_suggestions(person, sign_in, adviser):
    person("Abadie", is_private=True)
    person("Abadie", "Public")
    found = sign_in(adviser).get(reverse("search"), {"q": "abadie"}, headers={"HX-Request": "true"})
    entries = html.fromstring(found.content).xpath("//a[.//*[contains(., 'Abadie')]]")
    locks = [bool(entry.xpath(".//*[contains(@class, 'badge--private')]")) for entry in entries]
    assert sorted(locks[:2]) == [False, True]
