"""A file's lines in a scratch table: one row each, good or set aside."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import NoneType
from typing import Any

from accounts.enums import COUNTED_CURRENCY
from accounts.queries.shares import to_the_cent
from imports.feeds import parts as feed_parts
from imports.feeds.parts import NAMES, Block, Clients, Forbidden
from imports.feeds.text import header_key
from imports.pipeline.catalogue import Named, Refused
from imports.pipeline.contracts import (
    OF_THE_ACCOUNT,
    Difference,
    Part,
    difference,
    part_worth,
)
from imports.records import FACTS, HEADERS, AccountLine, ClientFacts, Code, Rejected
from persistence import staging_tables

TABLE = "night_line"
CLIENTS = "night_client"
_OF_CLIENT = dict.fromkeys(("client_number", *FACTS), "text")
# What a line says, besides what names its product: read back when the line is set aside.
SAID = {
    "title": "text",
    "other_title": "text",
    "last_name": "text",
    "first_name": "text",
    "birth_date": "date",
    "address_1": "text",
    "address_2": "text",
    "post_code": "text",
    "town": "text",
    "country": "text",
    "number": "text",
    "label": "text",
    "opened_on": "date",
    "situation_on": "date",
    "holding_code": "text",
    "holding_name": "text",
    "is_euro_fund": "boolean",
    "value": "text",
    "units": "text",
    "price": "text",
    "price_on": "date",
    "currency": "text",
    "client_number": "text",
}
COLUMNS = {
    "line": "integer",
    # Why it is set aside, if it is: the rest of a line that could not be read is `raw`.
    "code": "text",
    "refused": "text",
    "params": "text",
    "raw": "text",
    "pair": "integer",
    "aside": "text",
    # Equal where lines of an account say the same of it, letter by letter.
    "agreement": "bigint",
    # Equal for the very same line again, and for few others; none for an account's whole worth at
    # a date, of which a second line is odd whatever it says.
    "content": "bigint",
    "is_part": "boolean",
    "is_faulty": "boolean",
    # Its value is not quite what its units make at their price.
    "differs": "boolean",
    "cents": "bigint",
    # The currency of its cents.
    "counted_in": "text",
} | SAID
# Where they stand in an AccountLine; what is SAID stands around them, in its order.
_OWNER, _NAMED, _ACCOUNT = slice(1, 11), slice(11, 15), slice(15, 28)

_NUMBER = header_key(HEADERS["number"])
_AMOUNTS = {"value", "units", "price"}
_DATES = {name for name, kind in SAID.items() if kind == "date"}
# What chooses one of several lines of an account: all that they may tell otherwise.
DESCRIPTION = (
    *("title", "other_title", "last_name", "first_name", "address_1", "address_2"),
    *("post_code", "town", "country", "label", "currency"),
)
_OF_CONTENT = (
    *("number", "situation_on", "holding_code"),
    *("value", "units", "price"),
)
_OF_PART = ("value", "units", "price", "is_euro_fund", "holding_code", "holding_name")


@dataclass
class Counted:
    """What passed: how many lines, and which custodians and products they name how often."""

    lines: int = 0
    pairs: dict[tuple[str, ...], int] = field(default_factory=dict)
    named: list[int] = field(default_factory=list)
    has_client_numbers: bool = False
    # Lines that came with a social security number.
    forbidden: list[int] = field(default_factory=list)
    clients: list[ClientFacts] = field(default_factory=list)

    def place(self, named: Iterable[tuple[str, ...]]) -> list[int]:
        """Return the number of each way of naming a product."""
        found = list(named)
        for pair, times in Counter(found).items():
            if pair not in self.pairs:
                self.pairs[pair] = len(self.named)
                self.named.append(0)
            self.named[self.pairs[pair]] += times
        return [self.pairs[pair] for pair in found]


def put_down(parts: Iterable[feed_parts.Part]) -> Counted:
    """Write the lines into the scratch tables while they are read."""
    counted = Counted()
    staging_tables.create(TABLE, COLUMNS)
    staging_tables.fill_columns(TABLE, COLUMNS, _columns(parts, counted))
    staging_tables.create(CLIENTS, _OF_CLIENT)
    staging_tables.fill(CLIENTS, _OF_CLIENT, counted.clients)
    return counted


def _columns(parts: Iterable[feed_parts.Part], counted: Counted) -> Iterator[staging_tables.Block]:
    for part in parts:
        if isinstance(part, Forbidden):
            counted.forbidden.extend(part.lines)
            continue
        if isinstance(part, Clients):
            # Written when the lines are: one table at a time.
            counted.clients.extend(part.told)
            continue
        counted.lines += len(part)
        if isinstance(part, Block):
            yield columns_of(part, counted)
        else:
            yield list(zip(*map(_set_aside, part), strict=True))


def _set_aside(reject: Rejected) -> tuple[Any, ...]:
    told = dict.fromkeys(COLUMNS) | {
        "line": reject.line,
        "code": reject.code.value,
        "refused": reject.column,
        "params": json.dumps(reject.params),
        "raw": json.dumps(reject.raw),
        "number": _number(reject),
    }
    return tuple(told.values())


def _number(reject: Rejected) -> str:
    found = (cell for label, cell in reject.raw.items() if header_key(label) == _NUMBER)
    return " ".join(next(found, "").split())


def columns_of(block: Block, counted: Counted) -> staging_tables.Block:
    """Return the columns of the scratch table, in their order, for good lines."""
    told: Any = block.columns  # by their places: columns of many types
    pairs = counted.place(zip(*told[_NAMED], strict=True))
    said = dict(zip(SAID, (*told[_OWNER], *told[_ACCOUNT]), strict=True))
    counted.has_client_numbers = counted.has_client_numbers or any(said["client_number"])
    agreed = (said[name] for name in OF_THE_ACCOUNT)
    nothing = [None] * len(block)
    is_whole = _are_whole(said)
    parts, faults, differs, cents = _whole_worth(said) if is_whole else _worth(said)
    return [
        told[0], nothing, nothing, nothing, nothing, pairs,
        [json.dumps(dict(aside)) if aside else None for aside in told[-1]],
        list(map(hash, zip(*agreed, strict=True))),
        nothing if is_whole else _contents(pairs, said),
        parts, faults, differs, cents,
        [currency or COUNTED_CURRENCY for currency in said["currency"]],
        *(_shown_as(name, column) for name, column in said.items()),
    ]  # fmt: skip


def _shown_as(name: str, column: Sequence[Any]) -> Sequence[Any]:
    if name in _DATES:
        return [day and day.isoformat() for day in column]
    if name in _AMOUNTS:
        return [None if value is None else str(value) for value in column]
    return column


def _are_whole(said: Mapping[str, Sequence[Any]]) -> bool:
    """Tell that each line says what its account is worth at a date, and none a holding of it."""
    held = any(said["holding_code"]) or any(said["holding_name"])
    return not held and all(said["situation_on"]) and NoneType not in set(map(type, said["value"]))


def _contents(pairs: Sequence[int], said: Mapping[str, Sequence[Any]]) -> list[int]:
    return list(map(hash, zip(pairs, *(said[name] for name in _OF_CONTENT), strict=True)))


def _whole_worth(said: Mapping[str, Sequence[Any]]) -> tuple[Sequence[Any], ...]:
    no = [False] * len(said["value"])
    return no, no, no, list(map(_cents, said["value"]))


def _worth(said: Mapping[str, Sequence[Any]]) -> tuple[Sequence[Any], ...]:
    """Tell what are holdings, whose worth cannot be told, and the others' in cents."""
    parts = zip(*(said[name] for name in _OF_PART), strict=True)
    return tuple(zip(*map(_worth_of, parts, said["situation_on"]), strict=True))


def _worth_of(part: Part, situation_on: dt.date | None) -> tuple[bool, bool, bool, int | None]:
    value, *_, code, name = part
    is_part = bool(code or name)
    if situation_on is None:
        return is_part, False, False, None
    off = Difference.NONE
    if is_part:
        try:
            value = part_worth(part)
        except Refused:
            return True, True, False, None
        off = difference(part)
    if value is None:
        return is_part, True, False, None
    # Faulty as far as the line alone tells: its price may be in another currency.
    return is_part, off is Difference.LARGE, off is Difference.SMALL, _cents(value)


def _cents(value: Decimal) -> int:
    return int(to_the_cent(value).scaleb(2))


# The columns of a line that is read back, as SQL gives them to `line_of`.
READ_BACK = ("line", "pair", "aside", *SAID)


def line_of(row: tuple[Any, ...], named: list[Named]) -> AccountLine:
    """Return the line as it was read."""
    number, pair, aside, *said = row
    values = {name: _typed(name, value) for name, value in zip(SAID, said, strict=True)}
    values |= dict(zip(NAMES, named[pair], strict=True))
    return AccountLine(number, **values, aside=json.loads(aside or "{}"))


def _typed(name: str, value: Any) -> Any:
    if value is None or name not in {*_DATES, *_AMOUNTS, "is_euro_fund"}:
        return value
    if name in _AMOUNTS:
        return Decimal(value)
    if name in _DATES:
        return staging_tables.date(value)
    return bool(value)


def raw_of(line: AccountLine) -> dict[str, str]:
    """Write the line as its partner would, ready to be mended."""
    shown = {header: _shown(getattr(line, name)) for name, header in HEADERS.items()}
    return shown | dict(line.aside)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "OUI" if value else "NON"
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    return f"{value:f}".replace(".", ",") if isinstance(value, Decimal) else str(value)


def rejected(row: tuple[Any, ...], named: list[Named]) -> Rejected:
    """Return the line set aside of a row of `code, refused, params, raw` and READ_BACK."""
    code, refused, params, raw, line, *_ = row
    shown = json.loads(raw) if raw else raw_of(line_of(row[4:], named))
    return Rejected(line, refused or "", Code(code), json.loads(params or "{}"), shown)
