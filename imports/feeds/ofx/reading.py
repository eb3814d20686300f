"""The statements of OFX: of a bank's accounts their balance, of a portfolio what it holds.

The names of what is held stand at the end of the file, behind the portfolios: those wait for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from imports.feeds import text
from imports.feeds.bank import Account, Bank, Kind, Told, account_of, day, refused
from imports.feeds.ofx.tags import Tag, tags
from imports.records import Code, FileRefused, Limits, Rejected, ValueRefused

_BEGINS = re.compile(
    r"\s*(?:OFXHEADER\s*:|<\?OFX\s|<\?xml[^<]{0,200}<\?OFX\s|<OFX>)", re.IGNORECASE
)
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d|\.|\[.*)*")
_AMOUNT = re.compile(r"[+-]?(?:\d{1,18}(?:[.,]\d{0,9})?|[.,]\d{1,9})", re.ASCII)
_POSITIONS = frozenset({"POSSTOCK", "POSMF", "POSDEBT", "POSOPT", "POSOTHER"})
_STATEMENTS = {"STMTRS": "bank", "INVSTMTRS": "portfolio"}
# Aggregates by which a value is told: every other one is passed through.
_KNOWN = _POSITIONS | {
    *("FI", "STMTRS", "INVSTMTRS", "CCSTMTRS", "BANKACCTFROM", "INVACCTFROM", "LEDGERBAL"),
    *("AVAILBAL", "BANKTRANLIST", "INVTRANLIST", "INVPOSLIST", "INVBAL", "SECLIST", "SECINFO"),
    *("BALLIST", "INVOOLIST", "INV401KBAL", "CURRENCY", "ORIGCURRENCY"),
}
_OF_ACCOUNT = frozenset(
    {"BANKID", "BRANCHID", "ACCTID", "ACCTTYPE", "ACCTKEY", "BROKERID"},
)
_OF_POSITION = frozenset({"UNIQUEID", "UNITS", "UNITPRICE", "MKTVAL", "DTPRICEASOF", "CURSYM"})
_ACCOUNTS = frozenset({"BANKACCTFROM", "INVACCTFROM"})
# Where a value of a statement stands.
_OF_STATEMENT = {
    ("STMTRS", "CURDEF"): "currency",
    ("LEDGERBAL", "BALAMT"): "balance",
    ("LEDGERBAL", "DTASOF"): "day",
    ("INVSTMTRS", "CURDEF"): "currency",
    ("INVSTMTRS", "DTASOF"): "day",
    ("INVBAL", "AVAILCASH"): "balance",
}
_KINDS = {"SAVINGS": Kind.SAVINGS, "MONEYMRKT": Kind.SAVINGS, "CREDITLINE": Kind.LOAN}
_CASH = "Espèces"


def begins(letters: str) -> bool:
    """Tell its header, or its first element."""
    return bool(_BEGINS.match(letters))


def read(path: Path, limits: Limits, partner: str) -> Iterator[Told | Rejected]:
    """Give the accounts' balances and the portfolios' holdings; refuse a file that has no end."""
    encoding = text.encoding_of(path)
    reader = _Reader(limits, partner)
    with path.open(encoding=encoding, newline=None) as file:
        for tag in tags(file, limits):
            yield from reader.take(tag)
    if not reader.is_whole:
        raise FileRefused(Code.F_UNREADABLE, line=str(reader.line))
    yield from reader.portfolios()


@dataclass
class _Statement:
    line: int
    kind: str
    account: dict[str, str] = field(default_factory=dict)
    currency: str = ""
    day: str = ""
    # The balance of an account, the cash of a portfolio.
    balance: str | None = None
    positions: list[dict[str, str]] = field(default_factory=list)


class _Reader:
    """What the tags say, one after the other."""

    def __init__(self, limits: Limits, partner: str) -> None:
        self._limits, self._partner = limits, partner
        self._path: list[str] = []
        self._bank: dict[str, str] = {}
        self._statement: _Statement | None = None
        self._portfolios: list[_Statement] = []
        self._security: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._count = 0
        self.line = 1
        self.is_whole = False

    def take(self, tag: Tag) -> Iterator[Told | Rejected]:
        self.line = tag.line
        self._count += 1
        if self._count > self._limits.lines * 20:
            raise FileRefused(Code.F_SIZE, line=str(tag.line))
        if tag.is_end:
            yield from self._end(tag.name)
        elif tag.name in _KNOWN:
            self._begin(tag)
        elif tag.text:
            self._value(tag)

    def _begin(self, tag: Tag) -> None:
        if len(self._path) > len(_KNOWN):
            raise FileRefused(Code.F_SIZE, line=str(tag.line))
        self._path.append(tag.name)
        if tag.name in _STATEMENTS:
            if self._statement:  # one inside another: which of both a value is of, nothing tells
                raise FileRefused(Code.F_UNREADABLE, line=str(tag.line))
            self._statement = _Statement(tag.line, _STATEMENTS[tag.name])
        elif tag.name in _POSITIONS and self._statement:
            self._statement.positions.append({"line": str(tag.line)})
        elif tag.name == "SECINFO":
            self._security = {}

    def _end(self, name: str) -> Iterator[Told | Rejected]:
        if name == "OFX":
            self.is_whole = True
        if name not in self._path:  # of a value, or of what is passed through
            return
        while self._path.pop() != name:
            continue
        if name in _STATEMENTS and self._statement:
            statement, self._statement = self._statement, None
            if statement.kind == "bank":
                yield from self._told(statement)
            else:
                self._portfolios.append(statement)
        elif name == "SECINFO" and self._security.get("UNIQUEID"):
            self._names[self._security["UNIQUEID"]] = self._security.get("SECNAME", "")

    def _value(self, tag: Tag) -> None:
        inside = self._path[-1] if self._path else ""
        statement = self._statement
        if inside == "FI":
            self._bank[tag.name] = tag.text
        elif inside == "SECINFO":
            self._security.setdefault(tag.name, tag.text)
        elif statement is None:
            return
        elif inside in _ACCOUNTS and tag.name in _OF_ACCOUNT:
            statement.account.setdefault(tag.name, tag.text)
        elif name := _OF_STATEMENT.get((inside, tag.name)):
            setattr(statement, name, tag.text)
        elif (
            tag.name in _OF_POSITION
            and not _POSITIONS.isdisjoint(self._path)
            and statement.positions  # none where the holding began outside the statement
        ):
            statement.positions[-1].setdefault(tag.name, tag.text)

    def portfolios(self) -> Iterator[Told | Rejected]:
        for statement in self._portfolios:
            yield from self._told(statement)

    def _told(self, statement: _Statement) -> Iterator[Told | Rejected]:
        number = statement.account.get("ACCTID", "")
        account = Account(number[:50], self._custodian(statement))
        try:
            account = self._account(statement)
            on = _day(statement.day)
        except ValueRefused as error:
            is_date = error.code is Code.R_DATE
            field_ = "situation_on" if is_date else "number"
            value = statement.day if is_date else number
            yield refused(statement.line, account, error.code, field_, value)
            return
        said = account.cells() | {"situation_on": on}
        if statement.kind == "bank":
            said |= {"value": _number(statement.balance or "?"), "currency": statement.currency}
            yield Told(statement.line, said)
        else:
            yield from self._held(statement, said)

    def _held(self, statement: _Statement, said: dict[str, Any]) -> Iterator[Told]:
        """Give what a portfolio holds, each on its line, and its cash."""
        for position in statement.positions:
            code = position.get("UNIQUEID", "")
            held = {
                "holding_code": code,
                "holding_name": self._names.get(code, "")[:150] or code or "?",
                "units": _number(position.get("UNITS", "")),
                "price": _number(position.get("UNITPRICE", "")),
                "value": _number(position.get("MKTVAL", "")),
                "price_on": _priced(position.get("DTPRICEASOF", "")),
                "currency": position.get("CURSYM", statement.currency),
            }
            yield Told(int(position["line"]), said | held)
        cash = _number(statement.balance or "")
        if cash and (cash.strip("+-0.") or not statement.positions):
            held = {"holding_name": _CASH, "value": cash, "currency": statement.currency}
            yield Told(statement.line, said | held)

    def _account(self, statement: _Statement) -> Account:
        """Return the account; a French one is written in its parts."""
        said = statement.account
        if not said.get("ACCTID"):
            raise ValueRefused(Code.R_ID_MISSING)
        parts = "".join(said.get(name, "") for name in ("BANKID", "BRANCHID", "ACCTID"))
        is_rib = len(parts) == 21 and said.get("BRANCHID")  # noqa: PLR2004
        number = parts + said.get("ACCTKEY", "") if is_rib else said["ACCTID"]
        kind = _KINDS.get(said.get("ACCTTYPE", "").upper(), Kind.CURRENT)
        if statement.kind == "portfolio":
            kind = Kind.SECURITIES
        return replace(account_of(number, self._partner, self._custodian(statement)), kind=kind)

    def _custodian(self, statement: _Statement) -> Bank:
        said = statement.account
        name = self._bank.get("ORG", "")[:150]
        code = said.get("BANKID") or said.get("BROKERID") or self._bank.get("FID") or name
        return Bank(code[:50], name) if code else Bank(self._partner, self._partner)


def _day(said: str) -> Any:
    found = _DAY.fullmatch(said)
    if not found:
        raise ValueRefused(Code.R_DATE, said)
    return day(found[1], found[2], found[3])


def _priced(said: str) -> Any:
    """Return the day of a price, as it came where it is none: its line is set aside."""
    try:
        return _day(said) if said else ""
    except ValueRefused:
        return said


def _number(said: str) -> str:
    """Return a number with its decimal point, as it came where it is none."""
    if not _AMOUNT.fullmatch(said):
        return said
    written = said.removeprefix("+").replace(",", ".").rstrip(".")
    sign = "-" if written.startswith("-") else ""
    whole, mark, decimals = written.removeprefix("-").partition(".")
    return f"{sign}{whole or 0}{mark}{decimals}"
