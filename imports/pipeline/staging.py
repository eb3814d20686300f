"""A file's lines put together as contracts: what goes in whole, and what is set aside whole."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from accounts.enums import COUNTED_CURRENCY
from accounts.models import Product
from contacts.normalise import name_key
from imports.feeds.o2s_accounts import CASH, HEADERS
from imports.feeds.text import header_key
from imports.pipeline.catalogue import Catalogue, Refused
from imports.records import AccountLine, Code, Rejected

_CENT = Decimal("0.01")
_VALUE_BELOW = Decimal(10) ** 12
_NUMBER = header_key(HEADERS["number"])
# Said of the account on each of its lines: they may not disagree.
_OF_THE_ACCOUNT = ("last_name", "first_name", "birth_date", "opened_on")


@dataclass(frozen=True)
class Part:
    """A holding and what it is worth."""

    line: AccountLine
    value: Decimal


@dataclass
class Situation:
    """What an account is worth at a date."""

    date: dt.date
    currency: str
    consolidated: Decimal | None = None
    parts: list[Part] = field(default_factory=list)

    @property
    def value(self) -> Decimal:
        if self.consolidated is not None:
            return self.consolidated
        return sum((part.value for part in self.parts), Decimal(0))


@dataclass
class Contract:
    product: Product
    number: str
    lines: list[AccountLine] = field(default_factory=list)
    situations: dict[dt.date, Situation] = field(default_factory=dict)


@dataclass
class Staged:
    contracts: list[Contract] = field(default_factory=list)
    rejects: list[Rejected] = field(default_factory=list)
    lines: int = 0

    @property
    def business_date(self) -> dt.date | None:
        dates = (date for contract in self.contracts for date in contract.situations)
        return max(dates, default=None)


def stage(read: Iterable[AccountLine | Rejected], catalogue: Catalogue) -> Staged:
    staged = Staged()
    contracts: dict[tuple[int, str], Contract] = {}
    for line in read:
        staged.lines += 1
        if isinstance(line, Rejected):
            staged.rejects.append(line)
            continue
        try:
            product = catalogue.product(line)
        except Refused as refused:
            staged.rejects.append(_rejected(line, refused))
            continue
        found = contracts.setdefault((id(product), line.number), Contract(product, line.number))
        found.lines.append(line)
    for contract in contracts.values():
        _value(contract, staged)
    _keep_whole(contracts.values(), staged)
    staged.rejects.sort(key=lambda reject: reject.line)
    return staged


def _value(contract: Contract, staged: Staged) -> None:
    seen: set[tuple[object, ...]] = set()
    for line in contract.lines:
        said = tuple(getattr(line, name) for name in HEADERS)
        if said in seen:  # the very same line again says nothing more
            continue
        seen.add(said)
        try:
            _require_agreement(line, contract.lines[0])
            _add(contract, line)
        except Refused as refused:
            staged.rejects.append(_rejected(line, refused))


def _require_agreement(line: AccountLine, first: AccountLine) -> None:
    for name in _OF_THE_ACCOUNT:
        if _compared(getattr(line, name)) != _compared(getattr(first, name)):
            raise Refused(Code.R_DUP_KEY_DIFFERENT, name)


def _compared(value: object) -> object:
    return name_key(value) if isinstance(value, str) else value


def _add(contract: Contract, line: AccountLine) -> None:
    if line.situation_on is None:
        return
    currency = line.currency or COUNTED_CURRENCY
    at_date = Situation(line.situation_on, currency)
    at_date = contract.situations.setdefault(line.situation_on, at_date)
    if currency != at_date.currency:  # no rate of exchange is known to add them up
        raise Refused(Code.R_AMOUNT, "currency")
    if line.holding_code or line.holding_name:
        at_date.parts.append(Part(line, _part_value(line)))
    elif line.value is None:
        raise Refused(Code.R_AMOUNT, "value")
    elif at_date.consolidated is not None:
        raise Refused(Code.R_DUP_KEY_DIFFERENT, "value")
    else:
        at_date.consolidated = line.value.quantize(_CENT)


def _part_value(line: AccountLine) -> Decimal:
    stated = line.is_euro_fund or line.holding_code.upper() == CASH
    if line.value is not None and (stated or line.price is None):
        return line.value.quantize(_CENT)
    if line.units is None or line.price is None:
        raise Refused(Code.R_AMOUNT, "price")
    value = line.units * line.price
    if abs(value) >= _VALUE_BELOW:
        raise Refused(Code.R_AMOUNT, "price")
    return value.quantize(_CENT)


def _keep_whole(contracts: Iterable[Contract], staged: Staged) -> None:
    """An account goes in with all its lines: part of its holdings would be a wrong value."""
    bad = {_number(reject): reject for reject in reversed(staged.rejects)}
    set_aside = {reject.line for reject in staged.rejects}
    for contract in contracts:
        reject = bad.get(contract.number)
        if reject is None:
            staged.contracts.append(contract)
            continue
        params = {"with": str(reject.line)}
        staged.rejects += [
            Rejected(line.line, "", reject.code, params, _raw(line))
            for line in contract.lines
            if line.line not in set_aside
        ]


def _number(reject: Rejected) -> str:
    found = (cell for label, cell in reject.raw.items() if header_key(label) == _NUMBER)
    return " ".join(next(found, "").split())


def _rejected(line: AccountLine, refused: Refused) -> Rejected:
    return Rejected(line.line, HEADERS[refused.column], refused.code, {}, _raw(line))


def _raw(line: AccountLine) -> dict[str, str]:
    """Write the line as its partner would, ready to be mended."""
    return {header: _shown(getattr(line, name)) for name, header in HEADERS.items()} | line.aside


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "OUI" if value else "NON"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)
