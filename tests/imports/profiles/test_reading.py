"""A partner's file read by a profile: real files, and what is written in ours of each."""

import contextlib
import csv
import datetime as dt
import io
import string
from decimal import Decimal

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.feeds import formats
from imports.feeds.notes import Notes
from imports.feeds.parts import Block, Forbidden
from imports.feeds.profiled import Profile, ProfiledFile, schema
from imports.feeds.profiled.profile import (
    ENCODINGS,
    SEPARATORS,
    DateForm,
    Lines,
)
from imports.feeds.text import header_key
from imports.records import HEADERS, AccountLine, Code, FileRefused, Limits, Rejected

pytestmark = pytest.mark.pure
TODAY = dt.date(2026, 11, 24)
PROFILE = Profile(
    name="Situations",
    partner="nacre",
    decimal=".",
    dates=DateForm.YEAR_FIRST_DIGITS,
    skip=2,
    columns={
        "number": ("N° contrat", "Police"),
        "title": ("Civilité",),
        "last_name": ("Souscripteur",),
        "birth_date": ("Né le",),
        "product_code": ("Gamme",),
        "situation_on": ("Arrêté au",),
        "value": ("Épargne",),
    },
    optional=frozenset(("title",)),
    values={"title": {"MR": "Monsieur", "mme.": "Madame"}, "product_code": {"01": "NAV"}},
    constants={"custodian_code": "NAC", "custodian_name": "Nacre Vie", "currency": "EUR"},
)
HEAD = "N° contrat;Civilité;Souscripteur;Né le;Gamme;Arrêté au;Épargne;Nom"
GOOD = "A-1;MR;ABÉGUILÉ;19380724;01;20261031;1234.50;Conseil & Fils"
TITLES = 'Nacre Vie;"édité\nle 24/11/2026\n'


def read(path, profile=PROFILE):
    """Return the good lines, those set aside, and the notes."""
    good, rejected, notes = [], [], Notes()
    for part in ProfiledFile(profile).read(path, Limits(), partner="", today=TODAY, notes=notes):
        if isinstance(part, Block):
            good += part.lines()
        elif not isinstance(part, Forbidden):
            rejected += part
    return good, rejected, notes


@pytest.fixture
def drop(tmp_path):
    def drop(*lines, name="etat.csv", encoding="cp1252", titles=TITLES):
        path = tmp_path / name
        path.write_bytes((titles + "\n".join(lines) + "\n").encode(encoding))
        return path

    return drop


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_line_is_read_in_our_words_whatever_its_letters(drop, encoding):
    good, rejected, _ = read(drop(HEAD, GOOD, encoding=encoding))
    assert rejected == []
    assert good == [
        AccountLine(
            line=4,
            title="Monsieur",
            last_name="ABÉGUILÉ",
            birth_date=dt.date(1938, 7, 24),
            custodian_code="NAC",
            custodian_name="Nacre Vie",
            product_code="NAV",
            number="A-1",
            situation_on=dt.date(2026, 10, 31),
            value=Decimal("1234.50"),
            currency="EUR",
            aside={"Nom (8)": "Conseil & Fils"},
        )
    ]


def test_a_line_set_aside_is_an_account_workbook_s_which_no_profile_takes(drop, tmp_path):
    wrong = GOOD.replace("20261031", "31/10/2026").replace("1234.50", "1234.567")
    (good, rejected, _) = read(drop(HEAD, wrong, GOOD))
    assert [line.line for line in good] == [5]
    assert rejected == [
        Rejected(
            line=4,
            column="Date de situation",
            code=Code.R_DATE,
            params={"value": "31/10/2026 (AAAAMMJJ\xa0?)"},
            raw={
                "Identifiant du dépositaire": "NAC",
                "Nom du dépositaire": "Nacre Vie",
                "Devise de cotation (ISO)": "EUR",
                "Numéro de compte / contrat": "A-1",
                "Titre": "Monsieur",
                "Nom": "ABÉGUILÉ",
                "Date de naissance": "24/07/1938",
                "Identifiant du produit": "NAV",
                "Date de situation": "31/10/2026 (AAAAMMJJ\xa0?)",
                "Evaluation (fonds en euros ou situation consolidée)": "1234,567",
                "Nom (8)": "Conseil & Fils",
            },
        )
    ]
    mended = tmp_path / "rejets.csv"
    rows = [list(rejected[0].raw), [cell.split(" (AA")[0] for cell in rejected[0].raw.values()]]
    with mended.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    assert not ProfiledFile(PROFILE).recognises(mended)
    found = formats.of(mended, [PROFILE]).read(
        mended, Limits(), partner="", today=TODAY, notes=Notes()
    )
    (block,) = found
    (line,) = block.lines()
    assert (line.value, line.situation_on) == (Decimal("1234.567"), dt.date(2026, 10, 31))


@pytest.mark.parametrize(
    ("form", "cell", "day"),
    [
        (DateForm.DAY_FIRST, "03/04/2025", dt.date(2025, 4, 3)),
        (DateForm.DAY_FIRST, "2025-04-03", dt.date(2025, 4, 3)),
        (DateForm.MONTH_FIRST, "04/03/2025", dt.date(2025, 4, 3)),
        (DateForm.MONTH_FIRST, "4-3-2025 00:00:00", dt.date(2025, 4, 3)),
        (DateForm.MONTH_FIRST, "13/03/2025", None),
        (DateForm.MONTH_FIRST, "2025-04-03", None),
        (DateForm.YEAR_FIRST, "2025/4/3", dt.date(2025, 4, 3)),
        (DateForm.YEAR_FIRST_DIGITS, "20250403", dt.date(2025, 4, 3)),
        (DateForm.YEAR_FIRST_DIGITS, "20251303", None),
        (DateForm.YEAR_FIRST_DIGITS, "250403", None),
        (DateForm.DAY_FIRST_DIGITS, "03042025", dt.date(2025, 4, 3)),
        (DateForm.DAY_FIRST_DIGITS, "3042025", None),
        (DateForm.WORDS, "3 avril 2025", dt.date(2025, 4, 3)),
        (DateForm.WORDS, "1er-AVR.-2025", dt.date(2025, 4, 1)),
        (DateForm.WORDS, "1er avr 2025", dt.date(2025, 4, 1)),
        (DateForm.WORDS, "3-févr-2025", dt.date(2025, 2, 3)),
        (DateForm.WORDS, "3 brumaire 2025", None),
    ],
)
def test_a_date_is_of_the_form_that_the_profile_says_or_of_none(drop, form, cell, day):
    profile = schema.read(
        schema.written(PROFILE) | {"dates": form.value, "skip": 0},
    )
    line = f"A-1;;;;01;{cell};1;"
    good, rejected, _ = read(drop(HEAD, line, titles=""), profile)
    assert [one.situation_on for one in good] == ([day] if day else [])
    assert [one.code for one in rejected] == ([] if day else [Code.R_DATE])


def test_no_date_is_written_in_zeros(drop):
    good, rejected, _ = read(drop(HEAD, GOOD.replace("19380724", "00000000")))
    assert ([line.birth_date for line in good], rejected) == ([None], [])


def test_the_rules_of_feeds_hold(drop):
    """A NIR goes, a mangled number and a doubled letter set aside, a total is counted."""
    nir = "269054958815780"
    good, rejected, notes = read(
        drop(
            HEAD,
            GOOD.replace("ABÉGUILÉ", nir),
            GOOD.replace("A-1", "1.23457E+15"),
            GOOD.replace("A-1", nir),
            GOOD.replace("19380724", nir).replace("A-1", "A-2"),
            "Total;;;;;;2469.00;",
        )
    )
    assert [(line.number, line.last_name, line.birth_date) for line in good] == [
        ("A-2", "ABÉGUILÉ", None)
    ]
    assert [(one.line, one.code) for one in rejected] == [
        (4, Code.R_NAME_MISSING),
        (5, Code.R_ID_MANGLED),
        (6, Code.R_FORBIDDEN_NIR),
    ]
    assert nir not in str(rejected)
    assert notes.skipped == 1


@pytest.mark.parametrize(
    ("lines", "code", "params"),
    [
        ([HEAD.replace("Gamme", "Offre"), GOOD], Code.F_HEADER, {"column": "Gamme"}),
        ([HEAD.replace("Nom", "Police"), GOOD], Code.F_HEADER, {"column": "N° contrat"}),
        ([HEAD, GOOD.replace("É", "Ã‰")], Code.F_ENCODING, {"line": "4"}),
        ([HEAD, GOOD + '"', '"x;'], Code.F_UNREADABLE, {}),
    ],
    ids=["a column is missing", "a column twice", "doubled letters", "an unclosed quote"],
)
def test_a_file_is_refused_in_the_partner_s_own_words(drop, lines, code, params):
    with pytest.raises(FileRefused) as refused:
        read(drop(*lines))
    assert refused.value.code == code
    assert params.items() <= refused.value.params.items()


def test_a_column_that_may_be_missing_may(drop):
    good, rejected, _ = read(drop(HEAD.replace("Civilité", "Genre"), GOOD))
    assert ([line.title for line in good], rejected) == ([""], [])
    assert good[0].aside == {"Genre": "MR", "Nom (8)": "Conseil & Fils"}


def test_the_most_of_its_columns_make_a_file_the_profile_s(drop):
    at_hand = ProfiledFile(PROFILE)
    assert at_hand.recognises(drop(HEAD, GOOD))
    assert at_hand.recognises(drop("Police;Gamme;Épargne;Arrêté au", GOOD))
    assert not at_hand.recognises(drop("Police;Gamme;Épargne;Date", GOOD))
    assert not at_hand.recognises(drop(GOOD))
    assert formats.of(drop(HEAD, GOOD), [PROFILE]) == at_hand
    assert formats.of(drop(HEAD, GOOD)).name == "O2S"


def test_what_has_our_headers_is_never_a_profile_s(drop):
    profile = schema.read(
        schema.written(PROFILE)
        | {"columns": {field: [head] for field, head in HEADERS.items()}, "skip": 0}
    )
    assert not ProfiledFile(profile).recognises(drop(";".join(HEADERS.values()), titles=""))


def test_sheets_dates_and_merged_cells_of_a_workbook(tmp_path):
    path = tmp_path / "etat.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name in ("Lisez-moi", "Situations", "Archives"):
            sheet = book.add_worksheet(name)
            if name != "Lisez-moi":
                sheet.write_row(2, 0, HEAD.split(";"))
                sheet.write_row(3, 0, [12, "MR", "ABÉGUILÉ", 19380724, "01"])
                sheet.write(3, 5, dt.date(2026, 10, 31))
                sheet.write(3, 6, 1234.5)
            else:
                sheet.write(5, 0, "Vos situations")
    profile = schema.read(schema.written(PROFILE) | {"sheet": "Situations"})
    assert ProfiledFile(profile).recognises(path)
    good, rejected, notes = read(path, profile)
    assert rejected == []
    assert [(one.line, one.number, one.birth_date, one.value) for one in good] == [
        (4, "12", dt.date(1938, 7, 24), Decimal("1234.5"))
    ]
    assert notes.others == ["Lisez-moi", "Archives"]
    with pytest.raises(FileRefused) as refused:
        read(path, schema.read(schema.written(PROFILE) | {"sheet": "Autre"}))
    assert (refused.value.code, refused.value.params) == (Code.F_HEADER, {"sheet": "Autre"})


def test_a_contract_has_as_many_lines_as_holdings(drop):
    profile = schema.read(
        schema.written(PROFILE)
        | {
            "lines": "holdings",
            "columns": {
                "number": ["Contrat"],
                "holding_code": ["ISIN"],
                "units": ["Parts"],
                "price": ["VL"],
                "situation_on": ["Date"],
            },
            "optional": [],
            "values": {"holding_code": {"EURO": "Fonds euro"}},
            "constants": {"custodian_code": "NAC", "product_code": "NAV"},
            "skip": 0,
            "decimal": ",",
        }
    )
    assert schema.flaws(profile) == []
    good, rejected, _ = read(
        drop(
            "Contrat;ISIN;Parts;VL;Date",
            "A-1;FR0010135103;12,5;1.400,82;20261031",
            "A-1;euro;1;1;20261031",
            titles="",
        ),
        profile,
    )
    assert rejected == []
    assert [(one.number, one.holding_code, one.units, one.price) for one in good] == [
        ("A-1", "FR0010135103", Decimal("12.5"), Decimal("1400.82")),
        ("A-1", "Fonds euro", Decimal(1), Decimal(1)),
    ]


# Texts that every encoding of ours can write, and that no reader changes.
LETTERS = st.sampled_from(string.ascii_letters + "éèêàçùïôÉÀ")
WORD = st.text(LETTERS, min_size=2, max_size=12)
HEADS = st.lists(WORD, min_size=9, max_size=9, unique_by=header_key).filter(
    lambda heads: all(
        header_key(head) not in {*map(header_key, HEADERS.values())} for head in heads
    )
)
DAY = st.dates(dt.date(1900, 1, 1), dt.date(2026, 11, 1))
FIELDS = (
    *("title", "last_name", "birth_date", "product_code", "number", "opened_on"),
    *("situation_on", "value"),
)
WRITTEN = {
    DateForm.DAY_FIRST: "{0.day:02}/{0.month:02}/{0.year}",
    DateForm.MONTH_FIRST: "{0.month}/{0.day}/{0.year}",
    DateForm.YEAR_FIRST: "{0.year}/{0.month:02}/{0.day:02}",
    DateForm.YEAR_FIRST_DIGITS: "{0:%Y%m%d}",
    DateForm.DAY_FIRST_DIGITS: "{0:%d%m%Y}",
}
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)


def as_partner(value, profile):
    if isinstance(value, dt.date):
        if profile.dates is DateForm.WORDS:
            return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
        return WRITTEN[profile.dates].format(value)
    return str(value).replace(".", profile.decimal) if isinstance(value, Decimal) else value


@st.composite
def described(draw):
    """Make a profile, lines, and the file that a partner writes of them."""
    heads = draw(HEADS)
    codes = draw(st.lists(WORD, min_size=2, max_size=2, unique_by=str.casefold))
    profile = Profile(
        name="Au hasard",
        partner="p",
        encoding=draw(st.sampled_from(ENCODINGS)),
        separator=draw(st.sampled_from(SEPARATORS)),
        decimal=draw(st.sampled_from([",", "."])),
        dates=draw(st.sampled_from(list(DateForm))),
        skip=draw(st.integers(0, 3)),
        columns={field: (head,) for field, head in zip(FIELDS, heads, strict=False)},
        values={"title": {codes[0]: "Monsieur", codes[1]: "Madame"}},
        constants={"custodian_code": draw(WORD)},
        lines=Lines.CONTRACTS,
    )
    value = st.decimals(0, 10**9, places=2)
    row = st.tuples(st.sampled_from(["Monsieur", "Madame"]), WORD, DAY, WORD, WORD, DAY, DAY, value)
    rows = draw(st.lists(row, min_size=1, max_size=8))
    return profile, heads, rows, draw(st.booleans()), draw(st.permutations(range(9)))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(made=described())
def test_a_file_is_read_back_exactly(made, tmp_path):
    profile, heads, rows, is_utf8, order = made
    assert schema.flaws(profile) == []
    theirs = {ours: word for word, ours in profile.values["title"].items()}
    cells = [
        [theirs[row[0]], *(as_partner(value, profile) for value in row[1:]), "à côté"]
        for row in rows
    ]
    sheet = io.StringIO(newline="")
    sheet.write("Un titre\n" * profile.skip)
    table = csv.writer(sheet, delimiter=profile.separator)
    table.writerows([[line[place] for place in order] for line in [heads, *cells]])
    path = tmp_path / "f.csv"
    path.write_bytes(sheet.getvalue().encode("utf-8" if is_utf8 else profile.encoding))
    assert formats.of(path, [profile]) == ProfiledFile(profile)
    good, rejected, _ = read(path, profile)
    assert rejected == []
    assert [
        (*(getattr(line, field) for field in FIELDS), line.custodian_code) for line in good
    ] == [(*row, profile.constants["custodian_code"]) for row in rows]
    assert schema.loaded(schema.dumped(profile)) == profile


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=400), with_head=st.booleans(), separator=st.sampled_from(SEPARATORS))
def test_whatever_comes_is_read_or_refused(data, with_head, separator, tmp_path):
    profile = schema.read(schema.written(PROFILE) | {"separator": separator})
    head = TITLES + HEAD.replace(";", separator) + "\n" if with_head else ""
    path = tmp_path / "f"
    path.write_bytes(head.encode("cp1252") + data)
    ProfiledFile(profile).recognises(path)
    with contextlib.suppress(FileRefused):
        read(path, profile)
