"""The people and the workbooks of the import's benchmark: the same bytes on every machine."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from imports.records import HEADERS

_ONSETS = ("B", "Ch", "D", "F", "G", "L", "M", "P", "R", "S", "T", "V")
_VOWELS = ("a", "e", "i", "o", "u", "ai", "eau", "é", "ou", "in")
_ENDINGS = ("rd", "n", "lle", "t", "ssier", "nier", "rtin", "vet", "mond", "rieu", "zac", "quet")
_FIRST_NAMES = (
    "Anne", "Marie", "Jean", "Jean-Baptiste", "Éloïse", "Paul", "Luc", "Claire", "Hélène", "Marc",
    "François", "Sophie", "Nathalie", "Olivier", "Denis", "Chantal", "Jacques", "René", "Agnès",
    "Bernard", "Céline", "Damien", "Émile", "Fanny", "Gérard", "Inès", "Jeanne", "Karim", "Lucie",
)  # fmt: skip
_TOWNS = (("49100", "Angers"), ("75016", "Paris"), ("69003", "Lyon"), ("33000", "Bordeaux"))
_FIRST_BIRTH = dt.date(1930, 1, 1)
_BIRTHS = 27_000
PRODUCTS = tuple(
    (f"BC{custodian}", f"Dépositaire {custodian}", f"P{custodian}{product}", f"Contrat {product}")
    for custodian in range(4)
    for product in range(3)
)
_FUNDS = tuple((f"FONDS{number:03}", f"Fonds patrimoine {number}") for number in range(300))


Line = dict[str, str]


@dataclass(frozen=True)
class Known:
    """An account of the base, as its custodian names it."""

    custodian_code: str
    custodian_name: str
    product_code: str
    product_name: str
    number: str
    label: str


@dataclass(frozen=True)
class Person:
    last_name: str
    first_name: str
    birth_date: dt.date
    post_code: str
    town: str


def person(number: int) -> Person:
    """Return the person of this number; a few share a name, none a name and a birth."""
    mixed = number * 2_654_435_761 % 2**32
    name = _ONSETS[mixed % 12] + _VOWELS[mixed // 12 % 10] + _ONSETS[mixed // 120 % 12].lower()
    name += _VOWELS[mixed // 1440 % 10] + _ENDINGS[mixed // 14_400 % 12]
    birth = _FIRST_BIRTH + dt.timedelta(days=number * 7919 % _BIRTHS)
    return Person(name, _FIRST_NAMES[mixed // 172_800 % 29], birth, *_TOWNS[number % 4])


def lines_of_new(number: int, owner: Person, on: dt.date) -> Iterator[Line]:
    """Give the lines of one account: its value, or three funds; two lines in the mean."""
    common = (
        _owned_by(owner, number)
        | _of_product(number)
        | {
            "number": f"NV{number:09}",
            "label": f"Contrat de {owner.first_name}",
            "opened_on": f"{number % 28 + 1:02}/{number % 12 + 1:02}/{2000 + number % 25}",
            "situation_on": f"{on:%d/%m/%Y}",
            "currency": "EUR",
        }
    )
    if number % 2:
        yield common | {"value": f"{number % 90_000 + 1000},{number % 100:02}"}
        return
    for part in range(3):
        code, name = _FUNDS[(number + part * 7) % len(_FUNDS)]
        yield common | {
            "holding_code": code,
            "holding_name": name,
            "is_euro_fund": "NON",
            "units": f"{number % 900 + 1},{number % 10_000:04}",
            "price": f"{part * 37 + number % 200},{number % 100:02}",
            "price_on": f"{on:%d/%m/%Y}",
        }


def line_of_known(number: int, known: Known, on: dt.date) -> Line:
    """Give a new value of an account that the firm has."""
    return _owned_by(person(number), number) | {
        "custodian_code": known.custodian_code,
        "custodian_name": known.custodian_name,
        "product_code": known.product_code,
        "product_name": known.product_name,
        "number": known.number,
        "label": known.label,
        "situation_on": f"{on:%d/%m/%Y}",
        "value": f"{number % 90_000 + 1000},{number % 100:02}",
        "currency": "EUR",
    }


def _owned_by(owner: Person, number: int) -> Line:
    return {
        "title": "Madame" if number % 2 else "Monsieur",
        "last_name": owner.last_name.upper(),
        "first_name": owner.first_name,
        "birth_date": f"{owner.birth_date:%d/%m/%Y}",
        "address_1": f"{number % 200 + 1} rue de la République",
        "post_code": owner.post_code,
        "town": owner.town,
        "country": "France",
    }


def _of_product(number: int) -> Line:
    columns = ("custodian_code", "custodian_name", "product_code", "product_name")
    return dict(zip(columns, PRODUCTS[number % len(PRODUCTS)], strict=True))


def write(path: Path, lines: Iterable[Line]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADERS, restval="", delimiter=";")
        writer.writerow(HEADERS)
        writer.writerows(lines)


def change_one_line(source: Path, target: Path) -> None:
    """Write the same workbook with another value on its last line."""
    last = ""
    with (
        source.open(encoding="utf-8", newline="") as file,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        for line in file:
            copy.write(last)
            last = line
        cells = next(csv.reader([last], delimiter=";"))
        cells[list(HEADERS).index("value")] = "4242,42"
        csv.writer(copy, delimiter=";").writerow(cells)
