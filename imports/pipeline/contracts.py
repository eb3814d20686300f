"""What the lines of one contract say together: taken whole, or set aside whole."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from functools import lru_cache

from accounts.queries.shares import CENT, to_the_cent
from imports.feeds.text import header_key
from imports.pipeline.catalogue import Refused
from imports.records import HEADERS, AccountLine, Code
from text.normalise import name_key

# As `header_key` writes it.
CASH = "especes"
_VALUE_BELOW = Decimal(10) ** 12
# What the database's columns hold, with room for the sums of a contact.
SUM_BELOW = Decimal(10) ** 14
# Said of the account on each of its lines: they may not disagree.
OF_THE_ACCOUNT = ("last_name", "first_name", "birth_date", "client_number", "opened_on")


@dataclass
class Situation:
    """What an account is worth at a date, as its lines come."""

    currency: str
    parts: Decimal = Decimal(0)
    is_consolidated: bool = False


@dataclass(frozen=True)
class Verdict:
    """A line that does not go in: refused in a column, or said before (no code)."""

    line: int
    code: Code | None = None
    column: str = ""


def judge(lines: Sequence[AccountLine], currencies: Sequence[str]) -> Iterator[Verdict]:
    """Go through a contract's lines, in their order, and give those that do not go in.

    `currencies`: what each line is worth is in, as `imports.pipeline.currencies` has it.
    """
    seen: set[tuple[object, ...]] = set()
    situations: dict[dt.date, Situation] = {}
    for line, currency in zip(lines, currencies, strict=True):
        said = _by_value(line, currency)
        if said in seen:  # the very same line again says nothing more
            yield Verdict(line.line)
            continue
        seen.add(said)
        try:
            _require_agreement(line, lines[0])
            _add(situations, line, currency)
        except Refused as refused:
            yield Verdict(line.line, refused.code, refused.column)


def _require_agreement(line: AccountLine, first: AccountLine) -> None:
    for name in OF_THE_ACCOUNT:
        if _compared(getattr(line, name)) != _compared(getattr(first, name)):
            raise Refused(Code.R_DUP_KEY_DIFFERENT, name)


def _by_value(line: AccountLine, currency: str) -> tuple[object, ...]:
    """Return what a line says, however it writes it: 1000 and 1000,00, Dupont and DUPONT."""
    said = (getattr(line, name) for name in HEADERS if name != "currency")
    return (
        line.currency or currency,
        *(header_key(text) or text if isinstance(text, str) else text for text in said),
    )


def _compared(value: object) -> object:
    return name_key(value) if isinstance(value, str) else value


def _add(situations: dict[dt.date, Situation], line: AccountLine, currency: str) -> None:
    if line.situation_on is None:
        return
    at_date = situations.setdefault(line.situation_on, Situation(currency))
    if currency != at_date.currency:  # no rate of exchange is known to add them up
        raise Refused(Code.R_AMOUNT, "currency")
    if line.holding_code or line.holding_name:
        if is_far_off(line, currency):
            raise Refused(Code.R_AMOUNT, "value")
        at_date.parts += part_worth(_part(line))
        if abs(at_date.parts) >= SUM_BELOW:
            raise Refused(Code.R_AMOUNT, "value")
    elif line.value is None:
        raise Refused(Code.R_AMOUNT, "value")
    elif at_date.is_consolidated:
        raise Refused(Code.R_DUP_KEY_DIFFERENT, "value")
    else:
        at_date.is_consolidated = True


def is_far_off(line: AccountLine, currency: str) -> bool:
    """Tell that a holding's value is not what its units make at their price.

    Asked only where the price is in the account's currency: no rate of exchange is known.
    """
    is_comparable = line.currency in {"", currency}
    return is_comparable and difference(_part(line)) is Difference.LARGE


def _part(line: AccountLine) -> "Part":
    name, code = line.holding_name, line.holding_code
    return line.value, line.units, line.price, line.is_euro_fund, code, name


# Of a holding: its value, units, price, whether it is a fund in euros, its code, its name.
Part = tuple[Decimal | None, Decimal | None, Decimal | None, bool | None, str, str]


def part_worth(part: Part) -> Decimal:
    """Return what a holding is worth: as the file says it, or its units at their price."""
    value, units, price, *_ = part
    if value is not None:
        return to_the_cent(value)
    if units is None or price is None:
        raise Refused(Code.R_AMOUNT, "price")
    worth = units * price
    if abs(worth) >= _VALUE_BELOW:
        raise Refused(Code.R_AMOUNT, "price")
    return to_the_cent(worth)


class Difference(IntEnum):
    """How far a stated value is from units × price."""

    NONE = 0
    # From 1 to 20 %: worth a look.
    SMALL = 1
    LARGE = 2


def difference(part: Part) -> Difference:
    """Compare what a holding is said to be worth with its units at their price.

    A bond's price is a percentage of its nominal, so that a hundredth will do too. Cash and funds
    in euros are quoted nowhere.
    """
    value, units, price, is_euro_fund, code, name = part
    if value is None or units is None or price is None:
        return Difference.NONE
    if is_euro_fund or is_cash(code) or is_cash(name):
        return Difference.NONE
    worth = units * price
    return min(_difference(value, worth), _difference(value, worth / 100))


def _difference(value: Decimal, worth: Decimal) -> Difference:
    off = abs(value - worth)
    if off <= max(CENT, abs(worth) / 100):
        return Difference.NONE
    return Difference.SMALL if off * 5 <= abs(worth) else Difference.LARGE


@lru_cache(4096)
def is_cash(text: str) -> bool:
    """Tell that a holding's code or name is `Espèces`, however it is written."""
    return header_key(text) == CASH
