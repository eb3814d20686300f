"""A firm's life: its contacts go out in the O2S format, come back changed, and are as before."""

import csv
import datetime as dt
import os

import pytest
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from contacts.actions.creation import NewContact, create_many
from contacts.actions.undoing import undo
from contacts.enums import Kind, PhoneType
from contacts.exports.o2s import WorkbookOfO2S
from contacts.exports.sheets import write_csv, write_xlsx
from contacts.models import (
    Category,
    Contact,
    Email,
    PersonDetails,
    PostalAddress,
    RelatedPerson,
    Telephone,
)
from imports.models import ContactImportRow
from tests.imports.contact_import.firm import whole_base
from tests.imports.contact_import.test_importing import counts, imported

pytestmark = pytest.mark.django_db
CONTACTS = 5_000 if "SOAK" in os.environ else 240
CHANGED = {"Note": "Préfère le matin", "PROFESSION": "", "Client Nom de naissance": "Guyot"}


@pytest.fixture
def firm(organisation, adviser):
    """People with an e-mail, a telephone and an address each, half of them married; one company."""
    organisation("Chais Moreau SAS", siren="552100554", folder_code="S1")
    category = Category.objects.get(default_for=Kind.PERSON)
    create_many(new=[client(number, category) for number in range(CONTACTS - 1)], by=adviser)
    # As it is done in a base that stands: without it PostgreSQL takes thousands of rows for one.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def client(number, category):
    address, name = f"p{number}@example.org", f"Moreau {chr(65 + number % 26)}"
    return NewContact(
        Contact(folder_code=f"P{number}", note="Golf", category=category),
        PersonDetails(last_name=name, birth_date=dt.date(1940, 1, 1) + dt.timedelta(number)),
        coordinates=[
            Email(address=address, key=address),
            Telephone(number=f"+336123{number:05}", line=PhoneType.MOBILE),
            PostalAddress(line_1="3 rue des Lilas", post_code="75016", town="Paris"),
        ],
        spouse=RelatedPerson(last_name=name, first_name="Luc") if number % 2 else None,
    )


def exported(by, path):
    """Write the contacts that one sees as the export does."""
    reader = WorkbookOfO2S(by)
    keys = list(Contact.objects.visible_to(by).order_by("pk").values_list("pk", flat=True))
    if path.suffix == ".xlsx":
        write_xlsx(path, "Contacts", reader.columns, reader.read(keys))
        return
    with path.open("wb") as file:
        write_csv(file, reader.columns, reader.read(keys))


def as_xls(source, path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("Contacts")
    for line, row in enumerate(lines(source)):
        for column, cell in enumerate(row):
            sheet.write(line, column, cell)
    book.save(str(path))


def lines(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def changed_lines(path):
    """Change cells of every third contact; return how many these are."""
    head, *rows = lines(path)
    changed = rows[1::3]
    for row in changed:
        for column, text in CHANGED.items():
            row[head.index(column)] = text
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows])
    return len(changed)


def upload(path):
    return SimpleUploadedFile(path.name, path.read_bytes())


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".xls"])
def test_what_went_out_comes_back(adviser, firm, tmp_path, read_upload, suffix):
    path, told = tmp_path / f"o2s{suffix}", tmp_path / "changed.csv"
    exported(adviser, told)
    if suffix == ".xls":
        as_xls(told, path)
    else:
        exported(adviser, path)
    before = whole_base()
    row = read_upload(adviser, upload(path))
    assert row.counts == {"unchanged": CONTACTS}
    assert counts(imported(row, adviser)) == {
        "created": 0,
        "updated": 0,
        "reactivated": 0,
        "left_out": 0,
    }
    assert whole_base() == before
    changed = changed_lines(told)
    if suffix == ".xls":
        as_xls(told, path)
        told = path
    row = read_upload(adviser, upload(told))
    assert row.counts == {"unchanged": CONTACTS - changed, "updated": changed}
    shown = list(ContactImportRow.objects.filter(contact_import=row, outcome="updated"))
    wanted = {"note": "Préfère le matin", "birth_name": "Guyot"}
    assert [one.after for one in shown] == [wanted] * changed
    assert counts(imported(row, adviser))["updated"] == changed
    after = whole_base()
    assert set(after) == set(before)
    # With the text that search reads.
    told = {PersonDetails._meta.label, Contact._meta.label, "contacts.ContactSearch"}
    assert {name for name in after if after[name] != before[name]} == told
    keys = {one.contact for one in shown}
    noted = Contact.objects.filter(note="Préfère le matin").values_list("pk", flat=True)
    assert set(noted) == keys
    named = PersonDetails.objects.filter(birth_name="Guyot").values_list("pk", flat=True)
    assert set(named) == keys
    undo(change=row.change, by=adviser)
    assert whole_base() == before
