"""feeds.md section 3, point 3, and 13: amounts, and the one way in which a file writes them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imports.feeds import amounts
from imports.feeds.amounts import READERS, Way
from imports.records import Code, ValueRefused


def refusal(read, cell, *way):
    with pytest.raises(ValueRefused) as refused:
        read(cell, *way)
    return refused.value.code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("1 400,82", "1400.82"),
        ("1\xa0400,82", "1400.82"),
        ("1\u202f400,82", "1400.82"),
        ("1'400,82", "1400.82"),
        ("1’400,82", "1400.82"),
        ("1.400,82", "1400.82"),
        ("1,400.82", "1400.82"),
        ("1 234 567,8", "1234567.8"),
        ("1.234.567", "1234567"),
        ("1 400", "1400"),
        ("1400,82 €", "1400.82"),
        ("1\xa0400,82\xa0€", "1400.82"),
        ("1400.82", "1400.82"),
        ("0.123", "0.123"),
        ("1 400.82", "1400.82"),
        ("1'400.82", "1400.82"),
        ("1,400,000", "1400000"),
        ("12,3456", "12.3456"),
        ("0,345", "0.345"),
        ('="1400,82"', "1400.82"),
        ("'1400,82", "1400.82"),
        ("(63)", "-63"),
        ("63-", "-63"),
        ("-063,00", "-63.00"),
        ("\u2212 63", "-63"),
        ("(1 063,50) €", "-1063.50"),
        ("+63", "63"),
        (0.1 + 0.2, "0.3"),
        (1400.0, "1400"),
        (12, "12"),
    ],
)
def test_3_amounts(cell, expected):
    assert amounts.amount(cell) == Decimal(expected)


@pytest.mark.parametrize("cell", ["", " ", "\xa0", "€"])
def test_3_no_amount(cell):
    assert amounts.amount(cell) is None


@pytest.mark.parametrize(
    "cell",
    ["1.400", "1,400", "12 34", "1,400,00", "1 400.000,5", "1.40,0", "douze", "1E+5", "#N/A",
     "(63", "--6", "1000000000000", True, date(2020, 1, 1), "NaN"],
)  # fmt: skip
def test_3_refused_amounts(cell):
    assert refusal(amounts.amount, cell) == Code.R_AMOUNT


def test_3_quantities_have_six_decimals():
    assert amounts.quantity("12,345678") == Decimal("12.345678")
    assert amounts.quantity(12.34567891) == Decimal("12.345679")
    assert amounts.quantity("") is None
    assert refusal(amounts.quantity, "12,3456789") == Code.R_AMOUNT


@pytest.mark.parametrize("read", [amounts.price, amounts.quantity])
def test_13_where_nothing_tells_a_comma_is_decimal_in_units_and_prices_only(read):
    assert read("1,234") == Decimal("1.234")
    assert refusal(amounts.amount, "1,234") == Code.R_AMOUNT
    assert refusal(read, "1.234") == Code.R_AMOUNT


@pytest.mark.parametrize("read", [amounts.amount, amounts.price, amounts.quantity])
def test_13_the_others_follow_the_file_s_way(read):
    french, english = Way.FRENCH, Way.ENGLISH
    assert [read("1,234", french), read("1.234", french)] == [Decimal("1.234"), Decimal(1234)]
    assert [read("1,234", english), read("1.234", english)] == [Decimal(1234), Decimal("1.234")]
    assert [read(cell, english) for cell in ("1 234", "-12.5", 12.5)] == [
        Decimal(1234),
        Decimal("-12.5"),
        Decimal("12.5"),
    ]
    assert refusal(read, "12.5", french) == refusal(read, "12,5", english) == Code.R_AMOUNT


@pytest.mark.parametrize(
    ("cells", "way"),
    [
        ([], Way.FRENCH),
        (["1000", "1 000", "", "douze"], Way.FRENCH),
        (["1000", "1 000", "", "1,234", "1.234", "douze"], Way.UNTOLD),
        (["1,234", "1,234.50"], Way.ENGLISH),
        (["1,234", "12,5"], Way.FRENCH),
        (["1.234", "1.234,50 €"], Way.FRENCH),
        (["12.5", "13.5", "12,5"], Way.ENGLISH),
        (["12.5", "12,5", "13,5"], Way.FRENCH),
        (["12.5", "12,5"], Way.FRENCH),
        (["(1 234.50)", "1'234.50-"], Way.ENGLISH),
    ],
)
def test_13_most_values_of_one_reading_tell_the_way(cells, way):
    assert amounts.way_of([cells]) is way
    assert amounts.way_of([[cell] for cell in cells]) is way


numbers = st.text("0123456789,.-| ", max_size=16) | st.from_regex(
    r"\d{1,13}[,.]\d{1,7}", fullmatch=True
)


@given(st.sampled_from(Way), st.lists(numbers, min_size=1, max_size=4))
def test_amounts_read_at_once_are_those_that_are_read_one_by_one(way, cells):
    together = amounts.amounts(cells, way)
    if together is not None:
        for read in READERS[way].values():
            assert together == [read(cell) for cell in cells]


@given(st.lists(st.from_regex(r"\d{1,3}([,. ]\d{1,6}){0,2}", fullmatch=True), max_size=4))
def test_the_way_is_told_at_once_as_one_by_one(cells):
    assert amounts.way_of([cells]) is amounts.way_of([[cell] for cell in cells])


@given(st.sampled_from([Way.FRENCH, Way.ENGLISH]), numbers)
def test_what_is_dropped_again_says_the_same_by_itself(way, cell):
    """A file of rejects holds few lines: what its own says of its way may be another."""
    for read in READERS[way].values():
        try:
            value = read(cell)
        except ValueRefused:
            continue
        written = amounts.for_rejects(cell, way)
        assert READERS[Way.FRENCH][amounts.amount](written) == value
        assert amounts.amount(written) == value
