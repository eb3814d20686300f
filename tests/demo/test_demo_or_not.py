"""When the demo may be loaded, and what it always draws."""

import copy
import importlib
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from contacts.models import Contact
from demo import drafts, people
from o2s_contacts.demo_base import refuse_to_serve_it
from tests.conftest import PASSWORD
from users.models import User


@pytest.mark.security(42)
def test_demo_is_refused_where_logins_must_not_be_public(db):
    with pytest.raises(CommandError, match="Unknown command"):
        call_command("load_demo", "--if-empty")
    assert not User.objects.exists()
    assert not Contact.everything.exists()


def test_database_of_somebody_is_left_alone(adviser, load_firm):
    load_firm("--if-empty")
    assert list(User.objects.all()) == [adviser]
    assert not Contact.everything.exists()


def test_firm_is_the_same_every_time():
    assert drafts.draw(400) == drafts.draw(400)
    assert len(drafts.draw(400)) == 412
    assert sum(draft.private for draft in drafts.draw(400)) == 32
    codes = {draft.home.town.post_code for draft in drafts.draw(400)}
    assert {code for code in codes if code.startswith("0")} == {"01000", "02000", "06000"}


@pytest.mark.security(42)
def test_login_page_lists_logins_under_demo_only(client, db, settings):
    assert "vasseur" not in client.get("/login/").content.decode()
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["context_processors"].append("demo.people.demo_logins")
    settings.TEMPLATES = templates
    assert "<td>demo</td>" in client.get("/login/").content.decode()


@pytest.fixture
def demo_account(adviser):
    adviser.is_demo = True
    adviser.save()
    return adviser


@pytest.mark.security(42)
def test_a_base_of_the_demo_is_served_as_the_demo_only(demo_account, settings):
    settings.DEMO = True
    refuse_to_serve_it()
    settings.DEMO = False
    sys.modules.pop("o2s_contacts.wsgi", None)
    with pytest.raises(ImproperlyConfigured, match="a base of the demo"):
        importlib.import_module("o2s_contacts.wsgi")
    demo_account.is_demo = False
    demo_account.save()
    refuse_to_serve_it()


@pytest.mark.security(42)
def test_a_login_of_the_demo_opens_nothing_else(client, demo_account, settings):
    typed = {"username": demo_account.username, "password": PASSWORD}
    refused = client.post("/login/", typed)
    assert (refused.status_code, "inconnu" in refused.content.decode()) == (200, True)
    settings.DEMO = True
    assert client.post("/login/", typed).status_code == 302


@pytest.mark.security(42)
def test_every_account_of_the_demo_is_known_as_one(db):
    people.hire()
    assert set(User.objects.values_list("is_demo", flat=True)) == {True}
