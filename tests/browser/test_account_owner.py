"""The FAQ's question on a new account that goes to another contact than the imported owner."""

import datetime as dt

from playwright.sync_api import expect

from accounts.models import Account, Custodian, Ownership, Product
from alerts.actions.detection import Owner, Seen, detect
from tests.browser.clicks import Clicks
from tests.factories import PersonFactory

# The alert, the button of the owner, the contact, its validation, Enregistrer.
FAQ_CLICKS = 5


def detected(number):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon Multisupport")
    account = Account(product=product, number=number, is_provisional=True)
    account.save()
    owner = Owner("GUERIN", "Sandrine", dt.date(1978, 10, 9))
    detect(partner="assurvia", seen=[Seen(account.pk, number, owner)])


def test_account_goes_to_the_owner_that_was_chosen(page_of, adviser, axe_complaints):
    luc = PersonFactory(by=adviser, last_name="Moreau", first_name="Luc")
    detected("AV-1")
    page, click = page_of(adviser), Clicks()
    page.goto("/")
    click(page.get_by_role("link", name="Nouveaux comptes détectés"))
    click(page.get_by_text("Recherche de contacts"))
    page.get_by_label("Rechercher le propriétaire de AV-1").fill("moreau")
    page.keyboard.press("Enter")
    click(page.get_by_role("button", name="Luc Moreau"))
    assert axe_complaints(page) == []
    click.choose(page.get_by_label("Action pour le compte AV-1"), "add")
    click(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("heading", name="Aucun compte à traiter")).to_be_visible()
    assert click.number <= FAQ_CLICKS
    assert Ownership.objects.get().contact == luc
