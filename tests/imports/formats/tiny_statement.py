"""A format of a partner that exists in tests alone: `TINY1`, then `number|date|value` a line."""

import datetime as dt
from decimal import Decimal, InvalidOperation

from imports.feeds.parts import Block
from imports.records import HEADERS, AccountLine, Code, Rejected

_FIRST = b"TINY1\n"


class TinyStatement:
    name = "Tiny"
    headers = ()
    has_agreed_codes = True

    def recognises(self, path):
        with path.open("rb") as file:
            return file.readline() == _FIRST

    def read(self, path, limits, *, partner, today, notes):
        good, rejected = [], []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if number > 1:
                read = _line(number, *line.split("|"))
                (good if isinstance(read, AccountLine) else rejected).append(read)
        yield Block(list(zip(*good, strict=True)))
        yield rejected


def _line(number, account, day, value):
    told = {
        "custodian_code": "TNY",
        "custodian_name": "Tiny",
        "product_code": "T",
        "product_name": "Tiny account",
        "number": account,
    }
    try:
        amount = Decimal(value)
    except InvalidOperation:
        raw = {HEADERS[field]: cell for field, cell in told.items()}
        raw |= {HEADERS["situation_on"]: day, HEADERS["value"]: value}
        return Rejected(number, HEADERS["value"], Code.R_AMOUNT, {"value": value}, raw)
    return AccountLine(number, **told, situation_on=dt.date.fromisoformat(day), value=amount)
