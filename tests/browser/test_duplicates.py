"""Doublons: two that are alike are told apart, and taken back; others are merged."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from contacts.models import DuplicatePair, NotDuplicates
from tests.browser.conftest import NARROW
from tests.factories import PersonFactory


@pytest.fixture
def alike(adviser):
    """Two who share all but their adviser, found as they were saved."""

    def person(**fields):
        return PersonFactory(
            by=adviser,
            last_name="Moreau",
            first_name="Hélène",
            birth_date=dt.date(1975, 11, 24),
            **fields,
        )

    return person(folder_code="A1"), person(folder_code="A2")


def test_pair_is_told_apart_taken_back_and_merged(page_of, alike, adviser, axe_complaints):
    page = page_of(adviser)
    page.goto("/contacts/")
    page.get_by_role("link", name="Doublons").click()
    pair = page.get_by_role("region", name="Hélène Moreau et Hélène Moreau")
    expect(pair).to_contain_text("Nom, prénom, date de naissance")
    row = pair.get_by_role("row").filter(has_text="Code dossier")
    assert row.get_by_role("cell").all_inner_texts() == ["A1", "A2"]
    assert axe_complaints(page) == []
    pair.get_by_role("button", name="Ce ne sont pas des doublons").click()
    expect(page.get_by_role("heading", name="Aucun doublon probable")).to_be_visible()
    assert NotDuplicates.objects.count() == 1
    page.get_by_role("status").get_by_role("button", name="Annuler").click()
    expect(pair).to_be_visible()
    assert (NotDuplicates.objects.count(), DuplicatePair.objects.count()) == (0, 1)
    page.set_viewport_size(NARROW)
    expect(pair.get_by_role("link", name="Moreau Hélène").first).to_be_visible()
    assert axe_complaints(page) == []
    pair.get_by_role("link", name="Fusionner").click()
    page.get_by_role("button", name="Fusionner").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hélène Moreau")
    assert page.url.endswith(f"/contacts/{alike[0].pk}/")
    page.goto("/contacts/doublons/")
    expect(page.get_by_role("heading", name="Aucun doublon probable")).to_be_visible()
