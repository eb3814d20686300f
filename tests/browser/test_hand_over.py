"""Somebody leaves: their clients are handed over by a search, and given back."""

import re

import pytest
from playwright.sync_api import expect

from contacts.models import Contact, ContactKeyword, Keyword
from tests.browser.clicks import Clicks
from tests.browser.test_asking import is_drawn
from tests.factories import PersonFactory

PUBLIC = 176


@pytest.fixture
def leaver(hire):
    return hire("tessier", "Conseiller", first_name="Marc", last_name="Tessier")


@pytest.fixture
def taker(hire):
    return hire("vasseur", "Conseiller", first_name="Claire", last_name="Vasseur")


def led(user):
    rows = Contact.objects.filter(lead_adviser=user)
    return (rows.filter(is_private=False).count(), rows.filter(is_private=True).count())


@pytest.mark.security(29)
def test_a_leavers_clients_are_handed_over_in_five_clicks_and_given_back_in_one(
    page_of, leaver, taker, manager, axe_complaints
):
    for at in range(PUBLIC):
        PersonFactory(by=leaver, last_name=f"Client {at:03}")
    for at in range(2):
        PersonFactory(by=leaver, last_name=f"Secret {at}", is_private=True)
    page, click = page_of(manager), Clicks()
    press, write = page.keyboard.press, page.keyboard.type
    page.goto("/requetes/nouvelle/")
    page.get_by_role("button", name="Condition").focus()
    press("Enter")
    expect(page.get_by_role("combobox", name="Champ")).to_be_focused()
    write("conseiller principal")
    expect(page.get_by_role("option", name="Conseiller principal")).to_be_visible()
    press("Enter")
    expect(page.get_by_label("Comparaison")).to_be_focused()
    is_drawn(page)
    page.get_by_label("Marc Tessier").focus()
    press("Space")
    expect(page.locator("#asking-total")).to_have_text(f"{PUBLIC} contacts")
    click(page.get_by_role("button", name="Afficher les résultats"))
    click(page.get_by_label(f"Sélectionner les {PUBLIC} résultats"))
    click(page.locator("#results summary", has_text="Actions"))
    click(page.get_by_role("button", name="Personnes affectées"))
    expect(page.get_by_label("Personne à remplacer")).to_have_value(str(leaver.pk))
    # Who takes over is asked first, and found by its first letters.
    expect(page.get_by_label("Remplacée par")).to_be_focused()
    write("Claire")
    expect(page.get_by_text("Ce qui sera fait")).to_be_visible()
    rows = page.locator("table tbody tr")
    expect(rows).to_have_count(20)
    place = "Conseiller principal\u202f: "
    expect(rows.first.get_by_role("cell")).to_have_text(
        [f"{place}Marc Tessier", f"{place}Claire Vasseur"]
    )
    expect(page.get_by_text("et 156 autres")).to_be_visible()
    assert axe_complaints(page) == []
    click(page.get_by_role("button", name="Enregistrer"))
    done = page.get_by_text(f"{PUBLIC} contacts passés de Marc Tessier à Claire Vasseur.")
    expect(done).to_be_visible()
    expect(page).to_have_url(re.compile(r"/requetes/\d+/$"))
    assert click.number == 5
    assert (led(leaver), led(taker)) == ((0, 2), (PUBLIC, 0))
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text(f"{PUBLIC} contacts remis à leur place.")).to_be_visible()
    assert (led(leaver), led(taker)) == ((PUBLIC, 2), (0, 0))
    assert {row.history.count() for row in Contact.objects.filter(is_private=True)} == {1}


def test_keywords_are_changed_without_a_script(page_of, adviser):
    golf, wine = (Keyword.objects.create(label=label) for label in ("Golf", "Vin"))
    contacts = [PersonFactory(by=adviser, last_name=name) for name in ("Abadie", "Blot")]
    ContactKeyword(contact=contacts[0], keyword=golf).save()
    page = page_of(adviser, scripts=False)
    page.goto("/contacts/")
    for name in ("Abadie", "Blot"):
        page.get_by_role("checkbox", name=name).check()
    page.locator("summary", has_text="Actions").click()
    page.get_by_role("button", name="Mots clés").click()
    page.get_by_role("group", name="Ajouter").get_by_label("Vin").check()
    page.get_by_role("group", name="Retirer").get_by_label("Golf").check()
    page.get_by_role("button", name="Aperçu").click()
    expect(page.locator("table tbody tr").first.get_by_role("cell")).to_have_text(["Golf", "Vin"])
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Mots clés de 2 contacts modifiés.")).to_be_visible()
    assert set(ContactKeyword.objects.values_list("keyword", flat=True)) == {wine.pk}
