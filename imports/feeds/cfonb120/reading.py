"""The records of CFONB 120, as the French committee for banking organisation published them.

01 is the balance before, 04 a movement, 05 more about it, 07 the balance after. Amounts have no
mark: the currency's decimals stand at 20, and the last digit says the sign (A to I and { are
credits, J to R and } debits; in the French letters of old machines é and è for the braces).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from imports.feeds import text
from imports.feeds.bank import Account, Bank, Told, balance, day, iban_of_rib, refused
from imports.records import Code, FileRefused, Limits, Rejected, ValueRefused

_LENGTH = 120
# The zones after it are reserved or a reference: programs cut the blanks at the end of a line.
_SHORTEST = 104
_BEGINS = re.compile(r"01\d{5}.{4}\d{5}[A-Z ]{3}[\d ].[0-9A-Z ]{11}.{2}\d{6}")
_AMOUNT = re.compile(r"(\d{13})(.)")
_CREDIT = dict(zip("{ABCDEFGHI", range(10), strict=True)) | {"é": 0}
_DEBIT = dict(zip("}JKLMNOPQR", range(10), strict=True)) | {"è": 0}
_BEFORE, _MOVED, _MORE, _AFTER = "01", "04", "05", "07"


class _Record(NamedTuple):
    line: int
    code: str
    bank: str
    branch: str
    number: str
    currency: str
    decimals: str
    on: str
    amount: str

    @classmethod
    def of(cls, line: int, said: str) -> "_Record":
        return cls(
            line, said[:2], said[2:7], said[11:16], said[21:32].strip(), said[16:19].strip(),
            said[19], said[34:40], said[90:104],
        )  # fmt: skip

    @property
    def account(self) -> Account:
        """Return the account, under what it is called where it makes no IBAN."""
        try:
            number = iban_of_rib(self.bank, self.branch, self.number)
        except ValueError:
            number = f"{self.bank}{self.branch}{self.number}"
        return Account(number, Bank(self.bank))

    def cents(self) -> Decimal:
        found = _AMOUNT.fullmatch(self.amount)
        credit, debit = _CREDIT.get(self.amount[-1:]), _DEBIT.get(self.amount[-1:])
        decimals = self.decimals if self.decimals != " " else "2"
        if not found or not decimals.isdecimal() or (credit is None and debit is None):
            raise ValueRefused(Code.R_AMOUNT, self.amount)
        digits = int(found[1]) * 10 + (debit or credit or 0)
        return Decimal(-digits if credit is None else digits).scaleb(-int(decimals))


def begins(letters: str) -> bool:
    """Tell a record of a former balance at its beginning."""
    return bool(_BEGINS.match(letters.lstrip("\r\n")))


def read(path: Path, limits: Limits, partner: str) -> Iterator[Told | Rejected]:
    """Give the balance of each statement; one that does not add up or has no end is set aside."""
    del partner  # the bank is told
    text.weigh(path, limits)
    encoding = text.encoding_of(path)
    statement: _Statement | None = None
    with path.open(encoding=encoding, newline=None) as file:
        for record in _records(file, limits):
            if isinstance(record, Rejected):
                yield record
                statement = None
            elif record.code == _BEFORE:
                if statement:
                    yield statement.without_end()
                statement = _Statement(record)
            elif record.code == _AFTER:
                yield statement.ended(record) if statement else _Statement(record).without_begin()
                statement = None
            elif statement:
                statement.add(record)
    if statement:
        yield statement.without_end()


def _records(lines: Iterator[str], limits: Limits) -> Iterator[_Record | Rejected]:
    count = 0
    for number, line in enumerate(lines, start=1):
        for said in _parted(line.rstrip("\r\n\x1a")):
            if (count := count + 1) > limits.lines:
                raise FileRefused(Code.F_SIZE, line=str(number))
            record = _Record.of(number, said.ljust(_LENGTH))
            shortest = 0 if record.code == _MORE else _SHORTEST
            if not shortest <= len(said) <= _LENGTH:
                yield refused(number, record.account, Code.R_COLUMN_COUNT, "")
            elif record.code not in {_BEFORE, _MOVED, _MORE, _AFTER}:
                yield refused(number, record.account, Code.R_TYPE, "", record.code)
            else:
                yield record


def _parted(line: str) -> Iterator[str]:
    """Give the records of a line: some files have no line feeds at all."""
    if not line.strip():
        return
    is_many = len(line) > _LENGTH and len(line) % _LENGTH == 0
    for start in range(0, len(line) if is_many else 1, _LENGTH):
        yield line[start : start + _LENGTH] if is_many else line


@dataclass
class _Statement:
    """One account from a balance to the next, as its records come."""

    before: _Record
    moved: Decimal = Decimal(0)
    problem: Rejected | None = None

    def add(self, record: _Record) -> None:
        if self.problem:
            return
        if record.account != self.before.account or record.currency != self.before.currency:
            self.problem = self._refused(record, Code.R_ID_MISSING, "number", record.number)
        elif record.code == _MOVED:
            try:
                self.moved += record.cents()
            except ValueRefused as error:
                self.problem = self._refused(record, error.code, "value", record.amount)

    def ended(self, after: _Record) -> Told | Rejected:
        self.add(after)
        if self.problem:
            return self.problem
        try:
            amount = after.cents()
            if self.before.cents() + self.moved != amount:
                return self._refused(after, Code.R_AMOUNT, "value", amount)
            on = day(after.on[4:], after.on[2:4], after.on[:2])
        except ValueRefused as error:
            field = "situation_on" if error.code is Code.R_DATE else "value"
            return self._refused(after, error.code, field, error.params.get("value", ""))
        return balance(after.line, after.account, on, amount, after.currency)

    def without_end(self) -> Rejected:
        return self.problem or self._refused(self.before, Code.R_AMOUNT, "value")

    def without_begin(self) -> Rejected:
        return self._refused(self.before, Code.R_AMOUNT, "value", self.before.amount)

    def _refused(self, record: _Record, code: Code, field: str, value: object = "") -> Rejected:
        return refused(record.line, self.before.account, code, field, value)
