"""Towns and activities proposed as one types: by the keyboard, by the mouse, and never imposed."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from contacts.models import PostalAddress


@pytest.fixture
def abadie(person):
    return person("Abadie", "Solange")


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer").click()


def test_a_post_code_and_a_town_fill_each_other_in(page_of, adviser, abadie, axe_complaints):
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-coordinates", args=[abadie.pk]))
    post_code, town = (page.locator(f"[name=addresses-0-{name}]") for name in ("post_code", "town"))
    options = page.get_by_role("listbox", name="Propositions").get_by_role("option")
    # One commune, and a blank town: filled in at once.
    post_code.press_sequentially("76600")
    expect(town).to_have_value("Le Havre")
    expect(options).to_have_count(0)
    # Several: a list, walked and taken with Enter, which does not send the form.
    post_code.fill("")
    town.fill("")
    post_code.press_sequentially("49110")
    expect(options).to_have_text(
        ["49110 Beaupréau-en-Mauges", "49110 Mauges-sur-Loire", "49110 Montrevault-sur-Èvre"]
    )
    expect(post_code).to_have_attribute("aria-expanded", "true")
    assert axe_complaints(page) == []
    post_code.press("ArrowDown")
    post_code.press("ArrowDown")
    active = post_code.get_attribute("aria-activedescendant")
    assert active == options.nth(1).get_attribute("id")
    post_code.press("Enter")
    expect(town).to_have_value("Mauges-sur-Loire")
    # A town proposes its post codes, here with the mouse.
    post_code.fill("")
    town.fill("")
    town.press_sequentially("havre")
    options.filter(has_text="76620").click()
    expect(post_code).to_have_value("76620")
    expect(town).to_have_value("Le Havre")
    # What is there is not written over, and nothing is refused.
    post_code.press("ControlOrMeta+a")
    post_code.press_sequentially("33000")
    expect(page.get_by_role("status").filter(has_text="1 proposition")).to_have_count(1)
    expect(town).to_have_value("Le Havre")
    save(page)
    address = PostalAddress.objects.get()
    assert (address.post_code, address.town) == ("33000", "Le Havre")


def test_a_birth_place_brings_its_code_and_loses_it(page_of, adviser, abadie):
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-general", args=[abadie.pk]))
    town, department, code = (
        page.locator(f"[name=birth_{name}]") for name in ("town", "department", "commune")
    )
    town.press_sequentially("st denis")
    page.get_by_role("option", name="Saint-Denis (93)").click()
    expect(town).to_have_value("Saint-Denis")
    expect(department).to_have_value("93")
    expect(code).to_have_value("93066")
    town.press_sequentially(" d’ailleurs")
    expect(code).to_have_value("")
    # Escape closes the list alone.
    town.fill("")
    town.press_sequentially("bast")
    options = page.get_by_role("listbox", name="Propositions").get_by_role("option")
    expect(options.filter(has_text="Bastia (2B)")).to_have_count(1)
    town.press("Escape")
    expect(options).to_have_count(0)
    expect(town).to_have_value("bast")
