"""What the statements of banks have in common: an account, its bank and its balance at a date.

They name no owner. The balance at the end is what the account is worth on its day; movements are
added up to tell whether it is the right one, and not kept. A French account is known by its IBAN,
whichever way its bank writes the number, and its bank by the code that stands in it.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from stdnum import iban as ibans

from imports.feeds import files
from imports.feeds.notes import Notes
from imports.feeds.parts import Part
from imports.feeds.told import Told, layout, parts, set_aside
from imports.records import Code, Limits, Rejected, ValueRefused

_FRENCH = ("FR", "MC")
_BANK = slice(4, 9)
_IBAN_SHAPE = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_RIB = re.compile(r"(\d{5})(\d{5})([A-Z0-9]{11})(\d{2})?")
_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")
_MODULUS = 97
_BETWEEN = re.compile(r"[\s.-]")
_CENTURY = 2000


class Kind(Enum):
    """What an account of a bank is: the code and the name of its product."""

    CURRENT = ("COURANT", "Compte courant")
    SAVINGS = ("EPARGNE", "Compte d’épargne")
    LOAN = ("CREDIT", "Crédit")
    SECURITIES = ("TITRES", "Compte-titres")


class Bank(NamedTuple):
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    number: str
    bank: Bank
    kind: Kind = Kind.CURRENT
    label: str = ""

    def cells(self) -> dict[str, Any]:
        code, name = self.kind.value
        return {
            "custodian_code": self.bank.code,
            "custodian_name": self.bank.name or f"Banque {self.bank.code}",
            "product_code": code,
            "product_name": name,
            "number": self.number,
            "label": self.label,
        }


def balance(line: int, account: Account, on: dt.date, amount: Decimal, currency: str) -> Told:
    """Return what the account is worth on a day."""
    said = {"situation_on": on, "value": f"{amount:f}", "currency": currency}
    return Told(line, {**account.cells(), **said})


def refused(line: int, account: Account, code: Code, field: str, value: object = "") -> Rejected:
    params = {"value": str(value)[:100]} if value != "" else {}
    return set_aside(Told(line, account.cells()), code, field, params)


def account_of(said: str, partner: str, bank: Bank | None = None) -> Account:
    """Return the account of an IBAN, a French RIB, or a number in a bank's own way.

    `bank`: what stands beside it, if anything does; else the partner stands for it. Raises
    ValueRefused for what looks like an IBAN and is none.
    """
    number = _BETWEEN.sub("", said).upper()
    if rib := _RIB.fullmatch(number):
        number = iban_of_rib(rib[1], rib[2], rib[3], rib[4] or "")
    if _IBAN_SHAPE.fullmatch(number):
        if not ibans.is_valid(number):
            raise ValueRefused(Code.R_IBAN, said)
        if number.startswith(_FRENCH):
            name = bank.name if bank else ""
            return Account(number, Bank(number[_BANK], name))
    else:
        number = said.strip()
    return Account(number, bank or Bank(partner, partner))


def is_rib(said: str) -> bool:
    """Tell a French account that is written in its parts: bank, branch, number, key."""
    return bool(_RIB.fullmatch(_BETWEEN.sub("", said).upper()))


def iban_of_rib(bank: str, branch: str, account: str, key: str = "") -> str:
    """Return the IBAN of a French account; a key that is told must be right."""
    digits = account.upper().translate(_LETTERS)
    right = _MODULUS - (89 * int(bank) + 15 * int(branch) + 3 * int(digits)) % _MODULUS
    if key and int(key) != right:
        raise ValueRefused(Code.R_IBAN, f"{bank} {branch} {account} {key}")
    basic = f"{bank}{branch}{account.upper()}{right:02}"
    return f"FR{ibans.calc_check_digits(f'FR00{basic}')}{basic}"


def day(year: str, month: str, day_: str) -> dt.date:
    """Return a day whose year has two digits, or all four."""
    try:
        return dt.date(int(year) + (_CENTURY if len(year) == 2 else 0), int(month), int(day_))  # noqa: PLR2004
    except ValueError as error:
        raise ValueRefused(Code.R_DATE, f"{day_}/{month}/{year}") from error


class Reader(Protocol):
    def __call__(self, path: Path, limits: Limits, partner: str) -> Iterator[Told | Rejected]: ...


@dataclass(frozen=True, slots=True)
class Statements:
    """A format of statements, for the registry; `begins` tells it by a file's first letters."""

    name: str
    begins: Callable[[str], bool]
    reader: Reader
    headers: frozenset[str] = frozenset()
    has_agreed_codes: bool = False

    def recognises(self, path: Path) -> bool:
        return self.begins(files.letters_of(files.start_of(path)))

    def read(
        self, path: Path, limits: Limits, *, partner: str, today: dt.date, notes: Notes
    ) -> Iterator[Part]:
        files.require_plain(path, limits)
        yield from parts(self.reader(path, limits, partner), layout(today, notes))
