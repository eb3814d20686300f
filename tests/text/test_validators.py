"""Checks that need no database, held against every value there is, or many."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from text import validators

pytestmark = pytest.mark.pure


def passes(check, value):
    try:
        check(value)
    except ValidationError:
        return False
    return True


def test_days_are_those_of_a_leap_year_and_no_other_two_numbers():
    first = dt.date(2000, 1, 1)
    days = {f"{first + dt.timedelta(days=n):%d/%m}" for n in range(366)}
    written = (f"{day:02}/{month:02}" for day in range(100) for month in range(100))
    assert {text for text in written if passes(validators.day_and_month, text)} == days


@given(st.text(max_size=6))
@example("1/1")
@example("31/12 ")
@example("٣١/١٢")
def test_day_is_written_by_two_ascii_numbers(text):
    is_written = len(text) == 5 and text.isascii() and (text[:2] + text[3:]).isdigit()
    assert is_written or not passes(validators.day_and_month, text)


@given(st.decimals("-1", "25", places=2))
@example(Decimal("0.25"))
@example(Decimal("0.50"))
@example(Decimal("20.00"))
@example(Decimal("20.25"))
def test_shares_are_quarters_from_a_half_to_twenty(shares):
    is_quarter = (Fraction(shares) * 4).denominator == 1
    expected = is_quarter and Fraction(1, 2) <= shares <= 20
    assert passes(validators.tax_shares, shares) is expected


GIIN = r"[A-Z0-9]{6}\.[A-Z0-9]{5}\.[A-Z]{2}\.[0-9]{3}"


@given(st.from_regex(GIIN, fullmatch=True), st.integers(0, 18), st.characters())
@example("98Q96B.00000.LE.250", 18, "٠")
@example("98Q96B.00000.LE.250", 6, "-")
def test_giin_holds_nineteen_signs_each_of_its_kind(giin, place, sign):
    assert passes(validators.giin, giin)
    assert not passes(validators.giin, giin[:place] + giin[place + 1 :])
    kinds = "XXXXXX.XXXXX.AA.000"
    allowed = {
        "X": sign.isascii() and (sign.isdigit() or sign.isupper()),
        "A": sign.isascii() and sign.isupper(),
        "0": sign.isascii() and sign.isdigit(),
        ".": sign == ".",
    }
    other = giin[:place] + sign + giin[place + 1 :]
    assert passes(validators.giin, other) is allowed[kinds[place]]


@given(st.integers(-10, 100), st.integers(-10, 100), st.integers(-20, 110))
def test_number_is_within_its_bounds_both_included(low, high, value):
    assert passes(validators.from_to(low, high), value) is (low <= value <= high)
