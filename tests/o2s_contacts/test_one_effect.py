"""One form, one effect: whatever is sent again does nothing again (docs/adr/0011)."""

import datetime as dt
import re
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.models import Account, Custodian, Product, Valuation
from contacts.models import (
    Category,
    Change,
    Contact,
    FollowUp,
    Keyword,
    RelatedPerson,
    Relationship,
)
from o2s_contacts import one_effect
from tests.factories import PersonFactory
from users.actions.spending import spend
from users.actions.sweeping import sweep
from users.models import SpentForm

pytestmark = pytest.mark.django_db
CREATE = reverse("contacts:contact-create", args=["person"])


@pytest.fixture
def contact(adviser):
    return PersonFactory(by=adviser, last_name="Abadie", first_name="Léa")


def form_of(client, address, number=0):
    """Return what the page's form holds, as a browser would send it; not the folder's Actions."""
    forms = html.fromstring(client.get(address).content).forms
    posted = [
        form
        for form in forms
        if form.method == "POST"
        and "form_token" in form.fields
        and not form.xpath("ancestor::header")
    ]
    return dict(posted[number].form_values())


def person(client, **typed):
    return form_of(client, CREATE) | {"last_name": "Dupont", "first_name": "Paul"} | typed


def making(contact):
    """Give each form that makes something: where it is, what is typed, what it makes."""
    product = Product.objects.create(
        custodian=Custodian.objects.create(name="Assurvia"), name="Vie"
    )
    pk = [contact.pk]
    account = {"product": product.pk, "number": "AV-1", "save": "1"}
    return {
        "person": (CREATE, {"last_name": "Dupont"}, "last_name", Contact),
        "organisation": (
            reverse("contacts:contact-create", args=["organisation"]),
            {"legal_name": "Chez Paul"},
            "legal_name",
            Contact,
        ),
        "beside": (
            reverse("accounts:organisation-create", args=pk),
            {"legal_name": "Chez Léa"},
            "legal_name",
            Contact,
        ),
        "note": (
            reverse("contacts:contact-follow-ups", args=pk),
            {"text": "Appel", "kind": "call", "date": "01/02/2026"},
            "text",
            FollowUp,
        ),
        "related": (
            reverse("contacts:relation-add-person", args=pk),
            {"kind": "child", "last_name": "Abadie", "first_name": "Tom"},
            "first_name",
            RelatedPerson,
        ),
        "account": (reverse("accounts:account-add", args=pk), account, "number", Account),
        "category": (reverse("services:category-create"), {"name": "VIP"}, "name", Category),
        "keyword": (
            reverse("services:keywords"),
            {"label": "Golf", "act": "add"},
            "label",
            Keyword,
        ),
    }


FORMS = ("person", "organisation", "beside", "note", "related", "account", "category", "keyword")


@pytest.mark.security(44, 66)
@pytest.mark.parametrize("name", FORMS)
def test_a_form_that_makes_something_makes_it_once(contact, manager, sign_in, name):
    address, typed, changed, model = making(contact)[name]
    client = sign_in(manager)
    sent = form_of(client, address) | typed
    count = model.objects.count()
    first = client.post(address, sent)
    assert first.status_code == 302
    assert model.objects.count() == count + 1
    # The second click, or the same again after Back.
    second = client.post(address, sent)
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert model.objects.count() == count + 1
    # Back, then other content: nothing is saved, and what was typed is still there.
    other = client.post(address, sent | {changed: "Autrement"})
    page = html.fromstring(other.content)
    assert other.status_code == 409
    assert model.objects.count() == count + 1
    assert page.xpath("//*[@data-draft]//a/@href") == [first["Location"]]
    assert re.search(r" est déjà enregistrée?\.", page.xpath("string(//*[@data-draft])"))
    (form,) = [form for form in page.forms if changed in form.fields and form.method == "POST"]
    assert form.fields[changed].strip() == "Autrement"
    buttons = [" ".join(one.itertext()).strip() for one in form.xpath(".//button[@type='submit']")]
    assert "Enregistrer comme nouveau" in buttons
    # Which makes a second one, once.
    as_new = dict(form.form_values()) | {key: typed[key] for key in typed if key != changed}
    answers = [client.post(address, as_new) for _click in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert model.objects.count() == count + 2


@pytest.mark.security(44, 66)
def test_a_value_is_added_once(contact, manager, sign_in):
    address, typed, *_rest = making(contact)["account"]
    client = sign_in(manager)
    client.post(address, form_of(client, address) | typed)
    account = Account.objects.get()
    address = reverse("accounts:valuation-add", args=[contact.pk, account.pk])
    sent = form_of(client, address) | {"date": "01/02/2026", "value": "12"}
    assert [client.post(address, sent).status_code for _click in range(2)] == [302, 302]
    other = client.post(address, sent | {"date": "02/02/2026"})
    assert other.status_code == 409
    assert "Cette valeur est déjà enregistrée." in other.content.decode()
    assert Valuation.objects.count() == 1


@pytest.mark.security(44, 66)
def test_coordinates_are_added_once(contact, adviser, sign_in):
    client = sign_in(adviser)
    address = reverse("contacts:contact-coordinates", args=[contact.pk])
    sent = form_of(client, address) | {
        "telephones-TOTAL_FORMS": "1",
        "telephones-0-number": "0639987707",
        "telephones-0-kind": "mobile",
        "telephones-0-use": "personal",
    }
    assert [client.post(address, sent).status_code for _click in range(2)] == [302, 302]
    assert contact.telephones.count() == 1


@pytest.mark.security(44)
def test_a_folder_is_opened_once_for_a_related_person(contact, adviser, sign_in):
    client = sign_in(adviser)
    address, typed, *_rest = making(contact)["related"]
    client.post(address, form_of(client, address) | typed)
    row = Relationship.objects.get()
    sent = form_of(client, reverse("contacts:contact-relations", args=[contact.pk]))
    address = reverse("contacts:relation-open-folder", args=[contact.pk, row.pk])
    answers = [client.post(address, sent) for _click in range(2)]
    folder = Contact.objects.get(first_name="Tom")
    assert {answer["Location"] for answer in answers} == {
        reverse("contacts:contact-general", args=[folder.pk])
    }


@pytest.mark.security(44)
def test_a_button_that_moves_or_deletes_does_it_once(contact, manager, sign_in):
    """The second click is answered as the first, not by what is left after it."""
    for position, label in enumerate(("Golf", "Voile", "Tennis")):
        Keyword.objects.create(label=label, position=position)
    client = sign_in(manager)
    address = reverse("services:keywords")
    down = form_of(client, address, 1) | {"act": f"down:{Keyword.objects.get(label='Golf').pk}"}
    assert [client.post(address, down).status_code for _click in range(2)] == [302, 302]
    assert [one.label for one in Keyword.objects.order_by("position")][:3] == [
        "Voile",
        "Golf",
        "Tennis",
    ]
    address = reverse("contacts:contact-delete", args=[contact.pk])
    sent = form_of(client, address)
    answers = [client.post(address, sent) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]


@pytest.mark.security(44, 66)
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["person", "note", "related"])
def test_two_clicks_at_the_same_moment_have_one_effect(contact, manager, sign_in, name):
    """Both requests are on their way: the second waits for the first, and is answered like it."""
    address, typed, _changed, model = making(contact)[name]
    client = sign_in(manager)
    sent = form_of(client, address) | typed
    count, clicks = model.objects.count(), 4
    ready = Barrier(clicks, timeout=10)

    def click(_number):
        browser = Client()
        browser.cookies["sessionid"] = client.cookies["sessionid"].value
        try:
            ready.wait()
            answer = browser.post(address, sent)
            return answer.status_code, answer.get("Location")
        finally:
            connection.close()

    with ThreadPoolExecutor(clicks) as threads:
        answers = set(threads.map(click, range(clicks)))
    assert len(answers) == 1
    assert answers.pop()[0] == 302
    assert model.objects.count() == count + 1
    assert SpentForm.objects.count() == 1


def toasts(page):
    return [" ".join(toast.text_content().split()) for toast in page.xpath("//*[@data-toast]")]


@pytest.mark.parametrize("is_lost", [True, False])
def test_the_second_of_two_clicks_says_what_the_first_did(contact, manager, sign_in, is_lost):
    """Of a double click the browser follows the second answer: the first one may be lost."""
    client = sign_in(manager)
    address = reverse("contacts:contact-delete", args=[contact.pk])
    sent = form_of(client, address)
    client.post(address, sent)
    if is_lost:
        del client.cookies["messages"]
    second = client.post(address, sent)
    page = html.fromstring(client.get(second["Location"]).content)
    assert toasts(page) == ["Contact Léa Abadie supprimé. Annuler"]
    (undo,) = page.xpath("//*[@data-toast]//form/@action")
    assert undo.startswith(reverse("contacts:change-undo", args=[Change.objects.get().pk]))
    assert toasts(html.fromstring(client.get(second["Location"]).content)) == []


@pytest.mark.security(66)
def test_the_first_answer_is_asked_again_through_the_rule(adviser, colleague, sign_in):
    """The contact went out of sight meanwhile: the answer is an address, and no more."""
    client = sign_in(colleague)
    sent = person(client)
    client.post(CREATE, sent)
    contact = Contact.objects.get()
    hide(contact, adviser)
    again = client.post(CREATE, sent)
    assert again["Location"] == reverse("contacts:contact-general", args=[contact.pk])
    assert client.get(again["Location"]).status_code == 404


def hide(contact, adviser):
    from contacts.actions.assignment import follow_assignments
    from persistence.models import save_as

    contact.lead_adviser, contact.is_private = adviser, True
    save_as(contact, adviser)
    follow_assignments([contact])


@pytest.mark.security(29)
def test_a_refused_form_spends_nothing_and_keeps_its_token(adviser, sign_in):
    """Back to the refused page and Enregistrer, after the mended one was saved, makes no second."""
    client = sign_in(adviser)
    wrong = person(client, last_name="")
    refused = client.post(CREATE, wrong)
    assert (refused.status_code, SpentForm.objects.count()) == (422, 0)
    (token,) = set(re.findall(r'form_token" value="(contact:[^"]+)', refused.content.decode()))
    assert token == wrong["form_token"]
    assert client.post(CREATE, wrong | {"last_name": "Dupont"}).status_code == 302
    assert client.post(CREATE, wrong).status_code == 409
    assert Contact.objects.count() == 1


def test_a_token_is_of_one_user(adviser, colleague, sign_in):
    """Another's token is none; nothing is told of what it did."""
    sent = person(sign_in(adviser))
    assert sign_in(adviser).post(CREATE, sent).status_code == 302
    other = Client()
    other.force_login(colleague, backend="django.contrib.auth.backends.ModelBackend")
    assert other.post(CREATE, sent).status_code == 302
    assert sorted(Contact.objects.values_list("created_by__username", flat=True)) == [
        "adviser",
        "colleague",
    ]


class EarlierSigner(signing.TimestampSigner):
    """Signs as it would have some hours ago."""

    hours = 0

    def timestamp(self):
        return signing.b62_encode(int(time.time()) - self.hours * 3600)


@pytest.mark.security(66)
@pytest.mark.parametrize(("hours", "status"), [(23, 302), (25, 422)])
def test_a_form_open_for_more_than_a_day_is_looked_at_again(adviser, sign_in, hours, status):
    """What its token did is forgotten by then: it may do nothing more."""
    signer = EarlierSigner(salt=f"{one_effect.SALT}:{adviser.pk}")
    signer.hours = hours
    client = sign_in(adviser)
    answer = client.post(CREATE, person(client, form_token=signer.sign("contact:x")))
    assert answer.status_code == status
    assert Contact.objects.count() == (status == 302)
    if status == 422:
        page = html.fromstring(answer.content)
        assert "plus d’un jour" in page.xpath("string(//*[@data-draft])")
        (form,) = [form for form in page.forms if "last_name" in form.fields]
        assert form.fields["last_name"] == "Dupont"
        again = dict(form.form_values())
        assert [client.post(CREATE, again).status_code for _click in range(2)] == [302, 302]
        assert Contact.objects.count() == 1


def test_tokens_are_forgotten_after_a_day(db):
    for key, hours in (("old", 25), ("young", 23)):
        SpentForm.objects.create(key=key, digest="", answer="/")
        spent_at = timezone.now() - dt.timedelta(hours=hours)
        SpentForm.objects.filter(key=key).update(spent_at=spent_at)
    sweep()
    assert SpentForm.objects.get().key == "young"


def test_an_answer_of_any_length_is_kept(db):
    """A list's address holds all its filters."""
    answer = "/contacts/?q=" + "x" * 5_000
    spend(key="k", digest="d", answer=answer)
    assert SpentForm.objects.get().answer == answer


def test_no_password_is_kept_in_a_digest(adviser, sign_in):
    client = sign_in(adviser)
    sent = person(client, new_password1="a-secret")
    first = client.post(CREATE, sent)
    digest = SpentForm.objects.get().digest
    # The same form with another password, or with none, is the same to the digest.
    for password in ({"new_password1": "another"}, {}):
        SpentForm.objects.all().delete()
        assert client.post(CREATE, sent | {"new_password1": ""} | password).status_code == 302
        assert SpentForm.objects.get().digest == digest
    assert first.status_code == 302
