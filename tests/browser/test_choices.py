"""A search box in the place of a long list: by the keyboard, by the mouse and without a script."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import NARROW
from users.models import User


@pytest.fixture
def abadie(person):
    return person("Abadie", "Solange")


@pytest.fixture
def crowd(db):
    names = [*((f"Prénom{at:02}", f"Nom{at:02}") for at in range(40))]
    names += [("Zoé", "Zimmer"), ("Zimon", "Azur"), ("Éloïse", "Vasseur")]
    users = (User(username=last, first_name=first, last_name=last) for first, last in names)
    return User.objects.bulk_create(users)


def open_general(page, contact):
    page.goto(reverse("contacts:contact-general", args=[contact.pk]))


def save(page):
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Contact Solange Abadie enregistré")).to_be_visible()


def test_person_and_country_are_chosen_with_the_keyboard_alone(
    page_of, adviser, abadie, crowd, axe_complaints
):
    page = page_of(adviser)
    open_general(page, abadie)
    second = page.get_by_role("combobox", name="Conseiller secondaire")
    options = page.get_by_role("listbox", name="Conseiller secondaire").get_by_role("option")
    # Typed, walked and taken with Enter, which does not send the form.
    second.press_sequentially("zim")
    expect(options).to_have_text(["Zimon Azur", "Zoé Zimmer"])
    expect(second).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert axe_complaints(page) == []
    second.press("ArrowDown")
    expect(options.last).to_have_attribute("aria-selected", "true")
    active = second.get_attribute("aria-activedescendant")
    assert active == options.last.get_attribute("id")
    second.press("Enter")
    expect(second).to_have_value("Zoé Zimmer")
    expect(second).to_have_attribute("aria-expanded", "false")
    # Escape gives back what stood there.
    second.press_sequentially("elo")
    expect(options).to_have_text(["Éloïse Vasseur"])
    second.press("Escape")
    expect(second).to_have_value("Zoé Zimmer")
    expect(options.first).to_be_hidden()
    # Tab takes what is marked and goes on.
    assistant = page.get_by_role("combobox", name="Assistant")
    assistant.press_sequentially("eloise vas")
    expect(page.get_by_role("option", name="Éloïse Vasseur")).to_be_visible()
    assistant.press("Tab")
    expect(assistant).to_have_value("Éloïse Vasseur")
    expect(assistant).not_to_be_focused()
    # The arrow opens the list where nothing is typed.
    country = page.get_by_role("combobox", name="Pays de naissance")
    country.press("ArrowDown")
    expect(page.get_by_role("option", name="France", exact=True)).to_be_visible()
    country.press_sequentially("belg")
    countries = page.get_by_role("listbox", name="Pays de naissance")
    expect(countries.get_by_role("option")).to_have_text(["Belgique"])
    country.press("Enter")
    expect(page.locator("[data-savebar-state]")).to_contain_text("3 champs modifiés")
    save(page)
    abadie.refresh_from_db()
    people = (abadie.lead_adviser, str(abadie.second_adviser), str(abadie.assistant))
    assert people == (adviser, "Zoé Zimmer", "Éloïse Vasseur")
    assert abadie.person.birth_country == "BE"
    # An emptied box chooses nobody.
    second.fill("")
    second.press("Tab")
    save(page)
    abadie.refresh_from_db()
    assert abadie.second_adviser is None


def test_text_sent_before_anything_is_chosen_is_answered(
    page_of, adviser, abadie, crowd, complaints
):
    page = page_of(adviser)
    open_general(page, abadie)
    page.route("**/choix/**", lambda _route: None)
    second = page.get_by_role("combobox", name="Conseiller secondaire")
    # At once: letters typed apart ask anew, and what was asked before is given up aloud.
    with page.expect_request("**/choix/**"):
        second.fill("zim")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("2 choix conviennent à")).to_be_visible()
    expect(second).to_have_value("zim")
    assert ["422" in complaint for complaint in complaints] == [True]
    complaints.clear()
    page.unroute("**/choix/**")
    second.press("ArrowDown")
    page.get_by_role("option", name="Zoé Zimmer").click()
    save(page)
    abadie.refresh_from_db()
    assert str(abadie.second_adviser) == "Zoé Zimmer"


def test_enter_before_the_list_came_takes_its_only_choice(page_of, adviser, abadie, crowd):
    page = page_of(adviser)
    open_general(page, abadie)
    second = page.get_by_role("combobox", name="Conseiller secondaire")
    second.fill("zoe")
    second.press("Enter")
    expect(second).to_have_value("Zoé Zimmer")
    # Of several none is taken unseen.
    second.fill("zim")
    second.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(second).to_have_value("Zoé Zimmer")


def test_choice_that_somebody_else_saved_meanwhile_is_taken(
    page_of, adviser, colleague, abadie, complaints
):
    pages = [page_of(adviser), page_of(colleague)]
    for page, name in zip(pages, ("Suisse", "Belgique"), strict=True):
        open_general(page, abadie)
        country = page.get_by_role("combobox", name="Pays de naissance")
        # At once: an answer to fewer letters would take the choice away again.
        country.fill(name)
        expect(page.get_by_role("option", name=name)).to_be_visible()
        country.press("Enter")
    save(pages[1])
    page = pages[0]
    page.get_by_role("button", name="Enregistrer").click()
    conflict = page.locator("#div_id_birth_country")
    conflict.get_by_role("button", name="Prendre").click()
    expect(conflict.get_by_role("combobox")).to_have_value("Belgique")
    expect(conflict.get_by_role("combobox")).to_be_focused()
    assert ["422" in complaint for complaint in complaints] == [True]
    complaints.clear()
    save(page)
    abadie.person.refresh_from_db()
    assert abadie.person.birth_country == "BE"


def test_list_is_filtered_by_somebody_who_is_searched(page_of, adviser, abadie, crowd):
    page = page_of(adviser, NARROW)
    page.goto(reverse("contacts:contact-list"))
    box = page.get_by_role("combobox", name="Conseiller ou assistant")
    expect(box).to_have_attribute("placeholder", "Tous les conseillers")
    box.press_sequentially("zoe")
    page.get_by_role("option", name="Zoé Zimmer").click()
    expect(page.get_by_role("heading", name="Aucun contact ici")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"adviser={crowd[40].pk}\b(?!.*_search)"))
    # The list of a box at the right edge stays on the screen.
    open_general(page, abadie)
    page.get_by_role("combobox", name="Assistant").click()
    expect(page.get_by_role("option", name="Zimon Azur")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]


def test_without_a_script_the_box_is_a_plain_search(page_of, adviser, abadie, crowd, complaints):
    page = page_of(adviser, scripts=False)
    open_general(page, abadie)
    second = page.get_by_label("Conseiller secondaire")
    page.get_by_role("textbox", name="Note").fill("Revue")
    page.locator("#id_second_adviser_search").fill("zim")
    page.locator("#div_id_second_adviser").get_by_role("button", name="Rechercher").click()
    expect(page.get_by_text("2 choix conviennent à")).to_be_visible()
    expect(page.get_by_role("textbox", name="Note")).to_have_value("Revue")
    assert ["422" in complaint for complaint in complaints] == [True]
    complaints.clear()
    second.select_option(label="Zoé Zimmer")
    save(page)
    abadie.refresh_from_db()
    assert (str(abadie.second_adviser), abadie.note) == ("Zoé Zimmer", "Revue")
