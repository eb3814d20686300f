"""Two holders in a real browser: Ajouter asks for both, with a script and without one."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Account, Custodian, Ownership, Product
from alerts.actions.detection import Owner, Seen, detect
from contacts.models import Relationship
from tests.browser.conftest import NARROW, WIDE

PAIR = Owner("DUPONT", "Paul", dt.date(1970, 4, 12), title="M. et Mme", town="Brest")


@pytest.fixture
def pair(db):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon Multisupport")
    account = Account(product=product, number="AV-1", is_provisional=True)
    account.save()
    detect(partner="assurvia", seen=[Seen(account.pk, "AV-1", PAIR)])


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no script"])
def test_both_are_asked_for_added_and_own(
    page_of, pair, adviser, complaints, axe_complaints, scripts
):
    page = page_of(adviser, scripts=scripts)
    page.goto(reverse("alerts:clients"))
    page.get_by_label("Action pour Paul DUPONT").select_option("add")
    page.get_by_role("button", name="Enregistrer").click()
    second = page.get_by_role("group", name="Second titulaire")
    expect(second.get_by_label("Prénom")).to_be_visible()
    expect(second.get_by_text("Second titulaire\u202f: indiquez le prénom.")).to_be_visible()
    # The answer that asks is a 422.
    assert ["422" in complaint for complaint in complaints] == [True]
    complaints.clear()
    if scripts:
        for viewport in (WIDE, NARROW):
            page.set_viewport_size(viewport)
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= viewport["width"]
            assert axe_complaints(page) == []
        page.set_viewport_size(WIDE)
        second.get_by_label("Second titulaire", exact=True).select_option("none")
        expect(second.get_by_label("Date de naissance")).to_be_hidden()
        second.get_by_label("Second titulaire", exact=True).select_option("add")
    second.get_by_label("Prénom").fill("Marie")
    page.get_by_role("button", name="Enregistrer").click()
    told = "Paul DUPONT\u202f: les deux titulaires sont Paul DUPONT et Marie DUPONT."
    expect(page.get_by_text(told)).to_be_visible()
    assert Relationship.objects.get().kind == "spouse"
    page.goto(reverse("alerts:accounts"))
    page.get_by_role("button", name="Reporter >> Ajouter").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Le compte AV-1 est ajouté à Paul DUPONT et Marie")).to_be_visible()
    assert sorted(Ownership.objects.values_list("contact__first_name", "share")) == [
        ("Marie", 50),
        ("Paul", 50),
    ]
