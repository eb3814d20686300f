"""What a condition checks of a value, once days, ages and names are told: data, and pure.

A check is answered twice, by `searches.querying.compiling` in SQL and by `passes` in Python.
"""

import datetime as dt
from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from searches.querying.folding import folded

Bound = dt.date | Decimal | int | None


@dataclass(frozen=True)
class Between:
    """Values from `low` to `high`, both included unless they are open; None is no bound."""

    low: Bound = None
    high: Bound = None
    open_low: bool = False
    open_high: bool = False

    def passes(self, value: Any) -> bool:
        above = self.low is None or value > self.low or (value == self.low and not self.open_low)
        below = (
            self.high is None or value < self.high or (value == self.high and not self.open_high)
        )
        return above and below


@dataclass(frozen=True)
class Among:
    """One of these values."""

    values: AbstractSet[Any]

    def passes(self, value: Any) -> bool:
        return value in self.values


class How(StrEnum):
    WHOLE = "whole"
    BEGINS = "begins"
    CONTAINS = "contains"


_TEXTS: dict[How, Callable[[str, str], bool]] = {
    How.WHOLE: str.__eq__,
    How.BEGINS: str.startswith,
    How.CONTAINS: str.__contains__,
}


@dataclass(frozen=True)
class Reads:
    """A text that is, begins with, or contains one of these, whatever its case and accents."""

    how: How
    texts: AbstractSet[str]

    def passes(self, value: Any) -> bool:
        compares = _TEXTS[self.how]
        return any(compares(folded(value), folded(text)) for text in self.texts)


@dataclass(frozen=True)
class OnDays:
    """Dates whose month and day are one of these: (2, 28)."""

    days: Collection[tuple[int, int]]

    def passes(self, value: Any) -> bool:
        return (value.month, value.day) in self.days


@dataclass(frozen=True)
class HasAll:
    """Every one of these among the many that a row has."""

    values: AbstractSet[Any]

    def passes(self, held: Any) -> bool:
        return self.values <= set(held)


@dataclass(frozen=True)
class HasAny:
    """One of these among the many that a row has."""

    values: AbstractSet[Any]

    def passes(self, held: Any) -> bool:
        return bool(self.values & set(held))


Check = Between | Among | Reads | OnDays | HasAll | HasAny
