"""Logging in and out: sessions, guessed passwords, and what an answer tells of who exists."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contacts.models import Category
from tests.conftest import PASSWORD
from users.models import User

pytestmark = pytest.mark.django_db

LOGIN = reverse("login")
HASHED = []


class CountingHasher(MD5PasswordHasher):
    """The hasher of tests, which says how often it worked."""

    def encode(self, password, salt):
        HASHED.append(password)
        return super().encode(password, salt)


def log_in(client, identifiant, password=PASSWORD, address="192.0.2.1"):
    typed = {"username": identifiant, "password": password}
    return client.post(LOGIN, typed, REMOTE_ADDR=address)


@pytest.mark.security(38)
def test_session_changes_at_login_and_ends_at_logout(client, adviser):
    """A session that somebody else put in the browser is not the one that opens."""
    session = client.session
    session["planted"] = "x"
    session.save()
    client.cookies["sessionid"] = planted = session.session_key
    assert log_in(client, "adviser").status_code == 302
    opened = client.cookies["sessionid"].value
    assert opened != planted
    assert client.get("/").status_code == 200
    client.post(reverse("logout"))
    for key in (planted, opened):
        thief = Client()
        thief.cookies["sessionid"] = key
        assert thief.get("/").status_code == 302


@pytest.mark.security(38)
def test_sessions_end_with_the_password(adviser, administrator, sign_in):
    """Those of every other browser, whoever changes it."""
    here, there = Client(), Client()
    for browser in (here, there):
        assert log_in(browser, "adviser").status_code == 302
        assert browser.get("/").status_code == 200
    page = reverse("admin:auth_user_password_change", args=[adviser.pk])
    other = "another-password-of-tests"
    changed = sign_in(administrator).post(page, {"new_password1": other, "new_password2": other})
    assert changed.status_code == 302
    assert [browser.get("/").status_code for browser in (here, there)] == [302, 302]
    assert log_in(here, "adviser").status_code == 200
    assert log_in(here, "adviser", other).status_code == 302


@pytest.mark.security(39)
def test_guessing_locks_the_pair_and_not_the_firm(adviser, colleague, settings):
    settings.AXES_ENABLED = True
    for _guess in range(settings.AXES_FAILURE_LIMIT):
        log_in(Client(), "adviser", "guessed")
    locked = log_in(Client(), "adviser")
    assert (locked.status_code, "Trop d’essais" in locked.content.decode()) == (429, True)
    # A colleague behind the same address, and the same person elsewhere, get in.
    assert log_in(Client(), "colleague").status_code == 302
    assert log_in(Client(), "adviser", address="192.0.2.2").status_code == 302


TOKEN = re.compile(rb'(csrfmiddlewaretoken" value=")[^"]+')


def refused(identifiant):
    """Return what a wrong password gets: the page, its statements, how often one was hashed."""
    HASHED.clear()
    with CaptureQueriesContext(connection) as captured:
        answer = log_in(Client(), identifiant, "a-wrong-password")
    page = TOKEN.sub(rb"\1", answer.content).replace(identifiant.encode(), b"?")
    return answer.status_code, page, len(captured), len(HASHED)


@pytest.mark.security(39)
def test_a_wrong_password_does_not_tell_who_exists(adviser, hire, settings):
    """Somebody, nobody, somebody who left and the night: same words, statements and work."""
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    adviser.set_password(PASSWORD)
    adviser.save()
    left = hire("left", "Conseiller", is_active=False)
    night = User.objects.night()
    answers = {name: refused(name) for name in ("adviser", "nemo", left.username, night.username)}
    assert answers["adviser"][0] == 200
    assert len(set(answers.values())) == 1
    assert answers["adviser"][3] == 1


@pytest.mark.security(39)
@pytest.mark.parametrize("identifiant", ["adviser", "nobody"])
def test_locking_does_not_tell_who_exists_either(adviser, settings, identifiant):
    for _guess in range(settings.AXES_FAILURE_LIMIT):
        log_in(Client(), identifiant, "guessed")
    assert log_in(Client(), identifiant, "guessed").status_code == 429


@pytest.fixture
def about_to_be_told(client, adviser):
    """Give a browser that holds a message about a contact: its next page was never asked for."""
    assert log_in(client, "adviser").status_code == 302
    category = Category.objects.get(name="Clients").pk
    words = {"last_name": "Zorglubine", "category": category, "first_name": "", "title": ""}
    added = client.post(reverse("contacts:contact-create", args=["person"]), words)
    assert (added.status_code, client.cookies["messages"].value != "") == (302, True)
    return client


@pytest.mark.security(25)
def test_leaving_takes_from_the_browser_what_was_said(about_to_be_told):
    client = about_to_be_told
    client.post(reverse("logout"))
    assert client.cookies["messages"].value == client.cookies["sessionid"].value == ""


@pytest.mark.security(20, 25)
def test_whoever_comes_next_is_not_told(about_to_be_told, manager):
    """The session ended by itself: the browser still holds what was to be said."""
    client = about_to_be_told
    del client.cookies["sessionid"]
    assert log_in(client, "manager").status_code == 302
    assert b"Zorglubine" not in client.get(reverse("services")).content


@pytest.mark.parametrize("identifiant", ["a" * 300, "a\x00b", "é" * 50])
def test_an_odd_identifier_is_one_that_nobody_has(db, settings, identifiant):
    settings.AXES_ENABLED = True
    assert log_in(Client(), identifiant, "guessed").status_code == 200
