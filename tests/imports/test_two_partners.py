"""One person whom two partners send: one line of the window, or the other's contact suggested."""

import shutil
from pathlib import Path

import pytest

from alerts.actions.clients import ClientDecision, treat_clients
from alerts.enums import Action
from alerts.models import DetectedClient, PartnerLink
from contacts.models import Contact
from tests.alerts.conftest import window

ALPHA, BETA = ("perimee_alpha.csv", "alpha"), ("perimee_beta.csv", "beta")
NAME = "Jean Zweifelhausen"

FILES = Path(__file__).with_name("cases") / "files"

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop(inbox):
    """Drop the file of a partner."""

    def drop(name, partner):
        (inbox / partner).mkdir(exist_ok=True)
        shutil.copyfile(FILES / name, inbox / partner / name)

    return drop


def test_one_night_makes_one_line_with_both_accounts(drop, night, adviser, sign_in):
    for file in (ALPHA, BETA):
        drop(*file)
    assert night()[0] == 0
    client = sign_in(adviser)
    page = client.get(window())
    (line,) = page.context["lines"]
    assert str(line) == NAME
    accounts = [held.number for sent in line.lines for held in line.accounts[sent.pk]]
    assert sorted(accounts) == ["ST1", "ST2"]
    data = {
        "line": line.pk,
        f"c{line.pk}-version": 0,
        f"c{line.pk}-also": line.also,
        f"c{line.pk}-action": "add",
        "save": "1",
    }
    assert client.post(window(), data).status_code == 302
    contact = Contact.objects.get()
    links = PartnerLink.objects.order_by("partner").values_list("partner", "contact")
    assert list(links) == [("alpha", contact.pk), ("beta", contact.pk)]


def test_added_a_night_before_it_is_suggested_to_the_other(drop, night, adviser, sign_in):
    drop(*ALPHA)
    night()
    line = DetectedClient.objects.get()
    treat_clients(decisions=[ClientDecision(line.pk, 0, Action.ADD)], by=adviser)
    drop(*BETA)
    night()
    (line,) = sign_in(adviser).get(window()).context["lines"]
    (found,) = line.suggestions
    assert (found.contact, found.score) == (Contact.objects.get(), 92)
