"""Numbers as French people write them, and what is none."""

from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from contacts.forms.amounts import FrenchDecimalField
from text.formats import euros

FIELD = FrenchDecimalField(max_digits=18, decimal_places=2)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1\u202f400,82", "1400.82"),
        ("1\u00a0400,82 €", "1400.82"),
        ("1 400.82", "1400.82"),
        ("1.400,82", "1400.82"),
        ("\u22123", "-3"),
        ("-0", "0"),
        ("0", "0"),
    ],
)
def test_french_numbers_are_read(typed, read):
    number = FIELD.clean(typed)
    assert (number, number.is_signed()) == (Decimal(read), read.startswith("-"))


@pytest.mark.security(56)
@pytest.mark.parametrize(
    "typed",
    ["1e30", "NaN", "Infinity", "1,234", "12,34,56", "un", "1" * 17, "\u0661", "--1", "0x10", ","],
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        FIELD.clean(typed)


@given(st.decimals(-(10**15), 10**15, places=2))
def test_what_is_shown_is_read_back(amount):
    assert FIELD.clean(euros(amount)) == amount
    assert FIELD.clean(FIELD.prepare_value(amount)) == amount
