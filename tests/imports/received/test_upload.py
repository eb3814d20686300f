"""Sending a form: read and kept for its sender alone, for a day."""

import os

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.models import Contact
from imports.models import ReceivedForm, RefusedForm
from imports.models.received import KEPT_FOR
from tests.imports.received.conftest import CREATE, form_of

pytestmark = pytest.mark.django_db

VALUES = {"tit_nom": "Lefèvre-Œuvrard", "tit_prenoms": "Anne", "fam_ddv": "OUI"}


def page_of(form):
    return reverse("imports:fact-find-received", args=[form.pk])


def test_a_form_that_is_read_waits_for_its_sender_with_its_file(adviser, send, received_forms):
    content = form_of(VALUES)

    answer = send(adviser, content, name="Recueil de Mme Lefèvre.pdf")

    form = ReceivedForm.objects.get()
    kept = received_forms / form.file
    assert (answer.status_code, answer["Location"]) == (302, page_of(form))
    assert (form.uploader, form.name) == (adviser, "Recueil de Mme Lefèvre.pdf")
    assert (form.size, form.form, form.version) == (len(content), "RIC-PP", 1)
    assert (form.issue, form.contact, form.decided_at) == (None, None, None)
    assert form.answers == {"texts": VALUES, "doubts": {}, "remarks": []}
    assert list(received_forms.iterdir()) == [kept]
    assert kept.read_bytes() == content
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not Contact.objects.exists()
    assert not RefusedForm.objects.exists()


def test_the_same_file_sent_again_is_the_one_that_waits(adviser, send, received_forms):
    content = form_of(VALUES)

    first, second = send(adviser, content), send(adviser, content)

    assert first["Location"] == second["Location"]
    assert ReceivedForm.objects.count() == len(list(received_forms.iterdir())) == 1


def test_a_form_that_came_back_is_its_sender_s_alone(adviser, manager, colleague, send, sign_in):
    send(adviser, form_of(VALUES))
    page = page_of(ReceivedForm.objects.get())

    assert [sign_in(user).get(page).status_code for user in (colleague, manager)] == [404, 404]
    assert sign_in(adviser).get(page).status_code == 200


def test_a_form_waits_for_a_day_and_the_night_takes_it_away(adviser, send, sign_in, received_forms):
    send(adviser, form_of(VALUES))
    form = ReceivedForm.objects.get()
    call_command("clear_expired")
    assert sign_in(adviser).get(page_of(form)).status_code == 200

    ReceivedForm.objects.update(received_at=timezone.now() - KEPT_FOR)
    os.utime(received_forms / form.file, (0, 0))

    assert sign_in(adviser).get(page_of(form)).status_code == 404
    call_command("clear_expired")
    assert not ReceivedForm.objects.exists()
    assert list(received_forms.iterdir()) == []


def test_a_form_printed_for_a_folder_that_one_sees_knows_it(adviser, person, send, issued):
    issue, copy = issued(person("Moreau"), {"tit_nom": "Moreau"}, by=adviser)

    # As it went out it says nothing.
    assert send(adviser, copy).status_code == 422
    send(adviser, form_of({"tit_nom": "Moreau", "tit_email": "a@b.fr"}, issue.ref))

    assert ReceivedForm.objects.get().issue == issue


def test_a_form_that_waits_goes_out_of_sight_with_its_folder(
    adviser, colleague, person, send, issued, sign_in
):
    """The folder for which it was printed became private since."""
    contact = person("Moreau")
    issue, _copy = issued(contact, {}, by=adviser)
    send(colleague, form_of({"tit_nom": "Moreau"}, issue.ref))
    page = page_of(ReceivedForm.objects.get())
    assert sign_in(colleague).get(page).status_code == 200

    contact.is_private = True
    contact.save()

    assert sign_in(colleague).get(page).status_code == 404


def test_whoever_may_not_import_has_no_such_page(junior, send, sign_in):
    assert sign_in(junior).get(CREATE).status_code == 403
    assert send(junior, form_of(VALUES)).status_code == 403
    assert not ReceivedForm.objects.exists()


def test_nothing_chosen_is_said(adviser, sign_in):
    answer = sign_in(adviser).post(CREATE)

    (message,) = html.fromstring(answer.content).xpath(
        "//form[@data-drop]//div[@role='alert']//p[1]"
    )
    assert answer.status_code == 422
    assert message.text_content() == "Choisissez le Recueil que le client a rempli et enregistré."
    assert not RefusedForm.objects.exists()
