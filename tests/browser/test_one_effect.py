"""A double click, and Back then Enregistrer, in a real browser."""

import pytest
from django.urls import reverse

from contacts.models import Category, Contact, FollowUp

pytestmark = pytest.mark.django_db(transaction=True)
CREATE = reverse("contacts:contact-create", args=["person"])


@pytest.fixture(autouse=True)
def category(db):
    return Category.objects.get_or_create(
        name="Clients", parent=None, defaults={"default_for": "person"}
    )[0]


def type_person(page, last_name="Dupont"):
    page.get_by_label("Nom", exact=True).fill(last_name)
    page.get_by_label("Prénom", exact=True).fill("Paul")


@pytest.mark.security(44, 66)
def test_double_click_makes_one_contact_and_one_note(adviser, page_of):
    page = page_of(adviser)
    page.goto(CREATE)
    type_person(page)
    page.get_by_role("button", name="Enregistrer").dblclick()
    page.get_by_role("heading", name="Dupont").first.wait_for()
    assert page.locator("[data-toast]").all_inner_texts() == ["Contact Paul Dupont ajouté."]
    contact = Contact.objects.get()
    page.goto(reverse("contacts:contact-follow-ups", args=[contact.pk]))
    page.get_by_label("Texte").fill("Appel pour la donation.")
    page.get_by_role("button", name="Ajouter la fiche").dblclick()
    page.locator(".note__text").first.wait_for()
    assert page.locator(".note__text").all_inner_texts() == ["Appel pour la donation."]
    assert FollowUp.objects.count() == 1


@pytest.mark.security(66)
def test_back_then_save_makes_no_second_contact(adviser, page_of, complaints, axe_complaints):
    page = page_of(adviser)
    page.goto(CREATE)
    type_person(page)
    save = page.get_by_role("button", name="Enregistrer", exact=True)
    save.click()
    page.wait_for_url("**/contacts/*/")
    made = page.url
    page.go_back()
    assert page.get_by_label("Nom", exact=True).input_value() == "Dupont"
    save.click()
    page.wait_for_url(made)
    assert Contact.objects.count() == 1
    page.go_back()
    type_person(page, "Durand")
    save.click()
    page.get_by_text("Ce contact est déjà enregistré.").wait_for()
    assert page.get_by_label("Nom", exact=True).input_value() == "Durand"
    assert Contact.objects.count() == 1
    assert axe_complaints(page) == []
    # The refusal itself, 409, is what the console speaks of.
    assert ["409" in complaint for complaint in complaints] == [True]
    complaints.clear()
    page.get_by_role("button", name="Enregistrer comme nouveau").click()
    page.get_by_role("heading", name="Durand").first.wait_for()
    assert sorted(Contact.objects.values_list("name", flat=True)) == ["Dupont", "Durand"]
    # What is asked for anew is a new form.
    page.goto(CREATE)
    type_person(page, "Lefèvre")
    save.click()
    page.get_by_role("heading", name="Lefèvre").first.wait_for()
    assert Contact.objects.count() == 3
