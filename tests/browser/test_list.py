"""A contact changes category in the list: dragged with the mouse, or by keyboard alone."""

import pytest
from playwright.sync_api import expect

from contacts.models import Contact
from tests.factories import PersonFactory


@pytest.fixture
def three(adviser):
    return [
        PersonFactory(by=adviser, last_name=name) for name in ("Abadie", "Bonnefoy", "Castaing")
    ]


def by_category(name):
    return sorted(Contact.objects.filter(category__name=name).values_list("name", flat=True))


def test_ticked_rows_are_dragged_onto_a_category_and_taken_back(page_of, adviser, three):
    page = page_of(adviser)
    page.goto("/contacts/")
    places = page.get_by_role("navigation", name="Catégories")
    rows = page.locator("[data-contact]")
    # One that is not ticked goes alone.
    rows.nth(2).drag_to(places.get_by_role("link", name="Prospects"))
    expect(page.get_by_text("Castaing est maintenant dans Prospects")).to_be_visible()
    assert by_category("Prospects") == ["Castaing"]
    # Dragging one of the ticked takes the others along.
    for name in ("Abadie", "Bonnefoy"):
        page.get_by_role("checkbox", name=name).check()
    rows.nth(0).drag_to(places.get_by_role("link", name="Partenaires"))
    expect(page.get_by_text("2 contacts sont maintenant dans Partenaires")).to_be_visible()
    assert by_category("Partenaires") == ["Abadie", "Bonnefoy"]
    expect(places.get_by_role("link", name="Partenaires 2")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(places.get_by_role("link", name="Clients 2")).to_be_visible()
    assert by_category("Clients") == ["Abadie", "Bonnefoy"]
    # Ticks survive it (product.md 10), and the bar counts those that one sees.
    expect(page.locator("input[data-pick]:checked")).to_have_count(2)
    expect(page.locator("[data-pick-count]")).to_have_text("2 contacts sélectionnés")


def test_category_is_changed_by_keyboard_alone(page_of, adviser, three):
    page = page_of(adviser)
    page.goto("/contacts/")
    page.get_by_role("checkbox", name="Abadie").focus()
    page.keyboard.press("Space")
    page.locator("summary", has_text="Actions").focus()
    page.keyboard.press("Enter")
    change = page.get_by_text("Changer de catégorie")
    while not change.evaluate("one => one.contains(document.activeElement)"):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Changer de catégorie")).to_be_visible()
    page.get_by_role("combobox", name="Catégorie").focus()
    page.keyboard.type("Pro")
    page.get_by_role("button", name="Enregistrer").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Abadie est maintenant dans Prospects")).to_be_visible()
    assert by_category("Prospects") == ["Abadie"]
