"""How a value of each shape is compared, and what a comparison checks on a given day. Pure.

Days, ages and spans become `Between`, closed lists `Among`, texts `Reads`: whatever answers a
search knows these alone (`searches.querying.checks`). The day is the firm's.
"""

import datetime as dt
from calendar import isleap, monthrange
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from contacts.fields import Shape
from contacts.fields.shapes import Words
from searches.errors import SearchRefused
from searches.querying.checks import Among, Between, Check, HasAll, HasAny, How, OnDays, Reads
from searches.querying.vocabulary import Asked
from text import telephones

LONGEST_TEXT = 200
# The oldest and the newest day that a person may mean; beyond them spans stop.
FIRST_DAY, LAST_DAY = dt.date(1000, 1, 1), dt.date(9000, 1, 1)
LARGEST = Decimal(10) ** 15


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Takes(StrEnum):
    """What stands after a comparison."""

    NOTHING = "nothing"
    VALUE = "value"
    PAIR = "pair"
    MANY = "many"
    SPAN = "span"

    @property
    def exactly(self) -> int | None:
        """Return how many values, where it is a number."""
        return {Takes.VALUE: 1, Takes.PAIR: 2}.get(self)


@dataclass(frozen=True)
class Operator:
    """A comparison in words; `denies` says that it is true where what it checks is not."""

    words: Words
    takes: Takes
    denies: bool = False


EMPTY, NOT_EMPTY = "empty", "not_empty"
OPERATORS: Mapping[str, Operator] = {
    "contains": Operator(pgettext_lazy("comparison", "contains"), Takes.VALUE),
    "not_contains": Operator(
        pgettext_lazy("comparison", "does not contain"), Takes.VALUE, denies=True
    ),
    "begins": Operator(pgettext_lazy("comparison", "begins with"), Takes.VALUE),
    "is": Operator(pgettext_lazy("comparison", "is"), Takes.MANY),
    "is_not": Operator(pgettext_lazy("comparison", "is not"), Takes.MANY, denies=True),
    "in_branch": Operator(pgettext_lazy("comparison", "is within"), Takes.MANY),
    "not_in_branch": Operator(
        pgettext_lazy("comparison", "is not within"), Takes.MANY, denies=True
    ),
    "on": Operator(pgettext_lazy("comparison", "is on"), Takes.VALUE),
    "before": Operator(pgettext_lazy("comparison", "is before"), Takes.VALUE),
    "after": Operator(pgettext_lazy("comparison", "is after"), Takes.VALUE),
    "within_next": Operator(pgettext_lazy("comparison", "is in the next"), Takes.SPAN),
    "within_last": Operator(pgettext_lazy("comparison", "is in the last"), Takes.SPAN),
    "older_than": Operator(pgettext_lazy("comparison", "is more than … ago"), Takes.SPAN),
    "anniversary_within": Operator(
        pgettext_lazy("comparison", "has its anniversary in the next"), Takes.SPAN
    ),
    "equals": Operator(pgettext_lazy("comparison", "is equal to"), Takes.VALUE),
    "differs": Operator(pgettext_lazy("comparison", "is not equal to"), Takes.VALUE, denies=True),
    "over": Operator(pgettext_lazy("comparison", "is over"), Takes.VALUE),
    "under": Operator(pgettext_lazy("comparison", "is under"), Takes.VALUE),
    "at_least": Operator(pgettext_lazy("comparison", "is at least"), Takes.VALUE),
    "at_most": Operator(pgettext_lazy("comparison", "is at most"), Takes.VALUE),
    "between": Operator(pgettext_lazy("comparison", "is between"), Takes.PAIR),
    "yes": Operator(pgettext_lazy("comparison", "is yes"), Takes.NOTHING),
    "no": Operator(pgettext_lazy("comparison", "is no"), Takes.NOTHING),
    "has": Operator(pgettext_lazy("comparison", "has one of"), Takes.MANY),
    "has_all": Operator(pgettext_lazy("comparison", "has all of"), Takes.MANY),
    "has_none": Operator(pgettext_lazy("comparison", "has none of"), Takes.MANY, denies=True),
    EMPTY: Operator(pgettext_lazy("comparison", "is not said"), Takes.NOTHING),
    NOT_EMPTY: Operator(pgettext_lazy("comparison", "is said"), Takes.NOTHING),
}

_SAID = (NOT_EMPTY, EMPTY)
_TEXTS = ("contains", "not_contains", "is", "is_not", "begins", *_SAID)
_CHOSEN = ("is", "is_not", *_SAID)
_FIGURES = ("between", "over", "at_least", "under", "at_most", "equals", "differs", *_SAID)
_DATES = (
    *("within_next", "within_last", "older_than", "anniversary_within"),
    *("between", "before", "after", "on", *_SAID),
)
# How a shape is compared, in the order in which one is offered to choose.
_BY_SHAPE: Mapping[Shape, Sequence[str]] = {
    **dict.fromkeys((Shape.TEXT, Shape.LINES, Shape.EMAIL, Shape.TELEPHONE), _TEXTS),
    **dict.fromkeys((Shape.DATE, Shape.MOMENT), _DATES),
    **dict.fromkeys((Shape.AMOUNT, Shape.RATE, Shape.NUMBER, Shape.AGE, Shape.YEAR), _FIGURES),
    **dict.fromkeys((Shape.CHOICE, Shape.COUNTRY, Shape.NATIONALITY, Shape.DEPARTMENT), _CHOSEN),
    **dict.fromkeys((Shape.LIST, Shape.USER, Shape.LINK), _CHOSEN),
    Shape.CATEGORY: ("in_branch", "not_in_branch", *_CHOSEN),
    Shape.KEYWORDS: ("has", "has_all", "has_none", *_SAID),
    Shape.YES_NO: ("yes", "no"),
    Shape.SUMS: _SAID,
}


def operators_of(asked: Asked) -> Sequence[str]:
    """Return the ids of the comparisons that a field has."""
    return _BY_SHAPE[asked.shape]


# -- values, as they are typed or stored


def read_value(asked: Asked, given: Any) -> Any:
    """Return a value of the field as Python compares it; `SearchRefused` of what is none."""
    value = _READ.get(asked.shape, _read_text)(given)
    if value is None:
        raise SearchRefused(
            _("“%(field)s” cannot be compared with “%(value)s”: look at it again.")
            % {"field": asked.label, "value": str(given)[:50]}
        )
    return value


def _read_text(given: Any) -> str | None:
    if not isinstance(given, str) or not given.strip() or "\0" in given:
        return None
    return given.strip() if len(given) <= LONGEST_TEXT else None


def _read_telephone(given: Any) -> str | None:
    """Return a whole number as it is stored, and the beginning of one as it begins there."""
    text = _read_text(given)
    if text is None:
        return None
    try:
        return telephones.parse(text).number
    except telephones.NotATelephoneError:
        digits = "".join(char for char in text if char.isdigit())
        abroad = text.startswith("+") or digits.startswith("00")
        if abroad:
            return f"+{digits.removeprefix('00')}"
        return f"+33{digits[1:]}" if digits.startswith("0") else digits or None


def _read_day(given: Any) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(given)
    except (TypeError, ValueError):
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _read_figure(given: Any) -> Decimal | None:
    if type(given) not in {str, int}:
        return None
    try:
        figure = Decimal(given)
    except InvalidOperation:
        return None
    return figure if figure.is_finite() and abs(figure) < LARGEST else None


def _read_age(given: Any) -> int | None:
    figure = _read_figure(given)
    return int(figure) if figure is not None and figure == int(figure) and figure >= 0 else None


def _read_key(given: Any) -> int | None:
    return given if type(given) is int and 0 < given < 2**63 else None


_READ: Mapping[Shape, Callable[[Any], Any]] = {
    **dict.fromkeys((Shape.DATE, Shape.MOMENT), _read_day),
    **dict.fromkeys((Shape.AMOUNT, Shape.RATE, Shape.NUMBER), _read_figure),
    **dict.fromkeys(
        (Shape.LIST, Shape.USER, Shape.LINK, Shape.CATEGORY, Shape.KEYWORDS), _read_key
    ),
    **dict.fromkeys((Shape.AGE, Shape.YEAR), _read_age),
    Shape.TELEPHONE: _read_telephone,
}


# -- what a comparison checks

Values = Sequence[Any]
_WITH_VALUES: Mapping[str, Callable[[Values], Check]] = {
    "contains": lambda values: Reads(How.CONTAINS, frozenset(values)),
    "begins": lambda values: Reads(How.BEGINS, frozenset(values)),
    "on": lambda values: Between(values[0], values[0]),
    "before": lambda values: Between(high=values[0], open_high=True),
    "after": lambda values: Between(low=values[0], open_low=True),
    "equals": lambda values: Between(values[0], values[0]),
    "over": lambda values: Between(low=values[0], open_low=True),
    "under": lambda values: Between(high=values[0], open_high=True),
    "at_least": lambda values: Between(low=values[0]),
    "at_most": lambda values: Between(high=values[0]),
    "between": lambda values: Between(values[0], values[1]),
    "yes": lambda _values: Among(frozenset((True,))),
    "no": lambda _values: Among(frozenset((False,))),
    "has": lambda values: HasAny(frozenset(values)),
    "has_all": lambda values: HasAll(frozenset(values)),
}
_CHECKED_AS = {
    "not_contains": "contains",
    "is_not": "is",
    "not_in_branch": "in_branch",
    "differs": "equals",
    "has_none": "has",
}
_READ_AS_TEXT = {Shape.TEXT, Shape.LINES, Shape.EMAIL, Shape.TELEPHONE}


@dataclass(frozen=True)
class Today:
    """What a search asks beside what it says: the firm's day, and the tree of its categories.

    `branches`: the keys of a category and of all below it, by its key.
    """

    day: dt.date
    branches: Mapping[int, Collection[int]]


def check_of(shape: Shape, op: str, values: Values, span: tuple[int, Unit], now: Today) -> Check:
    """Return what a comparison checks of a value that is said, before it is denied."""
    op = _CHECKED_AS.get(op, op)
    if op == "is":
        if shape in _READ_AS_TEXT:
            return Reads(How.WHOLE, frozenset(values))
        return Among(frozenset(values))
    if op == "in_branch":
        below = (now.branches.get(value, ()) for value in values)
        return Among(frozenset(key for keys in below for key in keys))
    if op in _WITH_VALUES:
        return _WITH_VALUES[op](values)
    return _spans(op, span, now.day)


def _spans(op: str, span: tuple[int, Unit], day: dt.date) -> Check:
    n, unit = span
    if op == "within_next":
        return Between(day, later(day, n, unit))
    if op == "within_last":
        return Between(later(day, -n, unit), day)
    if op == "older_than":
        return Between(high=later(day, -n, unit), open_high=True)
    return OnDays(anniversaries(day, later(day, n, unit)))


def later(day: dt.date, n: int, unit: Unit) -> dt.date:
    """Return the day so many units later, or earlier: 31 January and a month is 28 February."""
    if unit in {Unit.DAY, Unit.WEEK}:
        days = n * (7 if unit is Unit.WEEK else 1)
        return day + dt.timedelta(days=days)
    months = day.year * 12 + day.month - 1 + n * (12 if unit is Unit.YEAR else 1)
    year, month = divmod(months, 12)
    if not FIRST_DAY.year <= year < LAST_DAY.year:
        return LAST_DAY if n > 0 else FIRST_DAY
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def anniversaries(first: dt.date, last: dt.date) -> frozenset[tuple[int, int]]:
    """Return the month and day of each day of a span of at most a year.

    Somebody born on 29 February has the anniversary on the 28th in the years without one.
    """
    count = min((last - first).days, 365)
    span = [first + dt.timedelta(days=ahead) for ahead in range(count + 1)]
    days = {(day.month, day.day) for day in span}
    if any((day.month, day.day) == (2, 28) and not isleap(day.year) for day in span):
        days.add((2, 29))
    return frozenset(days)


def births(ages: Between, day: dt.date) -> Between:
    """Return when people of these ages were born, on that day (contacts.queries.ages)."""
    low, high = ages.low, ages.high
    # Of at least so many years: born on that day so many years before, or earlier.
    at_least = None if low is None else int(low) + ages.open_low  # type: ignore[arg-type]
    below = None if high is None else int(high) + (not ages.open_high)  # type: ignore[arg-type]
    return Between(
        low=None if below is None else later(day, -below, Unit.YEAR),
        high=None if at_least is None else later(day, -at_least, Unit.YEAR),
        open_low=True,
    )
