"""A firm's life: its contacts go out in the O2S format, come back changed, and are as before."""

import csv
import os

import pytest
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile

from contacts.actions.coordinates import save_coordinates
from contacts.actions.undoing import undo
from contacts.exports.o2s import WorkbookOfO2S
from contacts.exports.sheets import write_csv, write_xlsx
from contacts.models import Contact, Email, PersonDetails, PostalAddress
from imports.models import ContactImportRow
from tests.imports.contact_import.firm import whole_base
from tests.imports.contact_import.test_importing import counts, imported

pytestmark = pytest.mark.django_db
CONTACTS = 5_000 if "SOAK" in os.environ else 6
CHANGED = {"Note": "Préfère le matin", "PROFESSION": "", "Client Nom de naissance": "Guyot"}


@pytest.fixture
def firm(person, organisation, adviser):
    """People with an e-mail and an address each, and one company among them."""
    organisation("Chais Moreau SAS", siren="552100554", folder_code="S1")
    for number in range(CONTACTS - 1):
        contact = person(f"Moreau {chr(65 + number % 26)}", folder_code=f"P{number}", note="Golf")
        address = f"p{number}@example.org"
        rows = [
            Email(address=address, key=address),
            PostalAddress(line_1="3 rue des Lilas", post_code="75016", town="Paris"),
        ]
        save_coordinates(
            contact=contact, saved=rows, removed=[], version=contact.version, by=adviser
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
    """Change the cells of two contacts."""
    head, *rows = lines(path)
    for row in rows[1:3]:
        for column, text in CHANGED.items():
            row[head.index(column)] = text
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows])


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
    changed_lines(told)
    if suffix == ".xls":
        as_xls(told, path)
        told = path
    row = read_upload(adviser, upload(told))
    assert row.counts == {"unchanged": CONTACTS - 2, "updated": 2}
    shown = list(ContactImportRow.objects.filter(contact_import=row, outcome="updated"))
    wanted = {"note": "Préfère le matin", "birth_name": "Guyot"}
    assert [one.after for one in shown] == [wanted] * 2
    imported(row, adviser)
    keys = [one.contact for one in shown]
    assert set(Contact.objects.filter(pk__in=keys).values_list("note", flat=True)) == {
        "Préfère le matin"
    }
    assert set(PersonDetails.objects.filter(birth_name="Guyot").values_list("pk", flat=True)) == {
        *keys
    }
    undo(change=row.change, by=adviser)
    assert whole_base() == before
