"""The statements of camt.053, element by element, whatever its version: nothing is kept of them
but the account, its balances and the sum of what was booked.

A document type could name entities that grow without end, or files of the machine: no statement
has one, and a file that does is refused before any of it is expanded.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from xml.parsers import expat  # no entity is ever expanded: see `_refuse_types`

from imports.feeds.bank import Account, Bank, Kind, Told, account_of, balance, day, refused
from imports.records import Code, FileRefused, Limits, Rejected, ValueRefused

_CHUNK = 1 << 16
_DEEPEST = 64
_LONGEST = 256
_BEGINS = re.compile(r"<(?:\w+:)?BkToCstmrStmt[\s>]")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*|Z|[+-]\d{2}:\d{2})?")
_AMOUNT = re.compile(r"\d{1,18}(?:\.\d{0,5})?", re.ASCII)
_STATEMENT = ("Document", "BkToCstmrStmt", "Stmt")
_AGENT = ("Acct", "Svcr", "FinInstnId")
# What is read of a statement, by its path.
_READ = {
    ("Acct", "Id", "IBAN"): "iban",
    ("Acct", "Id", "Othr", "Id"): "number",
    ("Acct", "Tp", "Cd"): "kind",
    ("Acct", "Nm"): "label",
    (*_AGENT, "BIC"): "bic",
    (*_AGENT, "BICFI"): "bic",
    (*_AGENT, "Nm"): "bank",
    (*_AGENT, "ClrSysMmbId", "MmbId"): "member",
    ("Bal", "Tp", "CdOrPrtry", "Cd"): "code",
    ("Bal", "Amt"): "amount",
    ("Bal", "CdtDbtInd"): "sign",
    ("Bal", "Dt", "Dt"): "day",
    ("Bal", "Dt", "DtTm"): "day",
    ("Ntry", "Amt"): "amount",
    ("Ntry", "CdtDbtInd"): "sign",
    ("Ntry", "Sts"): "status",
    ("Ntry", "Sts", "Cd"): "status",
}
_KINDS = {"SVGS": Kind.SAVINGS, "LOAN": Kind.LOAN}
_BEFORE, _AFTER = ("OPBD", "PRCD"), "CLBD"
_BIC_LENGTH = 8


def begins(letters: str) -> bool:
    """Tell a statement of account of ISO 20022 in its first elements."""
    return bool(_BEGINS.search(letters)) or "tech:xsd:camt.053." in letters


def read(path: Path, limits: Limits, partner: str) -> Iterator[Told | Rejected]:
    """Give the booked balance at the end of each statement; one that is wrong is set aside."""
    reader = _Reader(limits, partner)
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                reader.parser.Parse(chunk, False)
                yield from reader.taken()
            reader.parser.Parse(b"", True)
        except (expat.ExpatError, UnicodeError, LookupError, ValueError) as error:
            line = str(reader.parser.CurrentLineNumber)
            raise FileRefused(Code.F_UNREADABLE, line=line) from error
    yield from reader.taken()


class _Balance(NamedTuple):
    line: int
    amount: Decimal
    currency: str
    on: str


@dataclass
class _Statement:
    line: int
    said: dict[str, str] = field(default_factory=dict)
    before: list[_Balance] = field(default_factory=list)
    after: list[_Balance] = field(default_factory=list)
    moved: Decimal = Decimal(0)
    entries: int = 0
    # Where an amount, or its sign, could not be read.
    problem: tuple[int, str] | None = None


class _Reader:
    """What the parser calls, element by element."""

    def __init__(self, limits: Limits, partner: str) -> None:
        self._limits, self._partner = limits, partner
        self._path: list[str] = []
        self._text: list[str] | None = None
        self._length = self._elements = 0
        self._statement: _Statement | None = None
        self._part: dict[str, str] = {}
        self._found: list[Told | Rejected] = []
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = _refuse_types
        self.parser.EntityDeclHandler = _refuse_types
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._letters

    def taken(self) -> list[Told | Rejected]:
        found, self._found = self._found, []
        return found

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._path.append(name.rpartition("}")[2])
        if len(self._path) > _DEEPEST or len(attributes) > self._limits.columns:
            raise FileRefused(Code.F_SIZE, line=str(self.parser.CurrentLineNumber))
        where = tuple(self._path)
        if where == _STATEMENT:
            self._statement = _Statement(self.parser.CurrentLineNumber)
        inside = self._inside()
        if inside in {("Bal",), ("Ntry",)}:
            self._part = {"line": str(self.parser.CurrentLineNumber)}
            self._count()
        if inside in {("Bal", "Amt"), ("Ntry", "Amt")}:
            self._part["currency"] = attributes.get("Ccy", "")[:_LONGEST]
        self._text = [] if inside in _READ else None
        self._length = 0

    def _count(self) -> None:
        self._elements += 1
        if self._elements > self._limits.lines:
            raise FileRefused(Code.F_SIZE, line=str(self.parser.CurrentLineNumber))

    def _inside(self) -> tuple[str, ...] | None:
        """Return the path inside a statement."""
        depth = len(_STATEMENT)
        is_inside = self._statement is not None and len(self._path) > depth
        return tuple(self._path[depth:]) if is_inside else None

    def _letters(self, letters: str) -> None:
        if self._text is not None and self._length < _LONGEST:
            self._text.append(letters)
            self._length += len(letters)

    def _end(self, _name: str) -> None:
        inside, statement = self._inside(), self._statement
        if statement is not None:
            if inside in _READ and self._text is not None:
                said = "".join(self._text).strip()[:_LONGEST]
                target = statement.said if inside[0] == "Acct" else self._part
                if said:
                    target[_READ[inside]] = said
            elif inside == ("Bal",):
                self._keep_balance(statement)
            elif inside == ("Ntry",):
                self._add_entry(statement)
            elif tuple(self._path) == _STATEMENT:
                self._found.append(_told(statement, self._partner))
                self._statement = None
        self._text = None
        self._path.pop()

    def _keep_balance(self, statement: _Statement) -> None:
        code = self._part.get("code", "")
        if code != _AFTER and code not in _BEFORE:
            return
        amount = _amount(self._part)
        line = int(self._part["line"])
        if amount is None:
            statement.problem = statement.problem or (line, self._part.get("amount", ""))
            return
        found = _Balance(line, amount, self._part.get("currency", ""), self._part.get("day", ""))
        (statement.after if code == _AFTER else statement.before).append(found)

    def _add_entry(self, statement: _Statement) -> None:
        if self._part.get("status", "BOOK") != "BOOK":
            return
        amount = _amount(self._part)
        statement.entries += 1
        if amount is None:
            line = int(self._part["line"])
            statement.problem = statement.problem or (line, self._part.get("amount", ""))
        else:
            statement.moved += amount


def _refuse_types(*_said: Any) -> None:
    raise FileRefused(Code.F_BOMB)


def _amount(part: dict[str, str]) -> Decimal | None:
    said, sign = part.get("amount", ""), part.get("sign", "")
    if sign not in {"CRDT", "DBIT"} or not _AMOUNT.fullmatch(said):
        return None
    return Decimal(said) if sign == "CRDT" else -Decimal(said)


def _told(statement: _Statement, partner: str) -> Told | Rejected:
    said = statement.said
    number = said.get("iban") or said.get("number", "")
    account = Account(number[:50], Bank(partner, partner))
    if not number:
        return refused(statement.line, account, Code.R_ID_MISSING, "number")
    try:
        account = account_of(number, partner, _bank(said))
    except ValueRefused as error:
        return refused(statement.line, account, error.code, "number", number)
    kind = _KINDS.get(said.get("kind", ""), Kind.CURRENT)
    account = replace(account, kind=kind, label=said.get("label", "")[:150])
    if statement.problem:
        return refused(statement.problem[0], account, Code.R_AMOUNT, "value", statement.problem[1])
    if len(statement.after) != 1:
        return refused(statement.line, account, Code.R_AMOUNT, "value")
    return _last(statement, account)


def _last(statement: _Statement, account: Account) -> Told | Rejected:
    (after,) = statement.after
    before = statement.before
    is_whole = len(before) == 1 and statement.entries and before[0].currency == after.currency
    if is_whole and before[0].amount + statement.moved != after.amount:
        return refused(after.line, account, Code.R_AMOUNT, "value", after.amount)
    try:
        on = _day(after.on)
    except ValueRefused as error:
        return refused(after.line, account, error.code, "situation_on", after.on)
    return balance(after.line, account, on, after.amount, after.currency)


def _day(said: str) -> dt.date:
    found = _DAY.fullmatch(said)
    if not found:
        raise ValueRefused(Code.R_DATE, said)
    return day(*found.groups())


def _bank(said: dict[str, str]) -> Bank | None:
    code = said.get("bic", "")[:_BIC_LENGTH].upper() or said.get("member", "")[:50]
    return Bank(code, said.get("bank", "")[:150]) if code else None
