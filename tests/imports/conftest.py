"""Real files in a real inbox, and the command that reads them."""

import csv
import datetime as dt
import os
from io import StringIO

import pytest
import xlsxwriter
from django.core.management import CommandError, call_command

from contacts.actions.contacts import create
from contacts.models import Category, Contact, PersonDetails
from imports.records import HEADERS

LINE = {
    "title": "Madame",
    "last_name": "MOREAU",
    "first_name": "Anne",
    "birth_date": "12/04/1970",
    "custodian_code": "ASV",
    "custodian_name": "Assurvia",
    "product_code": "HM",
    "product_name": "Horizon Multisupport",
    "number": "AV-1",
    "situation_on": "30/10/2026",
    "value": "1 400,82",
}

SECRET = {"last_name": "ZORGLUB", "first_name": "Philomène", "birth_date": "09/03/1961"}


@pytest.fixture
def secret(adviser):
    """Make the private folder of the owner that a file names."""
    details = PersonDetails(
        last_name="Zorglub", first_name="Philomène", birth_date=dt.date(1961, 3, 9)
    )
    category = Category.objects.get(name="Clients")
    contact = Contact(category=category, is_private=True)
    return create(contact=contact, details=details, by=adviser)


@pytest.fixture
def inbox(tmp_path, settings):
    folder = tmp_path / "inbox"
    (folder / "assurvia").mkdir(parents=True)
    settings.INBOX = folder
    return folder


@pytest.fixture
def put(inbox):
    """Drop a file: `put("a.csv", LINE, FUND)`; later files are newer."""
    clock = iter(range(1_700_000_000, 1_700_000_900))

    def put(name, *lines, partner="assurvia"):
        path = inbox / partner / name
        path.parent.mkdir(exist_ok=True)
        rows = [list(HEADERS.values())]
        rows += [[line.get(field, "") for field in HEADERS] for line in lines]
        if name.endswith(".xlsx"):
            with xlsxwriter.Workbook(path) as book:
                sheet = book.add_worksheet("comptes")
                for number, row in enumerate(rows):
                    sheet.write_row(number, 0, row)
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file, delimiter=";").writerows(rows)
        os.utime(path, (now := next(clock), now))
        return path

    return put


@pytest.fixture
def night(db, inbox):
    """Run the command; return its exit status and what it printed."""

    def night(*arguments):
        printed = StringIO()
        chosen = ["--settle=0", *arguments]
        try:
            call_command("import_feeds", f"--inbox={inbox}", *chosen, stdout=printed)
        except CommandError as error:
            return error.returncode, printed.getvalue() + str(error)
        return 0, printed.getvalue()

    return night
