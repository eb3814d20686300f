import datetime as dt
from decimal import Decimal

import pytest

from o2s_contacts import pictures

NEW_YEAR = dt.date(2026, 1, 1)


def values(*amounts, every=10):
    return [(NEW_YEAR + dt.timedelta(days=every * i), Decimal(a)) for i, a in enumerate(amounts)]


def test_curve_goes_from_edge_to_edge_by_date():
    points = [
        (NEW_YEAR, Decimal(100)),
        (dt.date(2026, 1, 2), Decimal(150)),
        (dt.date(2026, 1, 5), Decimal(200)),
    ]
    drawn = pictures.curve(points)
    assert drawn.line == "M0.0 100.0 100.0 50.0 400.0 0.0"
    assert drawn.area == "M0.0 100.0 100.0 50.0 400.0 0.0V100H0z"
    assert drawn.marks == (200, 150, 100)


@pytest.mark.parametrize(
    ("amounts", "marks"),
    [
        ([2_000_000, 1_980_000, 2_570_000], (2_600_000, 2_200_000, 1_800_000)),
        ([1000, 1000], (1200, 1100, 1000)),
        ([0, 0], (Decimal("0.2"), Decimal("0.1"), 0)),
        ([-50, 50], (60, 0, -60)),
    ],
)
def test_curve_stands_between_round_values(amounts, marks):
    assert pictures.curve(values(*amounts)).marks == marks


def test_one_value_makes_no_curve():
    assert pictures.curve(values(100)) is None
    assert pictures.curve([]) is None


def test_two_values_of_one_day_make_a_curve():
    assert pictures.curve(values(1, 2, every=0)).line == "M0.0 100.0 0.0 0.0"


def test_shares_are_sorted_and_make_a_hundred():
    drawn = pictures.shares([("a", Decimal(1)), ("b", Decimal(1)), ("c", Decimal(1))], "others")
    assert [(s.label, s.percent, s.colour) for s in drawn] == [
        ("a", 34, 1),
        ("b", 33, 2),
        ("c", 33, 3),
    ]
    assert [(s.start, s.width) for s in drawn] == [
        (Decimal("0.0"), Decimal("330.3")),
        (Decimal("333.3"), Decimal("330.3")),
        (Decimal("666.7"), Decimal("330.3")),
    ]


def test_sixth_share_and_what_follows_are_others():
    parts = [(name, Decimal(weight)) for name, weight in zip("abcdef", range(1, 7), strict=True)]
    drawn = pictures.shares(parts, "others")
    assert [(s.label, s.value) for s in drawn] == [
        ("f", 6),
        ("e", 5),
        ("d", 4),
        ("c", 3),
        ("others", 3),
    ]


def test_nothing_is_shared_when_nothing_is_positive():
    assert pictures.shares([("a", Decimal(0)), ("b", Decimal(-5))], "others") == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2_600_000, "2,6\u202fM€"),
        (3_000_000, "3\u202fM€"),
        (48_000, "48\u202fk€"),
        (-1_500, "\u22121,5\u202fk€"),
        (20, "20\u202f€"),
    ],
)
def test_short_euros_have_their_unit(value, text):
    assert pictures.short_euros(Decimal(value)) == text
