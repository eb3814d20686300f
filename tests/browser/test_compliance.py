"""Conformité in a real browser: a new profile by the keyboard, and a consent taken back."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from compliance.models import Consent, InvestorProfile, ProductExperience
from persistence.models import save_as
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def contact(adviser):
    """Make a folder with an old profile, and a consent."""
    contact = PersonFactory(by=adviser, last_name="Abadie", first_name="Léa")
    day = dt.date(2025, 3, 1)
    profile = InvestorProfile(contact=contact, dated_on=day, risk_level="2", created_by=adviser)
    save_as(profile, adviser)
    save_as(ProductExperience(profile=profile, product="scpi", knowledge="2"), adviser)
    save_as(Consent(contact=contact, kind="marketing", dated_on=day, source="RIC v1"), adviser)
    return contact


def choose(page, label, word):
    """Choose from a list as the keyboard does: by the first letters of what it says."""
    page.get_by_label(label).focus()
    page.keyboard.type(word)


def test_new_profile_is_entered_by_the_keyboard_and_the_old_one_stays(
    contact, adviser, page_of, complaints, axe_complaints
):
    page = page_of(adviser)
    page.goto(reverse("compliance:folder-profile", args=[contact.pk]))
    page.get_by_role("link", name="Nouveau profil").focus()
    page.keyboard.press("Enter")
    # It begins as the one before.
    expect(page.get_by_label("Profil souhaité")).to_have_value("2")
    expect(page.get_by_label("SCPI, OPCI\u202f: Connaissance")).to_have_value("2")
    choose(page, "Profil souhaité", "Off")
    choose(page, "Perte maximale acceptable", "Auc")
    choose(page, "Crypto-actifs\u202f: Connaissance", "Bon")
    date = page.get_by_role("textbox", name="Date")
    date.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("01/01/2126")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Cette date est dans le futur.").first).to_be_visible()
    expect(page.get_by_label("Profil souhaité")).to_have_value("5")
    assert axe_complaints(page) == []
    assert ["422" in complaint for complaint in complaints] == [True]
    complaints.clear()
    date.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("01/02/2026")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Le profil d’investisseur est enregistré.")).to_be_visible()
    expect(page.get_by_text("ne va pas avec la perte maximale")).to_be_visible()
    assert axe_complaints(page) == []
    page.get_by_role("link", name="01/03/2025").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Version antérieure")).to_be_visible()
    expect(page.locator("main dl.facts")).to_contain_text("Prudent")
    expect(page.get_by_role("table")).not_to_contain_text("Crypto-actifs")
    old, new = InvestorProfile.objects.order_by("dated_on")
    assert (old.risk_level, new.risk_level, new.loss_capacity) == ("2", "5", "0")
    said = dict(new.experiences.values_list("product", "knowledge"))
    assert said == {"scpi": "2", "crypto": "3"}


def test_consent_is_taken_back_by_a_new_line(contact, adviser, page_of, axe_complaints):
    page = page_of(adviser)
    page.goto(reverse("compliance:folder-consents", args=[contact.pk]))
    stands = page.get_by_role("region", name="Ce qui vaut aujourd’hui")
    expect(stands).to_contain_text("Donné le 01/03/2025, RIC v1")
    page.get_by_role("link", name="Noter un consentement ou son retrait").click()
    page.get_by_label("Objet").select_option("marketing")
    page.get_by_label("Réponse").select_option(label="Retiré")
    page.get_by_label("Recueilli par").fill("Courriel")
    assert axe_complaints(page) == []
    page.get_by_role("button", name="Enregistrer").click()
    expect(stands).to_contain_text("Retiré")
    expect(stands).to_contain_text("Courriel")
    rows = page.get_by_role("table").get_by_role("row")
    # Under the head, the newest first; what was given stays.
    expect(rows.nth(1)).to_contain_text("Courriel")
    expect(rows.nth(2)).to_contain_text("RIC v1")
    kept = Consent.objects.order_by("pk").values_list("is_given", "source")
    assert list(kept) == [(True, "RIC v1"), (False, "Courriel")]
