"""Choosing a contact, an owner or an account chooses the action too; no choice is lost unsaid."""

import re

import pytest

from accounts.actions.accounts import Owner as AccountOwner
from accounts.actions.accounts import open_account
from accounts.models import Account, Ownership
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from contacts.models import Contact
from tests.alerts.conftest import BORN, JEAN, typed, window

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(night):
    night(("AV-1", JEAN))
    return DetectedClient.objects.get()


@pytest.fixture
def account(line):
    return DetectedAccount.objects.get()


def chosen(line, name, what, was="", **more):
    letter = "c" if isinstance(line, DetectedClient) else "a"
    prefix = f"{letter}{line.pk}-{name}"
    more = {f"{letter}{line.pk}-{field}": value for field, value in more.items()}
    return typed(line) | {prefix: what.pk, f"{prefix}_was": was} | more


def told(page):
    return [str(one) for one in page.context["messages"]]


def test_contact_chosen_is_linked(line, person, adviser, sign_in):
    jean = person("Moreau", "Jean")
    client = sign_in(adviser)
    page = client.post(window(), chosen(line, "contact", jean), follow=True)
    assert told(page) == ["Jean-Baptiste Lemercier\u202f: associé à Jean Moreau."]
    assert PartnerLink.objects.get().contact == jean


def test_any_button_shows_the_action_that_a_choice_means(line, person, adviser, sign_in):
    jean = person("Moreau", "Jean")
    data = chosen(line, "contact", jean, search="moreau") | {"refresh": "1"}
    del data["save"]
    page = sign_in(adviser).post(window(), data)
    (shown,) = page.context["lines"]
    assert shown.form["action"].value() == "link"
    assert shown.form.was == [(f"c{line.pk}-contact_was", str(jean.pk))]
    assert not PartnerLink.objects.exists()


def test_contact_that_stood_ready_is_not_linked(night, person, adviser, sign_in):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    client = sign_in(adviser)
    shown = client.get(window()).content.decode()
    assert f'<input type="hidden" name="c{line.pk}-contact_was" value="{jean.pk}">' in shown
    page = client.post(window(), chosen(line, "contact", jean, was=jean.pk), follow=True)
    assert told(page) == []
    assert not PartnerLink.objects.exists()


def test_contact_that_stands_ready_is_not_counted_as_changed(night, person, adviser, sign_in):
    jean = person("Lemercier", "Jean-Baptiste", BORN)
    night(("AV-1", JEAN))
    line = DetectedClient.objects.get()
    data = chosen(line, "contact", jean, was=jean.pk) | {"refresh": "1"}
    del data["save"]
    page = sign_in(adviser).post(window(), data)
    (shown,) = page.context["lines"]
    assert "contact" not in shown.form.changed_data


def test_owner_chosen_adds_the_account(account, person, adviser, sign_in):
    jean = person("Moreau", "Jean")
    page = sign_in(adviser).post(window("accounts"), chosen(account, "contact", jean), follow=True)
    assert told(page) == ["Le compte AV-1 est ajouté à Jean Moreau."]
    assert Ownership.objects.get().contact == jean


def test_owner_taken_by_its_button_adds_the_account(account, person, adviser, sign_in):
    jean = person("Moreau", "Jean")
    data = typed(account, button="take", value=f"{account.pk}:{jean.pk}")
    (shown,) = sign_in(adviser).post(window("accounts"), data).context["lines"]
    assert (shown.form["action"].value(), shown.form["contact"].value()) == ("add", str(jean.pk))


@pytest.fixture
def known(product, person, adviser):
    """Open an account of the same custodian, which a line may be under another number."""
    return open_account(
        account=Account(product=product, number="OLD-1"),
        owners=[AccountOwner(person("Moreau", "Jean"))],
        by=adviser,
    )


def test_existing_account_chosen_is_linked(account, known, adviser, sign_in):
    data = chosen(account, "existing", known, search="OLD-1")
    page = sign_in(adviser).post(window("accounts"), data, follow=True)
    assert told(page)[0].startswith("Le compte OLD-1 porte désormais le numéro AV-1.")
    assert Account.objects.get().number == "AV-1"


@pytest.mark.parametrize("action", ["add", "ignore"])
def test_contact_and_another_action_are_refused(line, person, adviser, sign_in, action):
    jean = person("Moreau", "Jean")
    client = sign_in(adviser)
    data = chosen(line, "contact", jean, action=action)
    for _again in range(2):
        page = client.post(window(), data)
        assert page.status_code == 422
        words = "Un choix est fait ici, et l’action est une autre\u202f: choisissez Associer"
        assert words in page.content.decode()
        (shown,) = page.context["lines"]
        assert shown.form["contact"].value() == str(jean.pk)
        # Sent again as it stands, it is as contradictory as before.
        data |= dict(shown.form.was)
    line.refresh_from_db()
    assert line.state == "pending"
    assert Contact.objects.count() == 1
    data[f"c{line.pk}-contact"] = ""
    assert client.post(window(), data).status_code == 302


def test_owner_and_existing_account_are_one_too_many(account, known, adviser, sign_in):
    owner = Contact.objects.get()
    data = chosen(account, "existing", known, contact=owner.pk, contact_was="", search="OLD-1")
    page = sign_in(adviser).post(window("accounts"), data)
    assert page.status_code == 422
    assert set(page.context["lines"][0].form.errors) == {"contact", "existing"}
    assert DetectedAccount.objects.get().state == "pending"


def test_owner_and_ignore_are_refused(account, person, adviser, sign_in):
    jean = person("Moreau", "Jean")
    data = chosen(account, "contact", jean, action="ignore")
    page = sign_in(adviser).post(window("accounts"), data)
    assert page.status_code == 422
    assert "Un propriétaire est choisi, et l’action est une autre" in page.content.decode()


def test_choice_put_off_after_it_was_made_is_said(line, person, adviser, sign_in):
    """Reporter chosen on the page that showed Associer with the contact."""
    jean = person("Moreau", "Jean")
    data = chosen(line, "contact", jean, was=jean.pk, action="postpone")
    page = sign_in(adviser).post(window(), data, follow=True)
    assert told(page) == [
        "Jean-Baptiste Lemercier\u202f: Jean Moreau n’est pas gardé, l’action étant Reporter."
    ]
    assert not PartnerLink.objects.exists()


@pytest.mark.parametrize("name", ["clients", "accounts"])
def test_page_holds_what_each_choice_was(line, name, adviser, sign_in):
    page = sign_in(adviser).get(window(name)).content.decode()
    names = re.findall(r'name="\w+-(\w+_was)" value=""', page)
    assert names == (["contact_was"] if name == "clients" else ["contact_was", "existing_was"])
