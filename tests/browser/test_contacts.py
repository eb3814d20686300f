"""The FAQ's questions on adding a contact and on its e-mail, played through the menus it names."""

from django.urls import reverse
from playwright.sync_api import expect

from contacts.models import Contact
from tests.browser.clicks import Clicks


def add_person(page, last_name, first_name):
    click = Clicks()
    click(page.get_by_role("link", name="Ajouter un contact").first)
    # Where the FAQ's one click leads.
    expect(page.get_by_role("heading", level=1)).to_have_text("Ajouter un contact")
    assert click.number == 1
    expect(page.get_by_role("radio", name="Personne physique")).to_be_checked()
    page.get_by_label("Nom", exact=True).fill(last_name)
    page.get_by_label("Prénom").fill(first_name)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{first_name} {last_name}")


def test_new_contact_is_added_from_the_menu_and_found(page_of, adviser):
    page = page_of(adviser)
    page.goto("/")
    add_person(page, "Quéméner", "Thierry")
    assert Contact.objects.get().lead_adviser == adviser
    page.get_by_role("link", name="Contacts", exact=True).click()
    expect(page.get_by_role("link", name="Quéméner Thierry")).to_be_visible()
    page.get_by_label("Filtrer cette liste").fill("quemener")
    expect(page.get_by_role("link", name="Quéméner Thierry")).to_be_visible()
    page.get_by_label("Filtrer cette liste").fill("zeller")
    expect(page.get_by_role("heading", name="Aucun contact ici")).to_be_visible()


def test_email_is_filled_in_coordonnees(page_of, adviser):
    page = page_of(adviser)
    page.goto("/")
    add_person(page, "Abadie", "Solange")
    click = Clicks()
    click(page.get_by_text("Tout parcourir"))
    click(page.get_by_role("group").get_by_role("link", name="Coordonnées"))
    emails = page.get_by_role("region", name="Emails")
    emails.get_by_label("E-mail", exact=True).fill("solange.abadie@example.org")
    click(page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_role("link", name="solange.abadie@example.org")).to_be_visible()
    # Tout parcourir, Dossier > Coordonnées, Enregistrer.
    assert click.number == 3
    assert Contact.objects.get().emails.get().preferred is True


def test_refused_value_is_said_beside_the_field_and_kept(page_of, adviser, complaints):
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-create", args=["organisation"]))
    page.get_by_label("Dénomination").fill("Chais Moreau SAS")
    page.get_by_label("SIREN").fill("812 345 671")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("n’est pas un SIREN")).to_be_visible()
    expect(page.get_by_label("Dénomination")).to_have_value("Chais Moreau SAS")
    assert not Contact.objects.exists()
    assert len(complaints) == 1
    assert "422" in complaints.pop()


def test_axe_finds_nothing_on_the_pages_of_contacts_in_the_dark(page_of, adviser, axe_complaints):
    page = page_of(adviser, dark=True)
    page.goto("/")
    add_person(page, "Castaing-Moreau", "Hélène")
    folder = page.url
    create = reverse("contacts:contact-create", args=["person"])
    for address in ("/", "/contacts/", "/contacts/ajouter/", create, folder):
        page.goto(address)
        assert axe_complaints(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
    page.get_by_role("link", name="Coordonnées").last.click()
    assert axe_complaints(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_other_kind_keeps_the_name_that_was_typed(page_of, adviser):
    page = page_of(adviser)
    page.goto(reverse("contacts:contact-create", args=["person"]))
    page.get_by_label("Nom", exact=True).fill("Moreau")
    page.get_by_role("radio", name="Personne morale").check()
    expect(page.get_by_label("Dénomination")).to_have_value("Moreau")
    expect(page.get_by_role("radio", name="Personne morale")).to_be_checked()
    assert "csrf" not in page.url
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Moreau")
    assert not Contact.objects.get().is_person
