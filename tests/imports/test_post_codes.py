"""A French post code of four digits gets the zero that a spreadsheet took, with a warning."""

import pytest

from alerts.models import DetectedClient
from imports.models import ImportRun
from tests.imports.conftest import LINE

pytestmark = pytest.mark.django_db

WARNED = "R_POST_CODE, 1 ligne\u202f: Le code postal avait quatre chiffres\u202f: un zéro a été mis"


def codes():
    return list(DetectedClient.objects.order_by("pk").values_list("post_code", flat=True))


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
@pytest.mark.parametrize("country", ["", "France", "FR"])
def test_a_french_one_is_filled_and_its_line_warned_of(night, put, inbox, name, country):
    code = "1000" if name.endswith("csv") else 1000
    put(name, LINE | {"number": "AV-0"}, LINE | {"post_code": code, "country": country})
    assert night()[0] == 0
    assert codes() == ["01000"]
    run = ImportRun.objects.get()
    assert (run.counts["rejects"], run.counts["warned"]) == (0, {"R_POST_CODE": 1})
    (report,) = inbox.rglob("*.rapport.txt")
    told = report.read_text("utf-8-sig")
    assert WARNED in told
    assert "Ligne 3." in told


@pytest.mark.parametrize(
    "place",
    [
        {"post_code": "1000", "country": "Belgique"},
        {"post_code": "L-1009"},
        {"post_code": "2A00"},
        {"post_code": "75016"},
    ],
    ids=["abroad", "foreign", "letters", "whole"],
)
def test_any_other_stays_as_it_came(night, put, place):
    put("a.csv", LINE | place)
    assert night()[0] == 0
    assert codes() == [place["post_code"]]
    assert "warned" not in ImportRun.objects.get().counts


def test_a_line_that_is_set_aside_is_not_warned_of(night, put):
    put("a.csv", LINE | {"post_code": "1000"}, LINE | {"birth_date": "x"})
    assert night()[0] == 1
    assert "warned" not in ImportRun.objects.get().counts


def test_a_town_of_another_post_code_is_warned_of_once_and_kept(night, put, inbox):
    """Of new accounts alone: the file says the others every night."""
    known = LINE | {"number": "AV-0", "post_code": "49100", "town": "ANGERS CEDEX 02"}
    odd = LINE | {"last_name": "PETIT", "post_code": "33000", "town": "Lyon"}
    abroad = odd | {"number": "AV-2", "country": "Belgique"}
    put("a.csv", known, odd, abroad)
    assert night()[0] == 0
    assert ("33000", "Lyon") in DetectedClient.objects.values_list("post_code", "town")
    (report,) = inbox.rglob("*.rapport.txt")
    told = report.read_text("utf-8-sig")
    assert "R_TOWN, 1 ligne\u202f: Commune inconnue pour ce code postal." in told
    assert "Ligne 3." in told
    put("b.csv", odd | {"situation_on": "31/10/2026"})
    assert night()[0] == 0
    assert [run.counts.get("warned") for run in ImportRun.objects.order_by("pk")] == [
        {"R_TOWN": 1},
        None,
    ]
