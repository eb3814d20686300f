"""The demo's night: three custodians' files, with values, unknown owners and a few bad lines."""

import csv
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import xlwt
from django.db.models import QuerySet
from xlsxwriter import Workbook

from accounts.models import Account
from alerts.actions.detection import Owner as SeenOwner
from alerts.actions.detection import owner_key
from alerts.models import PartnerLink
from contacts.enums import Title
from contacts.models import Contact, PersonDetails, PostalAddress
from demo import names, places, wealth
from demo.drafts import SEED
from demo.wealth import Sold
from imports.records import HEADERS

Line = dict[str, Any]
Owner = dict[str, Any]

DAY = wealth.LAST
SHEET = "comptes"
FRENCH_DATE = "dd/mm/yyyy"
KNOWN_OF_EACH = 50
NEW_OF_KNOWN_OWNERS = 2
# Fewer than five bad lines in a hundred: more would have the night ask before it takes the file.
GOOD_FOR_A_BAD_ONE = 20
FIRST_NEW_NUMBER, FIRST_OF_KNOWN_OWNERS = 9001, 9501
PRODUCTS: dict[str, tuple[Sold, Sold]] = {
    wealth.ASSURVIA: (wealth.HORIZON, wealth.CAPI),
    wealth.TOLBIAC: (wealth.SECURITIES, wealth.PEA),
    wealth.ORSEL: (wealth.SCPI, wealth.PER),
}


def write_inbox(folder: Path) -> list[Path]:
    """Write what the custodians send about the firm in the database: the same every time.

    A few owners are kept as linked before, since only such links make new accounts' owners known.
    """
    random = Random(SEED + 2)  # noqa: S311 - the same files every time is the point
    lines = {custodian: list(_known(random, custodian)) for custodian in PRODUCTS}
    for custodian, line in (*_unknown(random), *_of_known_owners(random)):
        lines[custodian].append(line)
    written = []
    for custodian, (name, write) in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, _with_bad_lines(random, lines[custodian]))
        written.append(path)
    return written


def _known(random: Random, custodian: str) -> Iterator[Line]:
    """Give new values of accounts that the firm follows."""
    accounts = Account.objects.filter(product__custodian__code=custodian, closed_on=None)
    rows = list(accounts.select_related("product__custodian").order_by("pk"))
    for account in sorted(random.sample(rows, min(KNOWN_OF_EACH, len(rows))), key=str):
        product = account.product
        growth = Decimal(round(random.gauss(1000, 9))) / 1000
        yield {
            "custodian_code": product.custodian.code,
            "custodian_name": product.custodian.name,
            "product_code": product.code,
            "product_name": product.name,
            "number": account.number,
            "opened_on": account.opened_on,
        } | _worth((account.last_value or Decimal(0)) * growth)


def _worth(value: Decimal) -> Line:
    return {"situation_on": DAY, "value": round(value, 2), "currency": "EUR"}


def _unknown(random: Random) -> Iterator[tuple[str, Line]]:
    """Give accounts that the firm has never seen: an owner’s first two at one custodian."""
    custodians = list(PRODUCTS)
    number = FIRST_NEW_NUMBER
    for rank, (owner, count) in enumerate(_owners(random)):
        for more in range(count):
            custodian = custodians[(rank + more // 2) % len(custodians)]
            yield custodian, owner | _new_account(random, custodian, number)
            number += 1


def _new_account(random: Random, custodian: str, number: int) -> Line:
    sold = random.choice(PRODUCTS[custodian])
    return {
        "custodian_code": custodian,
        "custodian_name": wealth.CUSTODIANS[custodian],
        "product_code": sold.code,
        "product_name": sold.name,
        "number": sold.numbers.format(number),
        "opened_on": DAY - timedelta(days=random.randint(3, 60)),
    } | _worth(Decimal(random.randint(500_000, 30_000_000)) / 100)


def _owners(random: Random) -> Iterator[tuple[Owner, int]]:
    """Give each sort of owner that a morning's alerts have, and how many accounts to make."""
    visible = PersonDetails.objects.filter(contact__deleted_at=None, contact__is_private=False)
    namesakes = _some(random, visible.filter(contact__accounts__isnull=True), 3)
    for count, person in enumerate(namesakes, start=1):
        yield _described(person), count
    for person in _some(random, visible.exclude(birth_name=""), 2):
        yield _described(person) | {"last_name": person.birth_name}, 1
    for person in _some(random, visible, 2):
        yield _described(person) | {"last_name": _misspelt(person.last_name)}, 2
    hidden = PersonDetails.objects.filter(contact__deleted_at=None, contact__is_private=True)
    for person in _some(random, hidden, 1):
        yield _described(person), 1
    for count in (1, 2, 3):
        yield _stranger(random), count
    yield _place(random) | {"last_name": f"Conserverie {random.choice(names.SURNAMES)} SARL"}, 2
    yield {}, 1
    yield {}, 1


def _of_known_owners(random: Random) -> Iterator[tuple[str, Line]]:
    """Give new accounts of clients, each linked at the custodian by somebody before."""
    for rank, custodian in enumerate(PRODUCTS):
        accounts = Account.objects.filter(product__custodian__code=custodian)
        holders = PersonDetails.objects.filter(
            contact__accounts__in=accounts, contact__deleted_at=None, contact__is_private=False
        )
        for more, person in enumerate(_some(random, holders.distinct(), NEW_OF_KNOWN_OWNERS)):
            owner = _described(person)
            _link(custodian, owner, person.contact)
            number = FIRST_OF_KNOWN_OWNERS + NEW_OF_KNOWN_OWNERS * rank + more
            yield custodian, owner | _new_account(random, custodian, number)


def _link(custodian: str, owner: Owner, contact: Contact) -> None:
    seen = SeenOwner(owner["last_name"], owner["first_name"], owner["birth_date"])
    PartnerLink.objects.get_or_create(
        partner=Path(FILES[custodian][0]).parent.name,
        owner_key=owner_key(seen, ""),
        defaults={"contact": contact, "decided_by": contact.lead_adviser},
    )


def _some(random: Random, people: QuerySet[PersonDetails], count: int) -> list[PersonDetails]:
    rows = list(people.order_by("contact_id"))
    return random.sample(rows, min(count, len(rows)))


def _described(person: PersonDetails) -> Owner:
    contact: Contact = person.contact
    address = PostalAddress.objects.filter(contact=contact, preferred=True).first()
    owner = {
        "title": "Madame" if person.title == Title.MRS else "Monsieur",
        "last_name": person.last_name.upper(),
        "first_name": person.first_name,
        "birth_date": person.birth_date,
    }
    if address is None:
        return owner
    return owner | {
        "address_1": address.line_1,
        "post_code": address.post_code,
        "town": address.town,
        "country": "France",
    }


def _misspelt(surname: str) -> str:
    """Double a letter, as those who type a name they heard do."""
    return f"{surname[:3]}{surname[2:]}"


def _stranger(random: Random) -> Owner:
    woman = random.random() < 0.5  # noqa: PLR2004
    return _place(random) | {
        "title": "Madame" if woman else "Monsieur",
        "last_name": random.choice(names.SURNAMES).upper(),
        "first_name": random.choice(names.WOMEN if woman else names.MEN),
        "birth_date": date(random.randint(1940, 1999), random.randint(1, 12), 13),
    }


def _place(random: Random) -> Owner:
    town = random.choice(places.TOWNS[""])
    return {
        "address_1": f"{random.randint(1, 98)} {random.choice(names.STREETS)}",
        "post_code": town.post_code,
        "town": town.name,
        "country": "France",
    }


BAD: tuple[Line, ...] = ({"situation_on": "31/02/2026"}, {"value": "12,34,56"}, {"number": ""})


def _with_bad_lines(random: Random, lines: list[Line]) -> list[Line]:
    """Add lines of accounts that only they name, so that no good line is lost with them."""
    made = list(lines)
    for rank, wrong in enumerate(BAD[: len(lines) // GOOD_FOR_A_BAD_ONE]):
        broken = lines[0] | {"number": f"{lines[0]['number']}-{rank}"} | wrong
        made.insert(random.randrange(1, len(made)), broken)
    return made


def _rows(lines: list[Line]) -> Iterator[list[Any]]:
    return ([line.get(field) for field in HEADERS] for line in lines)


def _write_xlsx(path: Path, lines: list[Line]) -> None:
    """The workbook of the product itself: technical names on a hidden line, then the headers."""
    with Workbook(path, {"default_date_format": FRENCH_DATE}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.write_row(0, 0, list(HEADERS))
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.write_row(1, 0, list(HEADERS.values()), book.add_format({"bold": True}))
        for row, cells in enumerate(_rows(lines), start=2):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(row, column, cell)  # a post code keeps its zero
                elif cell is not None:
                    sheet.write(row, column, cell)


def _write_xls(path: Path, lines: list[Line]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet(SHEET)
    of_dates = xlwt.easyxf(num_format_str=FRENCH_DATE)
    for column, header in enumerate(HEADERS.values()):
        sheet.write(0, column, header)
    for row, cells in enumerate(_rows(lines), start=1):
        for column, cell in enumerate(cells):
            if isinstance(cell, date):
                sheet.write(row, column, cell, of_dates)
            elif cell is not None:
                sheet.write(row, column, cell)
    book.save(str(path))


def _write_csv(path: Path, lines: list[Line]) -> None:
    """As French spreadsheets export: cp1252, semicolons, decimal commas."""
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS.values())
        writer.writerows([_as_text(cell) for cell in cells] for cells in _rows(lines))


def _as_text(cell: object) -> str:
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, Decimal):
        return str(cell).replace(".", ",")
    return "" if cell is None else str(cell)


FILES: dict[str, tuple[str, Callable[[Path, list[Line]], None]]] = {
    wealth.ASSURVIA: ("assurvia/comptes-20261123.xlsx", _write_xlsx),
    wealth.TOLBIAC: ("banque-tolbiac/comptes-20261123.csv", _write_csv),
    wealth.ORSEL: ("financiere-orsel/comptes-20261123.xls", _write_xls),
}
