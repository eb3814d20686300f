"""Two people, or one on two pages, who take a form at the same moment: one of them is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.models import Change
from imports.models import Document, ReceivedForm
from tests.architecture.probe import log_in
from tests.factories import PersonFactory
from tests.imports.received.conftest import form_of

pytestmark = [pytest.mark.security(43), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def contact(adviser):
    return PersonFactory(by=adviser, last_name="Moreau", first_name="Anne", employer="Dupont")


@pytest.fixture
def shown(send, contact):
    """Send a form and look at it: `shown(adviser, {"tit_employeur": "Durand"})`."""

    def shown(user, values):
        update = reverse("imports:fact-find-update", args=[contact.pk])
        page = send(user, form_of(values), to=update)["Location"]
        client = log_in(user)
        (token,) = html.fromstring(client.get(page).content).xpath("//input[@name='shown']/@value")
        return client, page, token

    return shown


def save(shown, name, ready=None):
    client, page, token = shown
    try:
        if ready is not None:
            ready.wait()
        return client.post(page, {"take": [name], "shown": token})
    finally:
        if ready is not None:
            connection.close()


def at_once(*saved):
    """Save each when both are ready; return the answers."""
    ready = Barrier(2, timeout=10)
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(lambda one: save(*one, ready), saved))


def refusal(answer):
    (message,) = html.fromstring(answer.content).xpath("//main//div[@role='alert']")
    return " ".join(message.text_content().split())


CHANGED = "Le dossier a changé depuis l’affichage : regardez-le à nouveau."


def test_one_of_two_forms_that_answer_the_same_is_taken_and_the_other_is_told(
    contact, shown, adviser, colleague
):
    saved = [
        (shown(user, {"tit_employeur": name}), "tit_employeur")
        for user, name in ((adviser, "Durand"), (colleague, "Martin"))
    ]

    answers = at_once(*saved)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (told,) = [answer for answer in answers if answer.status_code == 409]
    winner = "Martin" if told is answers[0] else "Durand"
    contact.person.refresh_from_db()
    assert contact.person.employer == winner
    assert refusal(told) == CHANGED
    # The page shows what the folder says now.
    assert winner in told.content.decode()
    assert Change.objects.count() == Document.objects.count() == 1
    assert ReceivedForm.objects.filter(decided_at__isnull=True).count() == 1


def test_one_of_two_pages_of_one_form_is_taken_and_the_other_is_told(contact, shown, adviser):
    values = {"tit_employeur": "Durand", "tit_secteur": "Acier"}
    saved = [(shown(adviser, values), name) for name in ("tit_employeur", "tit_secteur")]

    answers = at_once(*saved)

    assert sorted(answer.status_code for answer in answers) == [302, 409]
    (told,) = [answer for answer in answers if answer.status_code == 409]
    day = timezone.localdate().strftime("%d/%m/%Y")
    assert refusal(told).startswith(f"Rien n’est enregistré. Ce Recueil a été importé le {day}.")
    contact.person.refresh_from_db()
    taken = (contact.person.employer, contact.person.business_sector)
    assert taken == (("Dupont", "Acier") if told is answers[0] else ("Durand", ""))
    assert Change.objects.count() == Document.objects.count() == 1


def test_who_saves_second_is_told_one_after_the_other_too(contact, shown, adviser, colleague):
    first = shown(adviser, {"tit_employeur": "Durand"})
    second = shown(colleague, {"tit_employeur": "Martin"})

    assert save(first, "tit_employeur").status_code == 302
    told = save(second, "tit_employeur")

    assert (told.status_code, refusal(told)) == (409, CHANGED)
    contact.person.refresh_from_db()
    assert contact.person.employer == "Durand"
