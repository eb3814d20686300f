"""A form of which the import was undone: it is said when, and the form is taken again."""

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from contacts.actions.reactivation import reactivate
from contacts.models import Change, Contact
from imports.models import Document, ReceivedForm
from persistence.models import save_as
from tests.factories import PersonFactory
from tests.imports.received.conftest import form_of

pytestmark = pytest.mark.django_db


def today():
    return timezone.localdate().strftime("%d/%m/%Y")


def undone(end):
    return (
        f"Ce Recueil a été importé le {today()}, puis cet import a été annulé le {today()} : {end}"
    )


def page_of(name, *keys):
    return reverse(f"imports:fact-find-{name}", args=keys)


def submit(client, page, form_id):
    """Send the form of a page as it stands."""
    (form,) = html.fromstring(client.get(page).content).xpath(form_id)
    return client.post(page, dict(form.form_values()))


def said(answer):
    """Return what a page says of an earlier import."""
    told = html.fromstring(answer.content).xpath("//main//div[contains(@class, 'message')]")
    texts = (" ".join(message.text_content().split()) for message in told)
    return [text.replace("\u202f", " ") for text in texts if "import" in text]


def messages(answer):
    return [str(message).replace("\u202f", " ") for message in answer.context["messages"]]


def undo_last(client):
    client.post(reverse("contacts:change-undo", args=[Change.objects.latest("pk").pk]))


@pytest.fixture
def contact(adviser):
    return PersonFactory(by=adviser, last_name="Moreau", first_name="Anne", employer="Dupont")


def update(client, send, user, contact):
    """Take all of a blank form that names another employer; return the page that showed it."""
    content = form_of({"tit_employeur": "Durand"})
    page = send(user, content, to=page_of("update", contact.pk))["Location"]
    token = html.fromstring(client.get(page).content).xpath("//input[@name='shown']/@value")
    client.post(page, {"take": ["tit_employeur"], "shown": token})
    return page


def test_update_that_was_undone_is_said_with_its_days_and_taken_again(
    adviser, contact, send, sign_in
):
    client = sign_in(adviser)
    first = update(client, send, adviser, contact)
    undo_last(client)

    back = client.get(first, follow=True)
    assert back.redirect_chain == [(page_of("update", contact.pk), 302)]
    assert messages(back)[-1] == undone("envoyez-le de nouveau pour le reprendre.")
    sent = send(adviser, form_of({"tit_employeur": "Durand"}), to=page_of("update", contact.pk))
    assert said(client.get(sent["Location"])) == [undone("il peut être repris. Anne Moreau")]
    update(client, send, adviser, contact)

    contact.person.refresh_from_db()
    assert contact.person.employer == "Durand"
    # It stands again: the last import counts.
    sent = send(adviser, form_of({"tit_employeur": "Durand"}), to=page_of("update", contact.pk))
    (told,) = said(client.get(sent["Location"]))
    assert told == f"Ce Recueil a déjà été importé le {today()} : Anne Moreau"


def test_contact_that_a_form_made_and_that_was_taken_back_is_made_again(adviser, send, sign_in):
    content = form_of({"tit_nom": "Moreau", "tit_prenoms": "Anne"})
    client = sign_in(adviser)
    first = send(adviser, content)["Location"]
    submit(client, first, "//form[@id='create']")
    undo_last(client)

    back = client.get(first, follow=True)
    assert back.redirect_chain == [(page_of("create"), 302)]
    assert messages(back)[-1] == undone("envoyez-le de nouveau pour le reprendre.")
    second = send(adviser, content)["Location"]
    page = client.get(second)
    assert said(page) == [undone("il peut être repris. Anne Moreau")]
    # Nothing leads to a folder that is not there.
    (gone,) = Contact.deleted.all()
    folder = reverse("contacts:contact-general", args=[gone.pk])
    assert folder not in page.content.decode()
    submit(client, second, "//form[@id='create']")
    assert str(Contact.objects.get()) == "Anne Moreau"


def test_contact_that_was_brought_back_stands_as_it_was_imported(adviser, send, sign_in):
    content = form_of({"tit_nom": "Moreau", "tit_prenoms": "Anne"})
    client = sign_in(adviser)
    first = send(adviser, content)["Location"]
    submit(client, first, "//form[@id='create']")
    undo_last(client)
    gone = Contact.deleted.get()
    reactivate(contact_ids=[gone.pk], choices={}, by=adviser)

    assert client.get(first)["Location"] == reverse("contacts:contact-general", args=[gone.pk])
    (told,) = said(client.get(send(adviser, content)["Location"]))
    assert "annulé" not in told


@pytest.mark.security(15)
def test_import_undone_in_a_folder_that_is_hidden_now_was_none(adviser, contact, send, sign_in):
    client = sign_in(adviser)
    first = update(client, send, adviser, contact)
    undo_last(client)
    contact.lead_adviser = type(adviser).objects.night()
    contact.is_private = True
    save_as(contact, adviser)

    sent = send(adviser, form_of({"tit_employeur": "Durand"}))

    assert said(client.get(sent["Location"])) == []
    assert client.get(first).status_code == 404
    assert ReceivedForm.objects.count() == Document.objects.count() + 1 == 2
