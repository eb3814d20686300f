"""Geometry of the pictures that the server draws: a curve over time and a bar of shares.

Words are not drawn: templates write them beside, so that they keep their size.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from text import formats

WIDTH, HEIGHT = 400, 100
BAR_WIDTH, GAP = 1000, 3
MOST_PARTS = 5
STEPS = 5

Point = tuple[dt.date, Decimal]


@dataclass(frozen=True)
class Curve:
    line: str
    """Path of the curve, from (0, 0) at the top left to (WIDTH, HEIGHT)."""
    area: str
    marks: tuple[Decimal, Decimal, Decimal]
    """Values at the top, in the middle and at the bottom of the drawing."""


def curve(points: Sequence[Point]) -> Curve | None:
    """Draw a value over time, points in the order of their dates; under two points, nothing."""
    if not points[1:]:
        return None
    top, bottom = _round_bounds([value for _, value in points])
    first, days = points[0][0], (points[-1][0] - points[0][0]).days or 1
    steps = [
        f"{(date - first).days * WIDTH / days:.1f} {_height(value, top, bottom):.1f}"
        for date, value in points
    ]
    line = f"M{' '.join(steps)}"
    middle = (top + bottom) / 2
    return Curve(line, f"{line}V{HEIGHT}H0z", (top, middle, bottom))


def _height(value: Decimal, top: Decimal, bottom: Decimal) -> Decimal:
    return (top - value) * HEIGHT / (top - bottom)


def _round_bounds(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """Return round values above and below all: 2 014 000 … 2 570 000 -> 2 600 000, 2 000 000."""
    highest, lowest = max(values), min(values)
    step = _round_step(highest - lowest or abs(highest) or Decimal(1))
    bottom = (lowest / step).to_integral_value(ROUND_FLOOR) * step
    top = (highest / step).to_integral_value(ROUND_CEILING) * step
    return (top if top > bottom else bottom + step), bottom


def _round_step(spread: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 5, 10… that goes at most five times into the spread."""
    tens = Decimal(10) ** (spread.adjusted() - 1)
    return next(tens * factor for factor in (1, 2, 5, 10, 20) if spread <= tens * factor * STEPS)


@dataclass(frozen=True)
class Share:
    label: str
    value: Decimal
    percent: int
    colour: int
    """1 to 5: the series of the palette."""
    start: Decimal
    width: Decimal


def shares(parts: Sequence[tuple[str, Decimal]], others: str) -> list[Share]:
    """Split a bar between parts, the largest first; a sixth and what follows are `others`."""
    positive = sorted((part for part in parts if part[1] > 0), key=lambda part: -part[1])
    if len(positive) > MOST_PARTS:
        rest = sum((value for _, value in positive[MOST_PARTS - 1 :]), Decimal(0))
        positive = [*positive[: MOST_PARTS - 1], (others, rest)]
    total = sum((value for _, value in positive), Decimal(0))
    ends = [Decimal(0)]
    for _, value in positive:
        ends.append(ends[-1] + value * BAR_WIDTH / total)
    percents = _percents([value for _, value in positive], total)
    # A gap stands after each part, and something of the smallest one.
    return [
        Share(
            label, value, percent, colour, _tenth(start), _tenth(max(end - start - GAP, Decimal(1)))
        )
        for colour, ((label, value), percent, (start, end)) in enumerate(
            zip(positive, percents, pairwise(ends), strict=True), start=1
        )
    ]


def _percents(values: Sequence[Decimal], total: Decimal) -> list[int]:
    """Whole hundredths that make 100 together: the largest remainders are rounded up."""
    exact = [value * 100 / total for value in values]
    whole = [int(one) for one in exact]
    by_remainder = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for i in by_remainder[: 100 - sum(whole)]:
        whole[i] += 1
    return whole


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))


def short_euros(value: Decimal) -> str:
    """2600000 -> "2,6 M€", 48000 -> "48 k€": for the side of a curve."""
    for size, unit in ((1_000_000, "M€"), (1_000, "k€")):
        if abs(value) >= size:
            text = f"{(value / size).normalize():f}"
            return f"{text.replace('.', ',').replace('-', formats.MINUS)}{formats.NARROW}{unit}"
    return formats.euros(value, 0)
