"""Each route that the matrix does not ask is played here: its reason is a test, not a sentence.

The route is asked as it is meant to be, in the firm with the private folder and in the firm
without it. Nothing may differ, and no word of the folder may stand in the answer.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.architecture import route_cases
from tests.architecture.private_world import MARKS, OUTSIDERS, build_secret
from tests.architecture.probe import answer, log_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


def logging_in(firm, address):
    """Ask as somebody not known yet, who then is: with a wrong password, and with the right one."""
    yield answer(Client(), "get", address, None, htmx=False)
    for name in ("nobody", *OUTSIDERS):
        for password in ("wrong", PASSWORD):
            typed = {"username": name, "password": password}
            yield answer(Client(), "post", address, typed, htmx=False)


def logging_out(firm, address):
    """End a session of each: a page that asks the base for nobody but the one who leaves."""
    for name in OUTSIDERS:
        yield answer(log_in(firm.cast[name]), "post", address, {}, htmx=False)


def looking_at_samples(firm, address):
    """Read the page where it is shown at all; it asks nothing of the tables of contacts."""
    client = log_in(firm.cast["administrator"])
    page = answer(client, "get", address, None, htmx=False)
    assert page.status == 200
    yield page


PROOFS = {
    "login": logging_in,
    "admin:login": logging_in,
    "logout": logging_out,
    "admin:logout": logging_out,
    "catalogue": looking_at_samples,
}


def test_every_route_that_is_not_asked_is_played():
    assert route_cases.NOT_ASKED.keys() == PROOFS.keys()


@pytest.mark.security(28)
@pytest.mark.parametrize("name", PROOFS)
def test_route_that_is_not_asked_tells_nothing(firm, settings, name):
    settings.DEMO = name == "catalogue"
    with transaction.atomic():
        build_secret(firm)
        with_folder = list(PROOFS[name](firm, reverse(name)))
        transaction.set_rollback(True)
    assert with_folder == list(PROOFS[name](firm, reverse(name)))
    told = [mark for given in with_folder for mark in MARKS if mark.encode() in given.body]
    assert told == []
    assert {given.status for given in with_folder} <= {200, 302}
