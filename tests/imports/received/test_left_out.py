"""What was not taken of a form is told with its document."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.models import Change
from tests.factories import PersonFactory
from tests.imports.received.conftest import form_of

pytestmark = pytest.mark.django_db


def report_of(client, contact):
    """Return what the only document of a folder says of its reading."""
    page = client.get(reverse("documents:document-list", args=[contact.pk]))
    (row,) = page.context["documents"]
    return [line.replace("\u202f", " ") for line in row["report"]]


NOT_TAKEN = [
    (
        "Pays de naissance : « Syldavie » n’a pas été repris. « Syldavie » n’est pas un pays de la "
        "liste. Écrivez son nom usuel : Belgique."
    ),
    "1. Prénom : « Léa » n’a pas été repris.",
    "Employeur ou société : vidé dans le Recueil, gardé dans le dossier.",
    "Secteur d’activité : « Acier » n’a pas été repris.",
    (
        "Revenu fiscal de référence (€) : « 125k » n’a pas été repris. « 125k » : écrivez le "
        "montant avec tous ses chiffres : 125 000."
    ),
]


def test_document_says_what_was_not_taken_and_why_and_when_the_rest_was_undone(
    adviser, send, issued, sign_in
):
    contact = PersonFactory(by=adviser, last_name="Moreau", employer="Dupont")
    issue, _copy = issued(contact, {"tit_employeur": "Dupont"}, by=adviser)
    said = {
        "tit_secteur": "Acier",
        "tit_naissance_pays": "Syldavie",
        "fisc_rfr": "125k",
        "tit_profession": "Notaire",
        "enf1_prenom": "Léa",
        # Sensitive, and not agreed to: it is not even told of.
        "enf1_handicap": "OUI",
    }
    update = reverse("imports:fact-find-update", args=[contact.pk])
    page = send(adviser, form_of(said, issue.ref), to=update)["Location"]
    client = sign_in(adviser)
    token = html.fromstring(client.get(page).content).xpath("//input[@name='shown']/@value")
    client.post(page, {"take": ["tit_profession"], "shown": token})

    assert report_of(client, contact)[1:] == NOT_TAKEN
    client.post(reverse("contacts:change-undo", args=[Change.objects.get().pk]))
    day = timezone.localdate().strftime("%d/%m/%Y")
    undone = f"Ce qui en avait été repris a été annulé le {day}."
    assert report_of(client, contact)[1:] == [*NOT_TAKEN, undone]
