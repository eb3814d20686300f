"""What a comparison checks on a given day."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.fields import Shape
from contacts.queries.ages import age
from searches.querying.checks import Among, Between, HasAll, HasAny, How, OnDays, Reads
from searches.querying.operators import (
    OPERATORS,
    Today,
    Unit,
    anniversaries,
    births,
    check_of,
    later,
)

DAY = dt.date(2026, 2, 28)
NOW = Today(DAY, {1: {1, 7}, 7: {7}})


def check(shape, op, *values, n=0, unit=Unit.DAY):
    return check_of(shape, op, values, (n, unit), NOW)


@pytest.mark.parametrize(
    ("op", "passing", "failing"),
    [
        ("on", [DAY], [dt.date(2026, 2, 27), dt.date(2026, 3, 1)]),
        ("before", [dt.date(2026, 2, 27)], [DAY]),
        ("after", [dt.date(2026, 3, 1)], [DAY]),
    ],
)
def test_a_date_is_compared_with_a_day(op, passing, failing):
    checked = check(Shape.DATE, op, DAY)
    assert all(map(checked.passes, passing))
    assert not any(map(checked.passes, failing))


@pytest.mark.parametrize(
    ("op", "n", "unit", "first", "last"),
    [
        ("within_next", 1, Unit.DAY, DAY, dt.date(2026, 3, 1)),
        ("within_next", 2, Unit.WEEK, DAY, dt.date(2026, 3, 14)),
        ("within_next", 1, Unit.MONTH, DAY, dt.date(2026, 3, 28)),
        ("within_last", 2, Unit.YEAR, dt.date(2024, 2, 28), DAY),
        ("older_than", 3, Unit.MONTH, dt.date(1000, 1, 1), dt.date(2025, 11, 27)),
    ],
)
def test_a_span_begins_and_ends_on_a_day(op, n, unit, first, last):
    checked = check(Shape.DATE, op, n=n, unit=unit)
    one = dt.timedelta(days=1)
    assert checked.passes(first)
    assert checked.passes(last)
    assert not checked.passes(last + one)
    assert op == "older_than" or not checked.passes(first - one)


@pytest.mark.parametrize(
    ("day", "n", "unit", "found"),
    [
        (dt.date(2026, 1, 31), 1, Unit.MONTH, dt.date(2026, 2, 28)),
        (dt.date(2024, 2, 29), 1, Unit.YEAR, dt.date(2025, 2, 28)),
        (dt.date(2026, 3, 31), -1, Unit.MONTH, dt.date(2026, 2, 28)),
        (dt.date(2026, 1, 15), -1, Unit.MONTH, dt.date(2025, 12, 15)),
        (dt.date(2026, 1, 15), 1_500, Unit.YEAR, dt.date(3526, 1, 15)),
        (dt.date(2026, 1, 15), -1_500, Unit.YEAR, dt.date(1000, 1, 1)),
        (dt.date(2026, 1, 15), -1_500, Unit.WEEK, dt.date(1997, 4, 17)),
    ],
)
def test_a_later_day_exists(day, n, unit, found):
    assert later(day, n, unit) == found


def test_who_was_born_on_29_february_has_the_anniversary_on_the_28th():
    common, leap = dt.date(2026, 2, 27), dt.date(2028, 2, 27)
    next_day = dt.timedelta(days=1)
    assert anniversaries(common, common + next_day) == {(2, 27), (2, 28), (2, 29)}
    assert anniversaries(leap, leap + next_day) == {(2, 27), (2, 28)}
    assert anniversaries(leap + next_day, leap + 2 * next_day) == {(2, 28), (2, 29)}


def test_anniversaries_of_more_than_a_year_are_every_day():
    checked = check(Shape.DATE, "anniversary_within", n=9, unit=Unit.YEAR)
    assert isinstance(checked, OnDays)
    assert len(checked.days) == 366


@given(
    born=st.dates(dt.date(1900, 1, 1), DAY),
    day=st.dates(dt.date(2020, 1, 1), dt.date(2030, 12, 31)),
    bounds=st.tuples(st.integers(0, 120), st.integers(0, 120)),
    opened=st.tuples(st.booleans(), st.booleans()),
)
def test_an_age_says_when_somebody_was_born(born, day, bounds, opened):
    ages = Between(bounds[0], bounds[1], open_low=opened[0], open_high=opened[1])
    if born <= day:
        assert births(ages, day).passes(born) == ages.passes(age(born, day))


@pytest.mark.parametrize(
    ("op", "passing", "failing"),
    [
        ("equals", ["5"], ["4.99", "5.01"]),
        ("differs", ["5"], ["4.99"]),  # what it denies
        ("over", ["5.01"], ["5"]),
        ("at_least", ["5"], ["4.99"]),
        ("under", ["4.99"], ["5"]),
        ("at_most", ["5"], ["5.01"]),
    ],
)
def test_a_figure_is_compared_with_another(op, passing, failing):
    checked = check(Shape.AMOUNT, op, Decimal(5))
    assert all(checked.passes(Decimal(value)) for value in passing)
    assert not any(checked.passes(Decimal(value)) for value in failing)
    assert OPERATORS[op].denies == (op == "differs")


def test_other_shapes_are_checked_by_their_own_words():
    assert check(Shape.TEXT, "is", "a", "b") == Reads(How.WHOLE, {"a", "b"})
    assert check(Shape.TEXT, "not_contains", "a") == Reads(How.CONTAINS, {"a"})
    assert check(Shape.TEXT, "begins", "a") == Reads(How.BEGINS, {"a"})
    assert check(Shape.CHOICE, "is_not", "x") == Among({"x"})
    assert check(Shape.CATEGORY, "is", 1) == Among({1})
    assert check(Shape.CATEGORY, "in_branch", 1, 9) == Among({1, 7})
    assert check(Shape.KEYWORDS, "has_none", 1, 2) == HasAny({1, 2})
    assert check(Shape.KEYWORDS, "has_all", 1, 2) == HasAll({1, 2})
    assert check(Shape.YES_NO, "no") == Among({False})
    assert check(Shape.AMOUNT, "between", Decimal(1), Decimal(2)) == Between(Decimal(1), Decimal(2))
