"""The FAQ's « Comment fusionner deux contacts ? »: its example and the preview."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from contacts.models import RelatedPerson, Relationship
from tests.browser.conftest import NARROW
from tests.factories import PersonFactory


@pytest.fixture
def jean(adviser):
    """The two of the FAQ: the source with its child, and the target."""

    def person(last_name, birth_date):
        return PersonFactory(
            by=adviser, last_name=last_name, first_name="Jean", birth_date=birth_date
        )

    source = person("D.", dt.date(1982, 8, 7))
    target = person("Dubois", dt.date(1980, 1, 1))
    child = RelatedPerson(contact=source, last_name="D.", first_name="Juliette")
    child.save()
    Relationship(kind="child", contact=source, other_person=child).save()
    return source, target


def cells(page, label):
    """Return the texts of the line of the plan that this field has."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label, exact=True))
    return [text.strip() for text in row.get_by_role("cell").all_inner_texts()]


def test_two_contacts_are_merged(page_of, jean, adviser, axe_complaints):
    source, target = jean
    page = page_of(adviser)
    page.goto(f"/contacts/{source.pk}/")
    # Four clicks, where the FAQ has six: select, Actions, Fusionner, Rechercher, choose, Fusionner.
    page.locator("summary", has_text="Actions").click()
    page.get_by_role("link", name="Fusionner avec un autre contact").click()
    page.get_by_label("Rechercher un contact", exact=True).fill("dubois")
    assert axe_complaints(page) == []
    page.get_by_role("link", name="Dubois Jean").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Fusionner deux contacts")
    kept, refused = "Conservé", "Refusé, la cible a le sien"
    assert cells(page, "Prénom") == ["Jean", "Jean", "Jean", kept]
    assert cells(page, "Nom") == ["D.", "Dubois", "Dubois", refused]
    day, other_day = "07/08/1982", "01/01/1980"
    assert cells(page, "Date de naissance") == [day, other_day, other_day, refused]
    assert cells(page, "Relations") == ["1", "0", "1", ""]
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Fusionner").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jean Dubois")
    assert page.url.endswith(f"/contacts/{target.pk}/")
    assert RelatedPerson.objects.get().contact_id == target.pk
    # The source's address leads to the target.
    toast = page.get_by_text("Contact Jean D. fusionné dans Jean Dubois.")
    expect(toast).to_be_visible()
    other = page_of(adviser, NARROW)
    other.goto(f"/contacts/{source.pk}/coordonnees/")
    assert other.url.endswith(f"/contacts/{target.pk}/coordonnees/")
    other.goto("/contacts/fusions/")
    assert axe_complaints(other) == []
