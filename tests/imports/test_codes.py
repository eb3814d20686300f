"""Every code that the account workbook can raise, by a real file, with what its reader is told.

R_SIREN, R_IBAN, R_PHONE, R_EMAIL and R_FORBIDDEN_NIR are of files that have such columns,
R_POST_CODE and R_TOWN only warn; an old file is suspended (S_OLD), so that F_OLD is nobody's yet.
F_NAME and F_FOLDER leave no run.
"""

import csv
import struct
import zipfile

import pytest
import xlsxwriter
import xlwt

from imports.enums import Doubt
from imports.models import ImportRun
from imports.pipeline.reject_messages import ADVICE
from imports.records import HEADERS, Code
from tests.imports.conftest import LINE

NOT_OF_THIS_WORKBOOK = {
    *(
        Code.R_SIREN,
        Code.R_IBAN,
        Code.R_PHONE,
        Code.R_EMAIL,
        Code.R_FORBIDDEN_NIR,
        Code.R_POST_CODE,
        Code.R_TOWN,
    ),
    *(
        Code.R_REFERENCE,
        Code.R_OWNERS,
        Code.R_CLOSED,
        Code.R_IDENTITY,
    ),  # of FP1: tests/imports/formats/test_fp1.py
    *(Code.F_OLD, Code.F_NAME, Code.F_FOLDER),
}
FUND = {"value": "", "holding_code": "FR0010135103", "holding_name": "A", "units": "1"}
LINES = {
    Code.R_ID_MISSING: ({"number": " "}, "Numéro de compte / contrat"),
    Code.R_ID_MANGLED: ({"number": "1,23457E+15"}, "Numéro de compte / contrat"),
    Code.R_DUP_KEY_DIFFERENT: ({"number": "AV-0", "value": "3"}, "Evaluation"),
    Code.R_DATE: ({"situation_on": "31/02/2026"}, "Date de situation"),
    Code.R_AMOUNT: (FUND, "Cours"),
    Code.R_ENCODING: ({"first_name": "RenÃ©"}, "Prénom"),
    Code.R_TYPE: ({"title": "Autre titre", "other_title": ""}, "Autre titre"),
    Code.R_NAME_MISSING: ({"last_name": ""}, "Nom"),
    Code.R_ISIN: (FUND | {"holding_code": "FR0010135104"}, "Identifiant du support"),
    Code.R_CUSTODIAN: ({"custodian_name": "Autre"}, "Identifiant du dépositaire"),
    Code.R_PRODUCT: ({"product_name": "Zénith"}, "Identifiant du produit"),
    Code.R_TOO_LONG: ({"label": "x" * 151}, "Intitulé du compte / contrat"),
    Code.R_CONTROL_CHARS: ({"town": "Pa\x07ris"}, "Adresse domicile (commune)"),
    Code.R_CURRENCY: ({"currency": "EUE"}, "Devise de cotation (ISO) (EUE)"),
    Code.R_COLUMN_COUNT: ({}, ""),
    Code.R_CONTRACT_INCOMPLETE: ({"number": "AV-0"}, "Mise de côté avec la ligne 2"),
}


def line_file(path, code, change):
    """Write a good line and a bad one; a text file that lost accents is refused whole."""
    bad = {"birth_date": "x"} if code == Code.R_CONTRACT_INCOMPLETE else {}
    rows = [LINE | {"number": "AV-0"} | bad, LINE | change]
    if code == Code.R_ENCODING:
        with xlsxwriter.Workbook(path.with_suffix(".xlsx")) as book:
            sheet = book.add_worksheet("comptes")
            sheet.write_row(0, 0, HEADERS.values())
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row.get(field, "") for field in HEADERS])
        return
    cells = [[row.get(field, "") for field in HEADERS] for row in rows]
    if code == Code.R_COLUMN_COUNT:
        cells[1] = cells[1][:10]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADERS.values(), *cells])


@pytest.mark.parametrize("code", LINES)
def test_a_bad_line_has_its_code_its_column_and_a_way_out(night, inbox, code):
    change, column = LINES[code]
    line_file(inbox / "assurvia/a.csv", code, change)
    assert night()[0] == 1
    (path,) = inbox.rglob("*.rejets.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        reject = next(row for row in csv.DictReader(file, delimiter=";") if row["ligne"] == "3")
    assert reject["code"] == code
    assert reject["motif"].startswith(column)
    report = path.with_name(path.name.replace(".rejets.csv", ".rapport.txt")).read_text("utf-8-sig")
    told = report.splitlines()
    at = next(place for place, text in enumerate(told) if text.startswith(f"- {code}, "))
    assert told[at + 1].strip().endswith(".")
    assert told[-1].startswith("Que faire\u202f: Corrigez les lignes")


def text(path, content):
    path.write_bytes(content)


def bomb(path):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 11_000_000)


def locked(path):
    """A locked .xlsx is an OLE file around a stream called EncryptedPackage."""
    book = xlwt.Workbook()
    book.add_sheet("a")
    book.save(str(path))

    def entry(name):
        coded = (name + "\0").encode("utf-16-le").ljust(64, b"\0")
        return coded + struct.pack("<H", 2 * len(name) + 2)

    path.write_bytes(path.read_bytes().replace(entry("Workbook"), entry("EncryptedPackage")))


FILES = {
    Code.F_HEADER: lambda path: text(path, b"bonjour;a;tous\n"),
    Code.F_ENCODING: lambda path: text(path, "Nom\nRenÃ©\n".encode()),
    Code.F_SIZE: lambda path: text(path, b";" * 1000),
    Code.F_BOMB: bomb,
    Code.F_LOCKED: locked,
    Code.F_EMPTY: lambda path: text(path, b"\r\n"),
    Code.F_UNREADABLE: lambda path: text(path, b"PK\x03\x04 no workbook"),
    Code.F_HTML: lambda path: text(path, b"<html><table><tr><td>Nom</td></tr></table></html>"),
}


@pytest.mark.parametrize("code", FILES)
def test_a_refused_file_has_its_code_and_a_way_out(night, inbox, manager, sign_in, code):
    FILES[code](inbox / "assurvia/a.xlsx")
    assert night()[0] == 1
    run = ImportRun.objects.get()
    assert (run.state, run.code) == ("rejected", code)
    report = (inbox / "assurvia/rejected/a.xlsx.rapport.txt").read_text("utf-8-sig").splitlines()
    assert report[3].startswith(f"Refusé ({code}). ")
    assert report[-1].startswith("Que faire\u202f: ")
    page = sign_in(manager).get(f"/imports/{run.pk}/").content.decode()
    assert report[-1].removeprefix("Que faire\u202f: ") in page


def test_no_code_is_forgotten():
    assert LINES.keys() | FILES.keys() | NOT_OF_THIS_WORKBOOK == set(Code)
    assert ADVICE.keys() == set(Code)
    assert set(Doubt) == {"S_REJECTS", "S_FEWER", "S_OLD", "S_ASKED", "S_CHANGED"}
