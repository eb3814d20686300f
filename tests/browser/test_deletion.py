"""The FAQ's question on reactivation, played through the menus it names, clicks counted."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.actions.accounts import Owner, open_account
from accounts.actions.deletion import delete_account
from accounts.models import Account, Custodian, Product
from contacts.models import Contact
from tests.browser.clicks import Clicks, open_services
from tests.factories import PersonFactory

# Services; Modules; Contacts; Contacts et comptes supprimés; the tick; Réactiver.
CLICKS_OF_THE_FAQ = 6


@pytest.fixture
def moreau(adviser):
    return PersonFactory(by=adviser, last_name="Moreau", first_name="Anne")


def open_list(page, click):
    open_services(page, click)
    click(page.get_by_role("link", name="Contacts et comptes supprimés").first)


def test_contact_is_deleted_and_reactivated(page_of, manager, moreau, axe_complaints):
    page, click = page_of(manager), Clicks()
    page.goto(reverse("contacts:contact-general", args=[moreau.pk]))
    page.get_by_text("Actions", exact=True).click()
    page.get_by_role("link", name="Supprimer").click()
    expect(page.get_by_role("heading", name="Supprimer Anne Moreau")).to_be_visible()
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Supprimer").click()
    expect(page.get_by_text("Contact Anne Moreau supprimé.")).to_be_visible()
    assert not Contact.objects.exists()
    open_list(page, click)
    assert axe_complaints(page) == []
    click(page.get_by_role("checkbox", name="Choisir Anne Moreau"))
    click(page.get_by_role("button", name="Réactiver"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Anne Moreau")
    assert Contact.objects.get() == moreau
    assert click.number <= CLICKS_OF_THE_FAQ


def test_account_is_reactivated(page_of, adviser, manager, moreau):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    account = open_account(
        account=Account(product=product, number="AV-1"), owners=[Owner(moreau)], by=adviser
    )
    delete_account(account=account, by=adviser)
    page, click = page_of(manager), Clicks()
    page.goto("/")
    open_list(page, click)
    click(page.get_by_role("checkbox", name="Choisir AV-1"))
    click(page.get_by_role("button", name="Réactiver"))
    expect(page.get_by_text("1 élément réactivé, tel quel.")).to_be_visible()
    assert Account.objects.get() == account
    assert click.number <= CLICKS_OF_THE_FAQ


def test_likely_duplicate_is_shown_as_one_types(page_of, adviser, moreau):
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-create", args=["person"]))
    page.get_by_label("Nom", exact=True).fill("moreau")
    page.get_by_label("Prénom").fill("anne")
    expect(page.get_by_role("link", name="Anne Moreau")).to_be_visible()
    expect(page.get_by_text("Même nom")).to_be_visible()
