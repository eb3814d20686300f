"""A birth name that a partner wrote into the name is compared, shown, corrected and added."""

import dataclasses
import datetime as dt

import pytest

from alerts.actions.detection import Owner
from alerts.models import DetectedClient, Suggestion
from contacts.models import PersonDetails
from tests.alerts.conftest import typed, window

BORN = dt.date(1961, 5, 6)
LISE = Owner("FOULQUIER née BOURDALOUE", "Lise", BORN, title="Madame")

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("said", "last_name", "birth_name"),
    [
        ("FOULQUIER née BOURDALOUE", "FOULQUIER", "BOURDALOUE"),
        ("BOURDALOUE épouse FOULQUIER", "FOULQUIER", "BOURDALOUE"),
        ("BOURDALOUE ép. FOULQUIER", "FOULQUIER", "BOURDALOUE"),
        ("FOULQUIER née " + "B" * 100, "FOULQUIER", "B" * 100),
        ("FOULQUIER née " + "B" * 101, "FOULQUIER née " + "B" * 101, ""),
        ("née BOURDALOUE", "BOURDALOUE", "BOURDALOUE"),
        ("RENÉE", "RENÉE", ""),
    ],
)
def test_names_are_parted(night, said, last_name, birth_name):
    night(("NE1", Owner(said, "Lise", BORN)))
    client = DetectedClient.objects.get()
    assert (client.last_name, client.birth_name) == (last_name, birth_name)


def test_who_has_a_birth_name_is_a_person(night):
    night(("NE1", Owner("FOULQUIER née BOURDALOUE")))
    assert DetectedClient.objects.get().kind == "person"


@pytest.mark.parametrize(
    ("name", "score", "reasons"),
    [
        ("Foulquier", 92, ["name_and_birth"]),
        ("Bourdaloue", 88, ["birth_name_used"]),
    ],
)
@pytest.mark.parametrize("when", ["before the night", "after the night"])
def test_either_name_is_suggested(night, person, adviser, sign_in, when, name, score, reasons):
    if when == "before the night":
        contact = person(name, "Lise", BORN)
    night(("NE1", LISE))
    kept = Suggestion.objects.values_list("contact__name", "score", "reasons")
    assert list(kept) == ([(name, score, reasons)] if when == "before the night" else [])
    if when == "after the night":
        contact = person(name, "Lise", BORN)
    (line,) = sign_in(adviser).get(window()).context["lines"]
    assert [(one.contact, one.score) for one in line.suggestions] == [(contact, score)]


def test_it_is_shown_and_added(night, adviser, sign_in):
    night(("NE1", LISE))
    line = DetectedClient.objects.get()
    client = sign_in(adviser)
    assert "née Bourdaloue" in client.get(window()).content.decode()
    client.post(window(), typed(line, **{f"c{line.pk}-action": "add"}))
    assert names() == [("Foulquier", "Bourdaloue", "Lise")]


def test_it_is_corrected(night, adviser, sign_in):
    night(("NE1", LISE))
    line = DetectedClient.objects.get()
    client = sign_in(adviser)
    page = client.post(window(), typed(line, button="edit", value=str(line.pk)))
    form = page.context["lines"][0].form
    shown = {name: form[name].value() or "" for name in form.EDITED}
    assert (shown["last_name"], shown["birth_name"]) == ("Foulquier", "Bourdaloue")
    sent = {f"c{line.pk}-{name}": value for name, value in shown.items()}
    sent |= {f"c{line.pk}-action": "add", f"c{line.pk}-birth_name": "Bourdalouë"}
    assert client.post(window(), typed(line, **sent)).status_code == 302
    assert names() == [("Foulquier", "Bourdalouë", "Lise")]


def test_a_line_without_a_birth_name_says_none(night, adviser, sign_in):
    night(("NE1", dataclasses.replace(LISE, last_name="FOULQUIER")))
    (line,) = sign_in(adviser).get(window()).context["lines"]
    assert line.told_birth_name == ""


def names():
    return list(PersonDetails.objects.values_list("last_name", "birth_name", "first_name"))
