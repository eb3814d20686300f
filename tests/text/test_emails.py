"""E-mail addresses as they are stored, and what is none."""

import pytest

from text.emails import NotAnEmailError, parse


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        (" Marie.Le-Goff@Example.FR ", "Marie.Le-Goff@example.fr"),
        ("marie @example.fr", "marie@example.fr"),
        ("paul@cabinet.lan", "paul@cabinet.lan"),
    ],
)
def test_an_address_is_stored_whole(text, stored):
    assert parse(text) == stored


@pytest.mark.parametrize(
    "text", ["", "marie", "marie@cabinet", "a@b@example.fr", f"{70 * 'x'}@b.fr"]
)
def test_what_is_no_address_is_told(text):
    with pytest.raises(NotAnEmailError):
        parse(text)
