"""Shares and parts: exact to the cent, and never more than there is."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Right
from accounts.queries.shares import Claim, are_possible, parts, shares


def claims(*given_claims):
    return [
        Claim(owner, right, None if share is None else Decimal(share))
        for owner, right, share in given_claims
    ]


def as_tuples(found):
    return {(claim.owner, claim.right): value for claim, value in found.items()}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ([("a", "full", None)], {("a", "full"): 100}),
        (
            [("a", "full", "40"), ("b", "full", None), ("c", "full", None)],
            {("a", "full"): 40, ("b", "full"): 30, ("c", "full"): 30},
        ),
        (
            [("a", "usufruct", None), ("b", "bare", None), ("c", "bare", None)],
            {("a", "usufruct"): 100, ("b", "bare"): 50, ("c", "bare"): 50},
        ),
        (
            [("a", "full", "50"), ("a", "usufruct", None), ("b", "bare", None)],
            {("a", "full"): 50, ("a", "usufruct"): 50, ("b", "bare"): 50},
        ),
        (
            [("a", "full", None), ("b", "usufruct", "25"), ("c", "bare", "25")],
            {("a", "full"): 75, ("b", "usufruct"): 25, ("c", "bare"): 25},
        ),
    ],
)
def test_blank_share_is_an_equal_part_of_what_is_left(stated, expected):
    found = shares(claims(*stated))
    assert as_tuples(found) == expected
    assert are_possible(found)


@pytest.mark.parametrize(
    "stated",
    [
        [("a", "full", "60"), ("b", "full", "40.0001")],
        [("a", "full", "60"), ("b", "bare", "41")],
        [("a", "full", "60"), ("b", "usufruct", "41")],
        [("a", "full", "100"), ("b", "full", None)],
        [("a", "full", None), ("b", "usufruct", None)],
    ],
)
def test_more_than_there_is_is_not_possible(stated):
    assert not are_possible(shares(claims(*stated)))


def test_three_equal_owners_have_the_same_part():
    found = shares(claims(("a", "full", None), ("b", "full", None), ("c", "full", None)))
    assert found[claims(("a", "full", None))[0]] == Fraction(100, 3)
    assert set(as_tuples(parts(Decimal("100.00"), found)).values()) == {Decimal("33.33")}


@pytest.mark.parametrize(
    ("value", "share", "part"),
    [
        ("10000.01", "50", "5000.01"),
        ("-10000.01", "50", "-5000.01"),
        ("0.01", "49.9999", "0.00"),
        ("100.00", "33.3333", "33.33"),
        ("0.125", "100", "0.13"),
    ],
)
def test_a_part_depends_on_its_own_share_alone(value, share, part):
    """What rounding leaves would tell of owners whom a person does not see."""
    mine = Claim("a", "full", Decimal(share))
    alone, beside = shares([mine]), shares([mine, *claims(("b", "full", None))])
    assert parts(Decimal(value), alone)[mine] == Decimal(part)
    assert parts(Decimal(value), beside)[mine] == Decimal(part)


stated = st.none() | st.decimals("0.0001", 100, places=4)
many = st.lists(
    st.builds(Claim, st.integers(1, 9), st.sampled_from(list(Right)), stated),
    max_size=6,
    unique_by=lambda claim: (claim.owner, claim.right),
)


@given(many, st.decimals("0.01", "99999999.99", places=2))
def test_parts_are_shares_to_the_nearest_cent(of_account, value):
    found = shares(of_account)
    for claim, part in parts(value, found).items():
        assert abs(Fraction(part) - Fraction(value) * found[claim] / 100) <= Fraction(1, 200)
