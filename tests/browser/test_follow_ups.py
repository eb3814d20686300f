"""Suivi in a real browser: notes are added, found and changed."""

import pytest
from django.urls import reverse

from contacts.models import FollowUp
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person(adviser):
    def person(last_name, first_name, **details):
        return PersonFactory(by=adviser, last_name=last_name, first_name=first_name, **details)

    return person


def test_note_is_added_found_and_changed(person, adviser, page_of, axe_complaints):
    contact = person("Abadie", "Léa")
    page = page_of(adviser, dark=True)
    page.goto(reverse("contacts:contact-follow-ups", args=[contact.pk]))
    for text in ("Appel pour la donation.", "Courrier reçu."):
        page.get_by_label("Texte").fill(text)
        page.get_by_role("button", name="Ajouter la fiche").click()
    assert page.locator(".note__text").all_inner_texts() == [
        "Courrier reçu.",
        "Appel pour la donation.",
    ]
    assert axe_complaints(page) == []
    page.get_by_role("searchbox", name="Rechercher dans le suivi").press_sequentially("donation")
    page.locator(".note__text").get_by_text("Courrier").wait_for(state="detached")
    page.get_by_role("link", name="Modifier Appel").click()
    page.get_by_label("Texte").fill("Appel pour la donation-partage.")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Appel pour la donation-partage.").wait_for()
    assert FollowUp.objects.filter(text__contains="partage").count() == 1
