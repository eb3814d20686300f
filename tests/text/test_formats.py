"""Every space is written by its code: U+202F and U+00A0 look alike on a screen."""

import datetime as dt
from decimal import Decimal

import pytest

from text import formats


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (Decimal("1234567.89"), "1\u202f234\u202f567,89\u202f€"),
        (Decimal("-1234.5"), "\u22121\u202f234,50\u202f€"),
        (Decimal("0.005"), "0,01\u202f€"),
        (Decimal("-0.001"), "0,00\u202f€"),
        (999, "999,00\u202f€"),
        (0, "0,00\u202f€"),
    ],
)
def test_euros_are_written_in_french(value, expected):
    assert formats.euros(value) == expected


def test_euros_without_cents():
    assert formats.euros(Decimal("48217430.49"), 0) == "48\u202f217\u202f430\u202f€"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(None, 0, ""), (1284, 0, "1\u202f284"), (12.5, 1, "12,5"), (Decimal("2.5"), 0, "3")],
)
def test_number_is_written_in_french(value, decimals, expected):
    assert formats.number_fr(value, decimals) == expected


@pytest.mark.parametrize(
    ("octets", "expected"),
    [
        (None, ""),
        (1023, "1\u202f023\u202fo"),
        (1024, "1\u202fko"),
        (215_000, "210\u202fko"),
        (8 << 20, "8\u202fMo"),
        (9_437_184, "9\u202fMo"),
        (9_961_472, "9,5\u202fMo"),
    ],
)
def test_size_is_written_in_french_units(octets, expected):
    assert formats.size_fr(octets) == expected


def test_percent_has_its_space():
    assert formats.percent_fr(Decimal("46.2")) == "46\u202f%"
    assert formats.percent_fr(None) == ""


def test_share_says_cents_only_where_there_are():
    shares = [formats.share_fr(Decimal(share)) for share in ("25", "12.5", "33.3333")]
    assert shares == ["25\u202f%", "12,50\u202f%", "33,33\u202f%"]


def test_change_says_its_sign():
    assert formats.signed(formats.percent_fr(Decimal("6.3"), 1)) == "+\u202f6,3\u202f%"
    assert formats.signed(formats.euros(-12000, 0)) == "\u2212\u202f12\u202f000\u202f€"


def test_date_and_hour_are_written_in_french():
    moment = dt.datetime(2026, 11, 4, 9, 5)
    assert formats.date_fr(moment) == "04/11/2026"
    assert formats.hour_fr(moment) == "9\u202fh\u202f05"
    assert formats.hour_fr(dt.time(14, 30)) == "14\u202fh\u202f30"
    assert formats.moment_fr(moment) == "04/11/2026, 9\u202fh\u202f05"


def test_missing_dates_are_blank():
    assert (formats.date_fr(None), formats.hour_fr(None), formats.moment_fr(None)) == ("", "", "")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("+33612457809", "06\u00a012\u00a045\u00a078\u00a009"),
        ("+33140205050", "01\u00a040\u00a020\u00a050\u00a050"),
        ("+596696123456", "0696\u00a012\u00a034\u00a056"),
        ("+508412233", "+508\u00a041\u00a022\u00a033"),
        ("+41223456789", "+41\u00a022\u00a0345\u00a067\u00a089"),
        ("poste 12 (accueil)", "poste 12 (accueil)"),
        ("", ""),
        (None, ""),
    ],
)
def test_phone_is_written_as_dialled_here(value, expected):
    assert formats.phone_fr(value) == expected


@pytest.mark.parametrize(
    ("name", "first_name", "expected"),
    [
        ("Castaing-Moreau", "Hélène", "HC"),
        ("d’Aubrac", "Odile", "OA"),
        ("Lemercier", "Jean-Baptiste", "JL"),
        ("Élie", "", "É"),
        ("Chais Moreau SAS", "", "CM"),
        ("SCI Les Tilleuls", "", "ST"),
        ("De", "", "D"),
        ("", "", ""),
        (None, None, ""),
    ],
)
def test_initials_skip_particles(name, first_name, expected):
    assert formats.initials(name, first_name) == expected
