"""The fields of MT940, as SWIFT published them: one behind the other, each behind its tag.

:25: is the account, :60F: the balance before, :61: a movement, :62F: the balance after. A long
statement is parted: 62M and 60M are balances between two of its messages, and not kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from imports.feeds import text
from imports.feeds.bank import Account, Bank, Told, account_of, balance, day, is_rib, refused
from imports.records import Code, FileRefused, Limits, Rejected, ValueRefused

_TAG = re.compile(r":(\d{2}[A-Z]?):(.*)", re.DOTALL)
_BALANCE = re.compile(r"([CD])(\d{2})(\d{2})(\d{2})([A-Z]{3})(\d{1,14}),(\d{0,5})\s*")
# The day of entry and a letter of the currency may stand around the sign.
_MOVED = re.compile(r"\d{6}(?:\d{4})?(R?[CD])[A-Z]?(\d{1,14}),(\d{0,5})")
_EXPECTED = re.compile(r"\d{6}(?:\d{4})?E[CD]")
_CREDITS = {"C", "RD"}
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_BIC_LENGTH = 8
_LONGEST = 4096


class _Field(NamedTuple):
    line: int
    tag: str
    said: str


def begins(letters: str) -> bool:
    """Tell the first fields of a message."""
    lines = [line.strip() for line in letters.splitlines()]
    tags = {line[:4] for line in lines if line.startswith(":")}
    return {":20:", ":25:"} <= tags or {":25:", ":60F"} <= tags


def read(path: Path, limits: Limits, partner: str) -> Iterator[Told | Rejected]:
    """Give the balance of each statement; one that does not add up or has no end is set aside."""
    text.weigh(path, limits)
    encoding = text.encoding_of(path)
    statement: _Statement | None = None
    with path.open(encoding=encoding, newline=None) as file:
        for field in _fields(file, limits):
            if field.tag == "25":
                if statement:
                    yield statement.without_end()
                statement = _Statement(field, partner)
            elif statement:
                yield from statement.add(field)
                if field.tag.startswith("62"):
                    statement = None
    if statement:
        yield statement.without_end()


def _fields(lines: Iterator[str], limits: Limits) -> Iterator[_Field]:
    """Give each field whole, but for what nobody reads of a long one."""
    field: _Field | None = None
    for number, line in enumerate(lines, start=1):
        if number > limits.lines:
            raise FileRefused(Code.F_SIZE, line=str(number))
        said = line.rstrip("\n")
        said = said[said.find(":") :] if said.startswith("{") and "{4:" in said else said
        if found := _TAG.match(said):
            if field:
                yield field
            field = _Field(number, found[1], found[2][:_LONGEST])
        elif said.startswith("-") and field:  # the end of a message
            yield field
            field = None
        elif field and len(field.said) < _LONGEST:
            field = _Field(field.line, field.tag, f"{field.said}\n{said[:_LONGEST]}")
    if field:
        yield field


def _amount(whole: str, cents: str) -> Decimal:
    return Decimal(f"{whole}.{cents or 0}")


@dataclass
class _Statement:
    """One account from a balance to the next, as its fields come."""

    named: _Field
    partner: str
    before: Decimal | None = None
    moved: Decimal = Decimal(0)
    problem: Rejected | None = None

    def __post_init__(self) -> None:
        self.account = Account(self.named.said.strip()[:50], Bank(self.partner, self.partner))
        bank, _, said = self.named.said.strip().rpartition("/")
        if is_rib(whole := self.named.said.replace("/", "")):
            said = whole
        if not said.strip():
            self.problem = self._refused(self.named, Code.R_ID_MISSING, "number")
            return
        try:
            self.account = account_of(said, self.partner, _bank(bank.strip()))
        except ValueRefused as error:
            self.problem = self._refused(self.named, error.code, "number", said)

    def add(self, field: _Field) -> Iterator[Told | Rejected]:
        if field.tag in {"62F", "62M"}:
            yield from self._ended(field)
        elif self.problem:
            return
        elif field.tag in {"60F", "60M"}:
            found = _BALANCE.fullmatch(field.said)
            if found:
                self.before = _signed(found)
            else:
                self.problem = self._refused(field, Code.R_AMOUNT, "value", field.said)
        elif field.tag == "61" and not _EXPECTED.match(field.said):
            if found := _MOVED.match(field.said):
                amount = _amount(found[2], found[3])
                self.moved += amount if found[1] in _CREDITS else -amount
            else:
                self.problem = self._refused(field, Code.R_AMOUNT, "value", field.said)

    def _ended(self, field: _Field) -> Iterator[Told | Rejected]:
        found = _BALANCE.fullmatch(field.said)
        if self.problem:
            yield self.problem
        elif not found or self.before is None or self.before + self.moved != _signed(found):
            yield self._refused(field, Code.R_AMOUNT, "value", field.said)
        elif field.tag == "62F":
            try:
                on = day(found[2], found[3], found[4])
            except ValueRefused as error:
                yield self._refused(field, error.code, "situation_on", field.said)
                return
            yield balance(field.line, self.account, on, _signed(found), found[5])

    def without_end(self) -> Rejected:
        return self.problem or self._refused(self.named, Code.R_AMOUNT, "value")

    def _refused(self, field: _Field, code: Code, name: str, value: str = "") -> Rejected:
        return refused(field.line, self.account, code, name, value.split("\n", maxsplit=1)[0])


def _signed(found: re.Match[str]) -> Decimal:
    amount = _amount(found[6], found[7])
    return amount if found[1] == "C" else -amount


def _bank(said: str) -> Bank | None:
    """Return what stands before the account's number: a BIC, or a bank's own code."""
    if not said:
        return None
    code = said.upper()
    return Bank(code[:_BIC_LENGTH] if _BIC.fullmatch(code) else said[:50])
