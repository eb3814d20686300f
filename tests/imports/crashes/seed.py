"""Fills a new firm: people, contacts, and what an earlier night brought."""

import csv
import datetime as dt

from django.core.management import call_command

from contacts.actions.contacts import create
from contacts.models import Category, Contact, PersonDetails
from imports.records import HEADERS
from users.models import User

OF_THE_FIRM = {
    "custodian_code": "ASV",
    "custodian_name": "Assurvia",
    "product_code": "HM",
    "product_name": "Horizon Multisupport",
}
PEOPLE = [
    ("MOREAU", "Anne", "12/04/1970"),
    ("DURAND", "Paul", "13/04/1971"),
    ("MARTIN", "Zoé", "14/04/1972"),
    ("PETIT", "Luc", "15/04/1973"),
]


def line(number, owner, situation="30/10/2026", **more):
    last_name, first_name, birth_date = PEOPLE[owner]
    return (
        OF_THE_FIRM
        | {
            "last_name": last_name,
            "first_name": first_name,
            "birth_date": birth_date,
            "number": f"AV-{number}",
            "situation_on": situation,
            "value": f"{1000 + number},50",
        }
        | more
    )


def fund(number, owner, units, situation="30/11/2026"):
    return line(number, owner, situation) | {
        "value": "",
        "holding_code": "FR0010135103",
        "holding_name": "Patrimoine A",
        "units": units,
        "price": "100",
    }


def write(inbox, name, *lines):
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS.values())
        writer.writerows([[one.get(field, "") for field in HEADERS] for one in lines])


def write_second_night(inbox):
    """Every end that a file may have: taken with a reject, suspended, sent again, refused."""
    day = "30/11/2026"
    known = [line(number, number % 4, day) for number in range(6)]
    known += [line(6, 2), line(7, 3)]  # as in the file before
    new = [line(10, 0, day), line(11, 0, day), fund(12, 1, "3"), line(13, 3, day)]
    bad = [line(14, 2, "31/02/2026"), fund(15, 2, "x")]
    other = {"custodian_code": "TOL", "custodian_name": "Tolbiac", "product_code": "PEA"}
    write(
        inbox, "assurvia/a.csv", *known, *new, *bad, line(16, 2, day, **other, product_name="PEA")
    )
    write(inbox, "orsel/b.csv", line(20, 1, "30/09/2026"))
    write(inbox, "orsel/c.csv", line(20, 1))
    (inbox / "tolbiac").mkdir()
    (inbox / "tolbiac/d.csv").write_text("bonjour;à;tous\n", "utf-8")


def fill(inbox):
    adviser = User.objects.create_user("adviser")
    category = Category.objects.get(name="Clients")
    for last_name, first_name, born in PEOPLE[:2]:
        day = dt.datetime.strptime(born, "%d/%m/%Y").date()
        details = PersonDetails(last_name=last_name, first_name=first_name, birth_date=day)
        create(contact=Contact(category=category), details=details, by=adviser)
    write(inbox, "assurvia/first.csv", *(line(number, number % 4) for number in range(8)))
    write(inbox, "orsel/first.csv", line(20, 1))
    call_command("import_feeds", "--settle=0")
    write_second_night(inbox)
