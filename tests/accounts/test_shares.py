"""Shares and parts: exact to the cent, and never more than there is."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.enums import Right
from accounts.queries.shares import Claim, are_possible, kept, parts, settle, shares


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


@pytest.mark.security(60)
@pytest.mark.parametrize("others", [[], [("h", "full", "50")], [("h", "full", "25")]])
def test_part_is_the_value_times_the_share_half_up(others):
    found = kept(claims(("a", "full", "50"), *others))
    for value, part in (("10000.01", "5000.01"), ("-0.01", "-0.01"), ("0.03", "0.02")):
        assert parts(Decimal(value), found)[claims(("a", "full", "50"))[0]] == Decimal(part)


def test_three_equal_owners_are_stated_and_miss_a_cent():
    blank = claims(("a", "full", None), ("b", "full", None), ("c", "full", None))
    assert shares(blank)[blank[0]] == Fraction(100, 3)
    settled = settle(blank)
    assert [claim.share for claim in settled] == [Decimal("33.3333")] * 3
    assert set(parts(Decimal("100.00"), kept(settled)).values()) == {Decimal("33.33")}


@pytest.mark.parametrize(
    ("typed", "standing", "kept_as"),
    [
        ([("a", "full", None)], [], [None]),
        ([("a", "full", "100")], [("a", "full", None)], [None]),
        ([("a", "full", "100")], [("a", "full", "50")], ["100"]),
        ([("a", "full", "50")], [("a", "full", None)], ["50"]),
        ([("a", "usufruct", None), ("b", "bare", None)], [], ["100", "100"]),
        ([("a", "full", "40"), ("b", "full", None)], [("a", "full", None)], ["40", "60"]),
    ],
)
def test_blank_shares_are_stated_as_soon_as_there_are_several(typed, standing, kept_as):
    settled = settle(claims(*typed), claims(*standing))
    assert [claim.share for claim in settled] == [share and Decimal(share) for share in kept_as]


stated = st.none() | st.decimals("0.0001", 100, places=4)
many = st.lists(
    st.builds(Claim, st.integers(1, 9), st.sampled_from(list(Right)), stated),
    max_size=6,
    unique_by=lambda claim: (claim.owner, claim.right),
)


@given(many, st.decimals("-99999999.99", "99999999.99", places=2))
def test_parts_are_near_the_value_and_alone(of_account, value):
    """Half a cent at most from the exact part, and the same whoever else owns."""
    found = kept(of_account)
    split = parts(value, found)
    for claim, share in found.items():
        assert abs(Fraction(split[claim]) - Fraction(value) * share / 100) <= Fraction(1, 200)
        assert split[claim] == parts(value, kept([claim]))[claim]


@given(many.filter(bool))
def test_what_is_stated_of_possible_shares_is_possible(typed):
    if not are_possible(shares(typed)):
        return
    settled = settle(typed)
    assert are_possible(kept(settled))
    assert len(typed) == 1 or None not in {claim.share for claim in settled}
    for asked, claim in zip(typed, settled, strict=True):
        assert asked.share in {None, claim.share}
        assert 0 <= shares(typed)[asked] - kept([claim])[claim] < Fraction(1, 10000)
