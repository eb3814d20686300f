"""The FAQ's « Les dossiers privés, comment ça marche ? », played by three people at once."""

import pytest
from playwright.sync_api import expect

from tests.factories import PersonFactory


@pytest.fixture
def folder(hire):
    """A folder led by somebody whose profile has not the right yet."""
    lead = hire("lead", "Conseiller junior", first_name="Claire", last_name="Vasseur")
    return PersonFactory(by=lead, last_name="Zorglubine", first_name="Philomène")


def found_by_search(page, text):
    page.get_by_role("searchbox", name="Rechercher").fill(text)
    return page.get_by_role("link", name="Zorglubine").first


def test_folder_is_made_private_before_the_eyes_of_a_colleague(
    page_of, folder, colleague, administrator, complaints
):
    lead = folder.lead_adviser
    address = f"/contacts/{folder.pk}/"
    # The adviser does not see the box: it needs a right.
    adviser_page = page_of(lead)
    adviser_page.goto(address)
    expect(adviser_page.get_by_label("Dossier privé")).to_have_count(0)
    # The colleague has the folder open, and finds it in the search.
    colleague_page = page_of(colleague)
    colleague_page.goto(address)
    expect(colleague_page.get_by_role("heading", level=1)).to_have_text("Philomène Zorglubine")
    expect(found_by_search(colleague_page, "zorg")).to_be_visible()
    # The administrator gives the right: Profils utilisateur > Gestion des profils > profil.
    admin_page = page_of(administrator)
    admin_page.goto("/administration/")
    admin_page.get_by_role("link", name="Gestion des profils", exact=True).first.click()
    admin_page.get_by_role("link", name="Conseiller junior").click()
    admin_page.get_by_label("Création des dossiers privés").check()
    admin_page.get_by_role("button", name="Enregistrer", exact=True).click()
    # The adviser ticks the box: Général > Dossier privé > Enregistrer.
    adviser_page.reload()
    adviser_page.get_by_label("Dossier privé").check()
    adviser_page.get_by_role("button", name="Enregistrer").click()
    expect(adviser_page.get_by_role("heading", level=1)).to_contain_text("Privé")
    # The colleague's next click and next search know nothing of it.
    expect(found_by_search(colleague_page, "zorgl")).to_have_count(0)
    answer = colleague_page.goto(address)
    assert answer.status == 404
    never_used = colleague_page.goto("/contacts/987654/")
    assert never_used.status == 404
    # Nor does the administrator, superuser though they are.
    assert admin_page.goto(address).status == 404
    # The browser notes each of the three as a missing page; nothing else was complained of.
    assert len(complaints) == 3
    assert all("404" in complaint for complaint in complaints)
    complaints.clear()
