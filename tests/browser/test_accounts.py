"""The page Comptes in a real browser: wide and narrow, whole and accessible."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from accounts.actions.accounts import Owner, open_account
from accounts.actions.valuations import add_valuation
from accounts.enums import Family, Right
from accounts.models import Account, Custodian, Product
from tests.browser.conftest import NARROW, WIDE
from tests.factories import PersonFactory


def person(last_name, first_name, by):
    return PersonFactory(by=by, last_name=last_name, first_name=first_name)


def two_years(account, value, by):
    today = timezone.localdate()
    for days in range(730, -1, -73):
        grown = Decimal(value) * (1000 - days // 10) / 1000
        day = today - dt.timedelta(days=days)
        add_valuation(account=account, date=day, value=round(grown, 2), by=by)


@pytest.fixture
def helene(adviser):
    helene, luc = person("Castaing", "Hélène", adviser), person("Moreau", "Luc", adviser)
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    held = [
        ("Horizon Multisupport", Family.LIFE_INSURANCE, "1412306.18", [Owner(helene)]),
        ("Capi Patrimoine", Family.CAPITALISATION, "1280000", [Owner(helene), Owner(luc)]),
        ("Compte-titres démembré", Family.SECURITIES, "352000", [Owner(helene, Right.USUFRUCT)]),
        ("SCPI Pierre Sereine", Family.SCPI, "480500", [Owner(helene, Right.BARE)]),
    ]
    for number, (name, family, value, owners) in enumerate(held):
        product = Product.objects.create(
            custodian=custodian, code=str(number), name=name, family=family
        )
        account = open_account(
            account=Account(product=product, number=f"AV-44109{number}"), owners=owners, by=adviser
        )
        two_years(account, value, adviser)
    return helene


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_accounts_are_reached_through_the_tab(page_of, helene, adviser, viewport, axe_complaints):
    page = page_of(adviser, viewport)
    page.goto(reverse("contacts:contact-general", args=[helene.pk]))
    page.get_by_role("navigation", name="Pages du dossier").get_by_role(
        "link", name="Comptes"
    ).click()
    table = page.get_by_role("table", name="Comptes par droit du propriétaire")
    expect(table.get_by_text("2\u202f404\u202f306,18\u202f€")).to_have_count(1)
    assert axe_complaints(page) == []


def test_account_is_added_from_the_folder_then_read(page_of, helene, adviser, axe_complaints):
    page = page_of(adviser)
    page.goto(reverse("accounts:folder-accounts", args=[helene.pk]))
    page.get_by_role("link", name="Ajouter un compte").click()
    page.get_by_label("Dépositaire et produit").select_option(label="Horizon Multisupport")
    page.get_by_label("Numéro de compte").fill("AV-77")
    page.get_by_role("textbox", name="Première situation").fill("1 400,82")
    page.get_by_label("Ajouter un propriétaire", exact=True).fill("moreau")
    page.get_by_role("button", name="Recherche de contacts").last.click()
    page.get_by_role("button", name="Luc Moreau").click()
    page.get_by_label("Part\N{NARROW NO-BREAK SPACE}: Luc Moreau").fill("25")
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Enregistrer").last.click()
    expect(page.get_by_text("Le compte AV-77 est ajouté.")).to_be_visible()
    owners = page.get_by_role("table", name="Propriétaires, leur droit et leur part")
    expect(owners.get_by_role("row", name="Hélène Castaing")).to_contain_text("75\u202f%")
    expect(page.get_by_text("1\u202f400,82\u202f€").first).to_be_visible()
    assert axe_complaints(page) == []


def test_enter_key_searches_owners_and_saves_nothing(page_of, helene, adviser):
    page = page_of(adviser, NARROW)
    page.goto(reverse("accounts:account-add", args=[helene.pk]))
    page.get_by_label("Ajouter un propriétaire", exact=True).fill("moreau")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Luc Moreau")).to_be_visible()
