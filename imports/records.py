"""What a feed says, line by line, before anybody has asked who it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Code(StrEnum):
    """Why a line (R_) or a whole file (F_) is set aside: codes that partners read too."""

    R_ID_MISSING = "R_ID_MISSING"
    R_ID_MANGLED = "R_ID_MANGLED"
    R_DUP_KEY_DIFFERENT = "R_DUP_KEY_DIFFERENT"
    R_DATE = "R_DATE"
    R_AMOUNT = "R_AMOUNT"
    R_ENCODING = "R_ENCODING"
    R_TYPE = "R_TYPE"
    R_NAME_MISSING = "R_NAME_MISSING"
    R_SIREN = "R_SIREN"
    R_IBAN = "R_IBAN"
    R_ISIN = "R_ISIN"
    R_CUSTODIAN = "R_CUSTODIAN"
    R_PRODUCT = "R_PRODUCT"
    R_TOO_LONG = "R_TOO_LONG"
    R_CONTROL_CHARS = "R_CONTROL_CHARS"
    R_COLUMN_COUNT = "R_COLUMN_COUNT"
    R_CURRENCY = "R_CURRENCY"
    R_CONTRACT_INCOMPLETE = "R_CONTRACT_INCOMPLETE"
    R_PHONE = "R_PHONE"
    R_EMAIL = "R_EMAIL"
    R_FORBIDDEN_NIR = "R_FORBIDDEN_NIR"
    R_POST_CODE = "R_POST_CODE"
    R_REFERENCE = "R_REFERENCE"
    R_OWNERS = "R_OWNERS"
    R_CLOSED = "R_CLOSED"
    R_IDENTITY = "R_IDENTITY"
    R_TOWN = "R_TOWN"
    F_HEADER = "F_HEADER"
    F_ENCODING = "F_ENCODING"
    F_SIZE = "F_SIZE"
    F_BOMB = "F_BOMB"
    F_LOCKED = "F_LOCKED"
    F_OLD = "F_OLD"
    F_EMPTY = "F_EMPTY"
    F_UNREADABLE = "F_UNREADABLE"
    F_HTML = "F_HTML"
    F_NAME = "F_NAME"
    F_FOLDER = "F_FOLDER"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost; the keys are those of settings.FEED_LIMITS."""

    bytes: int = 100_000_000
    lines: int = 500_000
    columns: int = 200
    cell_bytes: int = 65_536
    unpacked_bytes: int = 500_000_000
    unpacked_ratio: int = 100


class AccountLine(NamedTuple):
    """One line of the O2S account workbook; a text that the file leaves blank is ''."""

    line: int
    title: str = ""
    other_title: str = ""
    last_name: str = ""
    first_name: str = ""
    birth_date: date | None = None
    address_1: str = ""
    address_2: str = ""
    post_code: str = ""
    town: str = ""
    country: str = ""
    custodian_code: str = ""
    custodian_name: str = ""
    product_code: str = ""
    product_name: str = ""
    number: str = ""
    label: str = ""
    opened_on: date | None = None
    situation_on: date | None = None
    holding_code: str = ""
    holding_name: str = ""
    is_euro_fund: bool | None = None
    value: Decimal | None = None
    units: Decimal | None = None
    price: Decimal | None = None
    price_on: date | None = None
    currency: str = ""
    # What the partner calls its client, in files that say it: the surest key of an owner.
    client_number: str = ""
    # Columns that we do not know, by their header, as they came.
    aside: Mapping[str, str] = MappingProxyType({})


class ClientFacts(NamedTuple):
    """What a file says of a client beside its accounts' lines; a text that it leaves blank is ''.

    Read and checked: what no telephone, e-mail address or SIREN can be is left out.
    """

    client_number: str
    email: str = ""
    mobile: str = ""
    siren: str = ""
    siret: str = ""
    lei: str = ""
    birth_town: str = ""
    birth_commune: str = ""
    # What the partner's client was called before, where it says so.
    former_number: str = ""


FACTS = ClientFacts._fields[1:]  # noqa: SLF001 - public of a named tuple

# What people call the fields of an AccountLine: in the account workbook, and in the file of rejects
# of whatever format.
HEADERS: Mapping[str, str] = {
    "title": "Titre",
    "other_title": "Autre titre",
    "last_name": "Nom",
    "first_name": "Prénom",
    "birth_date": "Date de naissance",
    "address_1": "Adresse domicile (ligne 1)",
    "address_2": "Adresse domicile (ligne 2)",
    "post_code": "Adresse domicile (code postal)",
    "town": "Adresse domicile (commune)",
    "country": "Adresse domicile (pays)",
    "custodian_code": "Identifiant du dépositaire",
    "custodian_name": "Nom du dépositaire",
    "product_code": "Identifiant du produit",
    "product_name": "Nom du produit",
    "number": "Numéro de compte / contrat",
    "label": "Intitulé du compte / contrat",
    "opened_on": "Date d’ouverture",
    "situation_on": "Date de situation",
    "holding_code": "Identifiant du support",
    "holding_name": "Nom du support",
    "is_euro_fund": "Fonds en euros?",
    "value": "Evaluation (fonds en euros ou situation consolidée)",
    "units": "Nombre de parts",
    "price": "Cours",
    "price_on": "Date du cours",
    "currency": "Devise de cotation (ISO)",
    "client_number": "Numéro de client chez le partenaire",
}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line set aside: `raw` is all of it by header, ready to be mended and dropped again."""

    line: int
    column: str
    code: Code
    params: dict[str, str]
    raw: dict[str, str]
    # Of a workbook of which several are read.
    sheet: str = ""


class FileRefused(Exception):
    """A file of which nothing is taken."""

    def __init__(self, code: Code, **params: str) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params


class ValueRefused(Exception):
    """A cell that cannot be read for certain."""

    def __init__(self, code: Code, value: object = "") -> None:
        super().__init__(code, value)
        self.code = code
        self.params = {"value": str(value)[:100]} if value != "" else {}
