"""The FAQ's « Comment transformer les personnes physiques en personnes morales ? »: both ways."""

import datetime as dt
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from accounts.actions.accounts import Owner, open_account
from accounts.actions.valuations import add_valuation
from accounts.models import Account, Custodian, Product
from contacts.models import Contact, FollowUp
from tests.browser.conftest import NARROW
from tests.factories import PersonFactory

DAY = dt.date(2026, 11, 20)


@pytest.fixture
def jean(adviser):
    jean = PersonFactory(
        by=adviser, last_name="Dubois", first_name="Jean", birth_date=dt.date(1980, 1, 1)
    )
    FollowUp(contact=jean, date=DAY, text="Premier rendez-vous", author=adviser).save()
    return jean


def heading(page):
    return page.get_by_role("heading", level=1)


def actions(page, name):
    page.locator("summary", has_text="Actions").click()
    page.get_by_role("link", name=name).click()


def test_contact_is_kept_then_converted_back(page_of, jean, adviser, axe_complaints, complaints):
    page = page_of(adviser)
    page.goto(f"/contacts/{jean.pk}/")
    actions(page, "Transformer en personne morale")
    expect(page.get_by_label("Dénomination")).to_have_value("Jean Dubois")
    assert axe_complaints(page) == []
    page.get_by_label("Dénomination").fill("Dubois Conseil")
    page.get_by_label("SIREN").fill("123")
    page.get_by_role("button", name="Transformer").click()
    expect(page.get_by_role("alert")).to_contain_text("SIREN")
    assert "422" in complaints.pop()
    expect(page.get_by_label("Dénomination")).to_have_value("Dubois Conseil")
    page.get_by_label("SIREN").fill("732 829 320")
    page.get_by_role("button", name="Transformer").click()
    expect(heading(page)).to_have_text("Dubois Conseil")
    archived = page.get_by_role("region", name="Champs archivés")
    expect(archived.get_by_role("definition")).to_have_text(["Dubois", "Jean", "01/01/1980"])
    assert axe_complaints(page) == []
    page.get_by_role("link", name="Suivi").first.click()
    expect(page.get_by_text("Premier rendez-vous")).to_be_visible()
    # And back: nothing has to be typed again.
    actions(page, "Transformer en personne physique")
    page.get_by_role("button", name="Transformer").click()
    expect(heading(page)).to_have_text("Jean Dubois")
    expect(page.get_by_label("Date de naissance")).to_have_value("01/01/1980")
    assert Contact.objects.get() == jean


def test_new_contact_takes_the_account_in_one_step(page_of, jean, adviser, axe_complaints):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")
    for number in ("AV-1", "AV-2"):
        account = open_account(
            account=Account(product=product, number=number), owners=[Owner(jean)], by=adviser
        )
        add_valuation(account=account, date=DAY, value=Decimal("1000.00"), by=adviser)
    page = page_of(adviser, NARROW)
    page.goto(f"/contacts/{jean.pk}/")
    # Five clicks and a name, where the FAQ has six steps and two searches.
    actions(page, "Transformer en personne morale")
    page.get_by_role("link", name="Création d’un nouveau contact").click()
    page.get_by_label("Dénomination").fill("Dubois Conseil")
    page.get_by_label("Horizon AV-1").check()
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Créer la personne morale").click()
    expect(heading(page)).to_have_text("Dubois Conseil")
    expect(page.get_by_text("Contact Dubois Conseil ajouté, avec 1 compte.")).to_be_visible()
    made = Contact.objects.get(kind="organisation")
    page.goto(f"/contacts/{made.pk}/comptes/")
    expect(page.get_by_role("rowheader", name="Horizon")).to_be_visible()
    page.goto(f"/contacts/{made.pk}/relations/")
    expect(page.get_by_role("row", name="Jean Dubois")).to_contain_text("Dirigeant")
    page.goto(f"/contacts/{made.pk}/suivi/")
    expect(page.get_by_text("Premier rendez-vous")).to_have_count(0)
