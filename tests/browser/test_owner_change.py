"""The FAQ's second way of turning a person into an organisation: « un nouveau contact »."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from accounts.actions.accounts import Owner, open_account
from accounts.models import Account, Custodian, Ownership, Product
from contacts.models import Contact
from searches.actions.searches import ask
from tests.browser.conftest import NARROW, WIDE
from tests.factories import PersonFactory

ACTION = "Changez le ou les propriétaires affectés au compte"
STARTING_WITH_AV = {
    "v": 1,
    "on": "accounts",
    "where": {"all": [{"f": "number", "op": "begins", "v": "AV"}]},
}


@pytest.fixture
def jean(adviser):
    """Own two accounts, and a friend one more."""
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    jean, luc = (
        PersonFactory(by=adviser, last_name=name, birth_date=dt.date(1980, 1, 1), first_name=first)
        for name, first in (("Dubois", "Jean"), ("Castaing", "Luc"))
    )
    for number, owner in (("AV-1", jean), ("AV-2", jean), ("AV-3", luc)):
        account = Account(product=product, number=number)
        open_account(account=account, owners=[Owner(owner)], by=adviser)
    return jean


def heading(page):
    return page.get_by_role("heading", level=1)


def owned():
    rows = Ownership.objects.order_by("account__number", "pk")
    return [(row.account.number, str(row.contact)) for row in rows]


@pytest.mark.usefixtures("jean")
def test_accounts_go_to_a_new_legal_person_as_the_faq_says(page_of, jean, adviser, axe_complaints):
    page = page_of(adviser)
    # 1. Dans le module Contacts, créez un nouveau contact.
    page.goto("/contacts/")
    page.get_by_role("link", name="Ajouter un contact").first.click()
    page.get_by_role("radio", name="Personne morale").check()
    page.get_by_label("Dénomination").fill("Dubois Conseil")
    page.get_by_role("button", name="Enregistrer").click()
    expect(heading(page)).to_have_text("Dubois Conseil")
    # 2. Rendez-vous dans le module Requêtes.
    page.get_by_role("link", name="Requêtes", exact=True).first.click()
    # 3. Effectuez une requête sur les comptes du contact initial.
    page.get_by_role("link", name="Requête sur les comptes").click()
    page.get_by_role("button", name="Propriétaires, situations…").click()
    expect(page.get_by_label("De quoi")).to_have_value("owners")
    page.get_by_role("button", name="Condition", exact=True).first.click()
    page.get_by_role("combobox", name="Champ").fill("propriétaire")
    page.get_by_role("option", name="Propriétaire", exact=True).click()
    page.get_by_label("Recherche de contacts").fill("jean dubois")
    page.keyboard.press("Tab")
    page.get_by_role("checkbox", name="Jean Dubois").check()
    expect(page.locator("#asking-total")).to_have_text("2 comptes")
    page.get_by_role("button", name="Afficher les résultats").click()
    # 4. Dans la fenêtre des résultats, sélectionnez le compte.
    page.get_by_role("checkbox", name="AV-2").check()
    # 5. Cliquez sur le menu > Changez le ou les propriétaires affectés au compte.
    page.locator("#results summary", has_text="Actions").click()
    page.get_by_role("button", name=ACTION).click()
    expect(heading(page)).to_have_text(ACTION)
    expect(page.get_by_role("heading", name="Un compte choisi")).to_be_visible()
    assert axe_complaints(page) == []
    # 6. Sélectionnez le nouveau contact « personne morale » puis cliquez sur OK.
    page.get_by_label("Ajouter un propriétaire").fill("dubois conseil")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Dubois Conseil").click()
    line = page.get_by_role("row", name="AV-2")
    expect(line).to_contain_text("Jean Dubois")
    expect(line).to_contain_text("Dubois Conseil")
    assert axe_complaints(page) == []
    page.get_by_role("button", name="OK", exact=True).click()
    # Les comptes sont ainsi affectés au contact « personne morale ».
    expect(page.get_by_text("Le compte a changé de propriétaires.")).to_be_visible()
    assert owned() == [
        ("AV-1", "Jean Dubois"),
        ("AV-2", "Dubois Conseil"),
        ("AV-3", "Luc Castaing"),
    ]
    company = Contact.objects.get(kind="organisation")
    page.goto(f"/contacts/{company.pk}/comptes/")
    expect(page.get_by_role("row", name="AV-2")).to_be_visible()
    # And back, from Services.
    page.goto("/contacts/modifications/")
    page.get_by_role("row", name="AV-2").get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Le compte a retrouvé ses propriétaires d’avant.")).to_be_visible()
    assert ("AV-2", "Jean Dubois") in owned()


@pytest.mark.usefixtures("jean")
@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_all_results_change_owners_by_the_keyboard_and_back(
    page_of, adviser, viewport, axe_complaints, complaints
):
    page = page_of(adviser, viewport)
    press, write = page.keyboard.press, page.keyboard.type
    page.goto(f"/requetes/{ask(stored=STARTING_WITH_AV, by=adviser).pk}/")
    page.get_by_label("Sélectionner les 3 résultats").focus()
    press("Space")
    page.locator("#results summary", has_text="Actions").focus()
    press("Enter")
    page.get_by_role("button", name=ACTION).focus()
    press("Enter")
    expect(page.get_by_role("heading", name="3 comptes choisis")).to_be_visible()
    page.get_by_label("Ajouter un propriétaire").focus()
    write("castaing")
    press("Enter")
    page.get_by_role("button", name="Luc Castaing").focus()
    press("Enter")
    expect(
        page.get_by_role("heading", name="2 comptes changeront de propriétaires")
    ).to_be_visible()
    expect(page.get_by_text("Un compte a déjà ces propriétaires.")).to_be_visible()
    assert axe_complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    page.get_by_label("Part\u202f: Luc Castaing").focus()
    write("120")
    page.get_by_role("button", name="OK", exact=True).focus()
    press("Enter")
    expect(page.get_by_text("Les parts sont impossibles")).to_be_visible()
    assert "422" in complaints.pop()
    assert ("AV-1", "Jean Dubois") in owned()
    page.get_by_label("Part\u202f: Luc Castaing").focus()
    press("Control+a")
    press("Delete")
    page.get_by_role("button", name="Voir l’avant et l’après").focus()
    press("Enter")
    page.get_by_role("button", name="OK", exact=True).focus()
    press("Enter")
    expect(page.get_by_text("2 comptes ont changé de propriétaires.")).to_be_visible()
    assert {owner for _number, owner in owned()} == {"Luc Castaing"}
    page.get_by_role("button", name="Annuler", exact=True).focus()
    press("Enter")
    told = "2 comptes ont retrouvé leurs propriétaires d’avant."
    expect(page.get_by_text(told)).to_be_visible()
    assert ("AV-1", "Jean Dubois") in owned()
