"""A file's lines in a scratch table: one row each, good or set aside."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from accounts.enums import COUNTED_CURRENCY
from alerts.actions.owners import fullness, key_of, swapped
from contacts.models import scratch
from contacts.normalise import first_names, name_key
from imports.feeds.o2s_accounts import HEADERS
from imports.feeds.text import header_key
from imports.pipeline.catalogue import Named, Refused
from imports.pipeline.contracts import CENT, part_value
from imports.records import AccountLine, Code, Rejected

TABLE = "night_line"
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
    "owner_key": "text",
    "fullness": "bigint",
    "first_words": "text",
    "swapped_birth": "date",
    # Equal where lines of an account agree; equal for the very same line again.
    "agreement": "bigint",
    "content": "bigint",
    "is_part": "boolean",
    "is_faulty": "boolean",
    "cents": "bigint",
    "counted_in": "text",
} | SAID
_NAMES = ("custodian_code", "custodian_name", "product_code", "product_name")
# Where they stand in an AccountLine; what is SAID stands around them, in its order.
_OWNER, _NAMED, _ACCOUNT = slice(1, 11), slice(11, 15), slice(15, 27)
_NUMBER = header_key(HEADERS["number"])
_AMOUNTS = {"value", "units", "price"}
_DATES = {name for name, kind in SAID.items() if kind == "date"}
_CACHE = 16_384

_name_key = lru_cache(_CACHE)(name_key)


@dataclass
class Counted:
    """What passed: how many lines, and which custodians and products they name how often."""

    lines: int = 0
    pairs: dict[tuple[str, ...], int] = field(default_factory=dict)
    named: list[int] = field(default_factory=list)

    def pair(self, line: AccountLine) -> int:
        named: Any = line[_NAMED]
        found = self.pairs.get(named)
        if found is None:
            found = self.pairs[named] = len(self.named)
            self.named.append(0)
        self.named[found] += 1
        return found


def put_down(read: Iterable[AccountLine | Rejected]) -> Counted:
    """Write the lines into the scratch table while they are read."""
    counted = Counted()
    scratch.create(TABLE, COLUMNS)
    scratch.fill(TABLE, COLUMNS, _rows(read, counted))
    return counted


def _rows(read: Iterable[AccountLine | Rejected], counted: Counted) -> Iterator[tuple[Any, ...]]:
    blank = (None,) * (len(COLUMNS) - 5)
    number_at = list(COLUMNS).index("number") - 5
    for line in read:
        counted.lines += 1
        if isinstance(line, Rejected):
            rest = (*blank[:number_at], _number(line), *blank[number_at + 1 :])
            yield (*_set_aside(line), *rest)
        else:
            yield _row(line, counted.pair(line))


def _set_aside(reject: Rejected) -> tuple[Any, ...]:
    params, raw = json.dumps(reject.params), json.dumps(reject.raw)
    return reject.line, reject.code.value, reject.column, params, raw


def _number(reject: Rejected) -> str:
    found = (cell for label, cell in reject.raw.items() if header_key(label) == _NUMBER)
    return " ".join(next(found, "").split())


def _row(line: AccountLine, pair: int) -> tuple[Any, ...]:
    is_part, cents, is_faulty = _worth(line)
    names = _name_key(line.last_name), _name_key(line.first_name)
    birth = _iso(line.birth_date)
    said: Any = line  # by their places: a slice of it has no type worth a name
    owner, account = said[_OWNER], said[_ACCOUNT]
    return (
        line.line, None, None, None, None, pair,
        json.dumps(dict(line.aside)) if line.aside else None,
        key_of(*names, birth, line.post_code, line.number),
        fullness(*owner[:4], *owner[5:], line.label, line.currency),
        _first_words(line.first_name),
        _swapped(line.birth_date),
        hash((names, line.birth_date, line.opened_on)),
        hash((pair, owner, account)),
        is_part, is_faulty, cents,
        line.currency or COUNTED_CURRENCY,
        *owner[:4], birth, *owner[5:],
        line.number, line.label, _iso(line.opened_on), _iso(line.situation_on),
        line.holding_code, line.holding_name, line.is_euro_fund,
        _digits(line.value), _digits(line.units), _digits(line.price), _iso(line.price_on),
        line.currency,
    )  # fmt: skip


@lru_cache(_CACHE)
def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


@lru_cache(_CACHE)
def _swapped(day: dt.date | None) -> str | None:
    return _iso(swapped(day)) if day else None


def _digits(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


@lru_cache(_CACHE)
def _first_words(first_name: str) -> str:
    return " ".join(sorted({word for name in first_names(first_name) for word in name.split()}))


def _worth(line: AccountLine) -> tuple[bool, int | None, bool]:
    """Tell whether it is a holding, what it is worth in cents, whether that cannot be told."""
    is_part = bool(line.holding_code or line.holding_name)
    if line.situation_on is None:
        return is_part, None, False
    try:
        value = part_value(line) if is_part else line.value
    except Refused:
        return is_part, None, True
    if value is None:
        return is_part, None, True
    return is_part, int(value.quantize(CENT).scaleb(2)), False


# The columns of a line that is read back, as SQL gives them to `line_of`.
READ_BACK = ("line", "pair", "aside", *SAID)


def line_of(row: tuple[Any, ...], named: list[Named]) -> AccountLine:
    """Return the line as it was read."""
    number, pair, aside, *said = row
    values = {name: _typed(name, value) for name, value in zip(SAID, said, strict=True)}
    values |= dict(zip(_NAMES, named[pair], strict=True))
    return AccountLine(number, **values, aside=json.loads(aside or "{}"))


def _typed(name: str, value: Any) -> Any:
    if value is None or name not in {*_DATES, *_AMOUNTS, "is_euro_fund"}:
        return value
    if name in _AMOUNTS:
        return Decimal(value)
    if name in _DATES:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value
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
