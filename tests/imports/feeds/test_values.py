"""feeds.md section 3, points 4, 5 and 7: dates, identifiers, texts."""

from datetime import date, datetime, time, timedelta

import pytest

from imports.feeds import values
from imports.records import Code, ValueRefused


def refusal(read, cell):
    with pytest.raises(ValueRefused) as refused:
        read(cell)
    return refused.value.code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("12/04/1970", date(1970, 4, 12)),
        (" 2/4/1970\xa0", date(1970, 4, 2)),
        ("12-04-1970", date(1970, 4, 12)),
        ("12.04.1970", date(1970, 4, 12)),
        ("12/04/1970 00:00:00", date(1970, 4, 12)),
        ("1970-04-12", date(1970, 4, 12)),
        ("41243", date(2012, 11, 30)),
        (41243.0, date(2012, 11, 30)),
        (41243, date(2012, 11, 30)),
        (61.0, date(1900, 3, 1)),
        (59.0, date(1900, 2, 28)),
        (date(1970, 4, 12), date(1970, 4, 12)),
        (datetime(1970, 4, 12, 9, 30), date(1970, 4, 12)),
    ],
)
def test_4_dates(cell, expected):
    assert values.day(cell) == expected


def test_4_days_since_1904_are_counted_from_there():
    days = [44864.0, 44864, date(2026, 10, 31), "31/10/2026", 0.0]
    assert [values.day_since_1904(cell) for cell in days] == [date(2026, 10, 31)] * 4 + [None]
    assert refusal(values.day_since_1904, 2012.0) == Code.R_DATE


@pytest.mark.parametrize(
    "cell", ["", "00/00/0000", "1900-01-00", "00/01/1900", 0.0, time(), timedelta()]
)
def test_4_no_date(cell):
    assert values.day(cell) is None


@pytest.mark.security(52)
@pytest.mark.parametrize(
    "cell",
    ["12/04/70", "04/13/1970", "31/02/2000", "29/02/1900", "2012", 2012.0, 60.0, 41243.5, -1.0,
     "12/04-1970", "avril 1970", "01/01/1066", "31/12/9999", time(9), True],
)  # fmt: skip
def test_4_refused_dates(cell):
    assert refusal(values.day, cell) == Code.R_DATE


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" 0012345\t", "0012345"),
        ("12E5", "12E5"),
        ("12345678901234567890", "12345678901234567890"),
        (12345.0, "12345"),
        (999999999999999.0, "999999999999999"),
        (7, "7"),
        ("", ""),
        ('="0001235"', "0001235"),
        ("'000123", "000123"),
        ("'AB-12", "AB-12"),
        ('\'="0001235"', "0001235"),
    ],
)
def test_5_identifiers(cell, expected):
    assert values.identifier(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["1,23457E+15", "1.23457E+15", "1.23457E15", "1.0E15", "1E+15", '="1.2E15"', "12345.0",
     "12345,00", 1e15, 12345.5, -3.0, True, date(2012, 5, 1), time()],
)  # fmt: skip
def test_5_mangled_identifiers(cell):
    assert refusal(values.identifier, cell) == Code.R_ID_MANGLED


def test_5_a_wrong_isin_is_refused_an_own_code_is_not():
    assert values.holding_code("fr0010135103") == "FR0010135103"
    assert values.holding_code("ESPECES") == "ESPECES"
    assert values.holding_code("FE-12") == "FE-12"
    assert refusal(values.holding_code, "FR0010135104") == Code.R_ISIN


def test_7_texts():
    assert values.text("\xa0 125\tavenue\r\nVictor\u202fHugo ") == "125 avenue Victor Hugo"
    assert values.text(75016.0) == "75016"
    assert values.text(1.5) == "1,5"
    assert values.text(date(2012, 5, 1)) == "01/05/2012"
    assert refusal(values.text, "a\x07b") == Code.R_CONTROL_CHARS
    assert refusal(values.text, "LÃ©a") == Code.R_ENCODING
    assert refusal(values.text, "L\ufffda") == Code.R_ENCODING
    assert refusal(values.text, True) == Code.R_TYPE


def test_words():
    words = ["OUI", " non ", "", True, 1.0, 0.0]
    assert [values.boolean(cell) for cell in words] == [True, False, None, True, True, False]
    assert refusal(values.boolean, "peut-être") == Code.R_TYPE
    assert [values.currency(cell) for cell in ["eur", "€", ""]] == ["EUR", "EUR", ""]
    assert {refusal(values.currency, cell) for cell in ["euros", "EUE", "XXX"]} == {Code.R_CURRENCY}
    assert [values.title(cell) for cell in ["MME", "m.", "Autre titre", ""]] == [
        "Madame",
        "Monsieur",
        "Autre titre",
        "",
    ]
    assert refusal(values.title, "Titre") == Code.R_TYPE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("M. et Mme", "M. et Mme"),
        ("M ET MME", "M. et Mme"),
        ("Monsieur ou Madame", "M. ou Mme"),
        ("Mme & M.", "Mme et M."),
        ("M./Mme", "M. et Mme"),
        ("Dr", "Docteur"),
        ("Me", "Maître"),
        ("maitre", "Maître"),
        ("Pr.", "Professeur"),
        ("SARL", "SARL"),
        ("S.C.I.", "S.C.I."),
        ("Société civile", "Société civile"),
    ],
)
def test_titles_of_two_of_learned_people_and_legal_forms(typed, kept):
    assert values.title(typed) == kept
