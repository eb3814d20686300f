"""A profile's stored form: what cannot be one is refused, each thing by its place."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports.feeds.profiled import schema
from imports.feeds.profiled.schema import Flaw, ProfileRefused, Wrong
from imports.records import HEADERS
from tests.imports.profiles.test_reading import PROFILE

pytestmark = pytest.mark.pure
TOLD = schema.written(PROFILE)


def flaws_of(data):
    with pytest.raises(ProfileRefused) as refused:
        schema.loaded(data if isinstance(data, bytes) else json.dumps(data).encode())
    return list(refused.value.flaws)


def test_a_profile_comes_back_from_its_file_to_the_letter():
    data = schema.dumped(PROFILE)
    assert "N° contrat".encode() in data
    assert schema.loaded(data) == PROFILE
    assert schema.loaded(b"\xef\xbb\xbf" + data) == PROFILE
    assert schema.dumped(schema.loaded(data)) == data


@pytest.mark.parametrize(
    ("data", "wrong"),
    [
        (b"", Wrong.NOT_JSON),
        (b"{", Wrong.NOT_JSON),
        (b"\xff\xfe{", Wrong.NOT_JSON),
        (b"[" * 100_000, Wrong.NOT_JSON),
        (b'{"kind": "import-profile", "kind": "import-profile"}', Wrong.NOT_JSON),
        (b'{"skip": NaN}', Wrong.NOT_JSON),
        (b'{"skip": ' + b"9" * 10_000 + b"}", Wrong.NOT_JSON),
        (b"[]", Wrong.NOT_A_PROFILE),
        (b'{"kind": "fact-find"}', Wrong.NOT_A_PROFILE),
        (b'{"kind": "import-profile", "version": 2}', Wrong.NEWER),
        (b" " * (schema.LARGEST + 1), Wrong.TOO_LARGE),
    ],
)
def test_what_is_no_profile_is_refused(data, wrong):
    assert flaws_of(data) == [Flaw(wrong)]


@pytest.mark.parametrize(
    ("entry", "flaw"),
    [
        ({"script": "x"}, Flaw(Wrong.UNKNOWN_ENTRY, value="script")),
        ({"name": 3}, Flaw(Wrong.TYPE, "name")),
        ({"name": "x" * 101}, Flaw(Wrong.TOO_LONG, "name", value="100")),
        ({"name": "a\x00b"}, Flaw(Wrong.UNPRINTABLE, "name")),
        ({"name": "\ud800"}, Flaw(Wrong.UNPRINTABLE, "name")),
        ({"name": "\u202egnp"}, Flaw(Wrong.UNPRINTABLE, "name")),
        ({"encoding": "utf-7"}, Flaw(Wrong.NOT_LISTED, "encoding", value="utf-7")),
        ({"encoding": ["cp1252"]}, Flaw(Wrong.TYPE, "encoding")),
        ({"separator": ""}, Flaw(Wrong.NOT_LISTED, "separator")),
        ({"dates": "%d"}, Flaw(Wrong.NOT_LISTED, "dates", value="%d")),
        ({"skip": -1}, Flaw(Wrong.TYPE, "skip")),
        ({"skip": True}, Flaw(Wrong.TYPE, "skip")),
        ({"skip": 101}, Flaw(Wrong.TYPE, "skip")),
        ({"columns": []}, Flaw(Wrong.TYPE, "columns")),
        ({"columns": {"__class__": ["A"]}}, Flaw(Wrong.UNKNOWN_FIELD, "columns", "", "__class__")),
        ({"columns": {"number": "A"}}, Flaw(Wrong.TYPE, "columns", "number")),
        ({"columns": {"number": [1]}}, Flaw(Wrong.TYPE, "columns", "number")),
        ({"columns": {"number": ["A"] * 21}}, Flaw(Wrong.TOO_MANY, "columns", "number", "20")),
        ({"optional": {"number": 1}}, Flaw(Wrong.TYPE, "optional")),
        ({"values": {"title": ["M"]}}, Flaw(Wrong.TYPE, "values", "title")),
        ({"values": {"title": {"M": None}}}, Flaw(Wrong.TYPE, "values", "title")),
        ({"constants": {"currency": 1}}, Flaw(Wrong.TYPE, "constants", "currency")),
    ],
)
def test_an_entry_of_another_shape_is_refused_by_its_place(entry, flaw):
    assert flaws_of(TOLD | entry) == [flaw]


@pytest.mark.parametrize(
    ("entry", "flaw"),
    [
        ({"name": "  "}, Flaw(Wrong.NAME_MISSING, "name")),
        ({"partner": ""}, Flaw(Wrong.PARTNER_MISSING, "partner")),
        ({"partner": "../etc"}, Flaw(Wrong.PARTNER_PATH, "partner")),
        ({"constants": {}}, Flaw(Wrong.COLUMN_MISSING, "columns", "custodian_code")),
        (
            {"constants": TOLD["constants"] | {"last_name": "X"}},
            Flaw(Wrong.NOT_CONSTANT, "constants", "last_name"),
        ),
        (
            {"constants": TOLD["constants"] | {"currency": "FRF"}},
            Flaw(Wrong.CONSTANT_REFUSED, "constants", "currency", "FRF"),
        ),
        (
            {"constants": TOLD["constants"] | {"product_code": "X"}},
            Flaw(Wrong.CONSTANT_AND_COLUMN, "constants", "product_code"),
        ),
        (
            {"columns": TOLD["columns"] | {"town": ["police"]}},
            Flaw(Wrong.HEAD_TWICE, "columns", "town", "police"),
        ),
        (
            {"columns": TOLD["columns"] | {"town": [" - "]}},
            Flaw(Wrong.HEAD_BLANK, "columns", "town"),
        ),
        (
            {"columns": TOLD["columns"] | {"town": ["N° sécu"]}},
            Flaw(Wrong.NIR, "columns", "town", "N° sécu"),
        ),
        (
            {"columns": TOLD["columns"] | {"units": ["P"]}},
            Flaw(Wrong.HOLDING_COLUMN, "columns", "units"),
        ),
        ({"lines": "holdings"}, Flaw(Wrong.HOLDING_MISSING, "columns", "holding_code")),
        ({"optional": ["title", "town"]}, Flaw(Wrong.WITHOUT_COLUMN, "optional", "town")),
        (
            {"values": {"town": {"A": "B"}}},
            Flaw(Wrong.WITHOUT_COLUMN, "values", "town"),
        ),
        (
            {"values": {"title": {"269054958815780": "Madame"}}},
            Flaw(Wrong.NIR, "values", "title"),
        ),
    ],
)
def test_what_no_file_could_be_read_with_is_told(entry, flaw):
    assert schema.flaws(schema.read(TOLD | entry)) == [flaw]


def test_words_alike_are_told_both():
    told = schema.read(TOLD | {"values": {"title": {"MR": "Monsieur", "mr": "Madame"}}})
    assert [(flaw.wrong, flaw.value) for flaw in schema.flaws(told)] == [
        (Wrong.WORD_TWICE, "MR"),
        (Wrong.WORD_TWICE, "mr"),
    ]


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(list(HEADERS)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(list(HEADERS)) | st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(entries=st.dictionaries(st.sampled_from(list(TOLD)), JSON, max_size=6))
def test_whatever_is_loaded_is_a_profile_or_refused(entries):
    with contextlib.suppress(ProfileRefused):
        profile = schema.loaded(json.dumps(TOLD | entries).encode())
        schema.flaws(profile)
        assert schema.loaded(schema.dumped(profile)) == profile
