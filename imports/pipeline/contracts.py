"""What the lines of one contract say together: taken whole, or set aside whole."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.enums import COUNTED_CURRENCY
from contacts.normalise import name_key
from imports.feeds.o2s_accounts import CASH, HEADERS
from imports.pipeline.catalogue import Refused
from imports.records import AccountLine, Code

CENT = Decimal("0.01")
_VALUE_BELOW = Decimal(10) ** 12
# What the database's columns hold, with room for the sums of a contact.
SUM_BELOW = Decimal(10) ** 14
# Said of the account on each of its lines: they may not disagree.
OF_THE_ACCOUNT = ("last_name", "first_name", "birth_date", "opened_on")


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


def judge(lines: Sequence[AccountLine]) -> Iterator[Verdict]:
    """Go through a contract's lines, in their order, and give those that do not go in."""
    seen: set[tuple[object, ...]] = set()
    situations: dict[dt.date, Situation] = {}
    for line in lines:
        said = tuple(getattr(line, name) for name in HEADERS)
        if said in seen:  # the very same line again says nothing more
            yield Verdict(line.line)
            continue
        seen.add(said)
        try:
            _require_agreement(line, lines[0])
            _add(situations, line)
        except Refused as refused:
            yield Verdict(line.line, refused.code, refused.column)


def _require_agreement(line: AccountLine, first: AccountLine) -> None:
    for name in OF_THE_ACCOUNT:
        if _compared(getattr(line, name)) != _compared(getattr(first, name)):
            raise Refused(Code.R_DUP_KEY_DIFFERENT, name)


def _compared(value: object) -> object:
    return name_key(value) if isinstance(value, str) else value


def _add(situations: dict[dt.date, Situation], line: AccountLine) -> None:
    if line.situation_on is None:
        return
    currency = line.currency or COUNTED_CURRENCY
    at_date = situations.setdefault(line.situation_on, Situation(currency))
    if currency != at_date.currency:  # no rate of exchange is known to add them up
        raise Refused(Code.R_AMOUNT, "currency")
    if line.holding_code or line.holding_name:
        at_date.parts += part_value(line)
        if abs(at_date.parts) >= SUM_BELOW:
            raise Refused(Code.R_AMOUNT, "value")
    elif line.value is None:
        raise Refused(Code.R_AMOUNT, "value")
    elif at_date.is_consolidated:
        raise Refused(Code.R_DUP_KEY_DIFFERENT, "value")
    else:
        at_date.is_consolidated = True


def part_value(line: AccountLine) -> Decimal:
    """Return what a holding is worth: as the file says it, or its units at their price."""
    return part_worth((line.value, line.units, line.price, line.is_euro_fund, line.holding_code))


# Of a holding: its value, units, price, whether it is a fund in euros, its code.
Part = tuple[Decimal | None, Decimal | None, Decimal | None, bool | None, str]


def part_worth(part: Part) -> Decimal:
    value, units, price, is_euro_fund, code = part
    stated = is_euro_fund or code.upper() == CASH
    if value is not None and (stated or price is None):
        return value.quantize(CENT)
    if units is None or price is None:
        raise Refused(Code.R_AMOUNT, "price")
    worth = units * price
    if abs(worth) >= _VALUE_BELOW:
        raise Refused(Code.R_AMOUNT, "price")
    return worth.quantize(CENT)
