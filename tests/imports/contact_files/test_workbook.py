"""The O2S contact workbook as people send it: sheets, head lines, and every kind of cell."""

import datetime as dt

import pytest
import xlsxwriter

from contacts.workbook import COLUMNS
from imports.feeds.contact_files import MANGLED, ContactRow, problem, read
from imports.records import Code, FileRefused, Limits

HEADS = ("Code dossier", "Client Nom", "Client Date de naissance", "Nombre d’enfants", "Note")


def workbook(path, *rows, sheet="Contacts", **options):
    with xlsxwriter.Workbook(path, options) as book:
        write(book, sheet, rows)
    return path


def write(book, name, rows):
    sheet = book.add_worksheet(name)
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, dt.date):
                sheet.write_datetime(line, column, cell, dates)
            elif isinstance(cell, str):
                sheet.write_string(line, column, cell)
            else:
                sheet.write(line, column, cell)
    return sheet


def rows(path):
    return list(read(path, Limits()).rows)


def cells(path):
    return [row.cells for row in rows(path)]


def refusal(path, **limits):
    with pytest.raises(FileRefused) as refused:
        list(read(path, Limits(**limits)).rows)
    return refused.value


def test_heads_on_the_second_line_below_technical_names(tmp_path):
    names = [keys[0] for keys in COLUMNS.values()]
    told = ["x"] * len(COLUMNS)
    table = read(workbook(tmp_path / "a.xlsx", names, list(COLUMNS), told), Limits())
    assert (table.kind, table.sheet, table.heads) == ("o2s", "Contacts", tuple(COLUMNS))
    assert list(table.rows) == [ContactRow(3, tuple(told))]
    assert table.left == []


def test_cells_are_what_a_french_person_types(tmp_path):
    row = ("A1", "  Durand\u00a0", dt.date(1970, 4, 12), 3.0, "un\r\ndeux _x000D_")
    path = workbook(
        tmp_path / "a.xlsx", HEADS, row, ("", "", "", "", ""), (12345, "B", 0.5, 0.5, True)
    )
    assert rows(path) == [
        ContactRow(2, ("A1", "Durand", "12/04/1970", "3", "un\ndeux")),
        ContactRow(4, ("12345", "B", "0,5", "0,5", "Oui")),
    ]


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (1.23457e15, "≈1,23457E+15"),
        (12345.5, "≈12345,5"),
        ("1,23457E+15", "≈1,23457E+15"),
        ("12345.0", "≈12345.0"),
        (12345.0, "12345"),
        ('="000123"', "000123"),
        ("'000123", "000123"),
    ],
)
def test_an_altered_identifier_is_marked_and_not_mended(tmp_path, cell, told):
    ((code, *_),) = cells(workbook(tmp_path / "a.xlsx", HEADS, (cell, "Durand")))
    assert code == told
    assert problem(code) == (Code.R_ID_MANGLED if told.startswith(MANGLED) else None)


@pytest.mark.parametrize("since_1904", [False, True])
def test_dates_follow_the_workbook_s_epoch_as_numbers_too(tmp_path, since_1904):
    day = dt.date(1970, 4, 12)
    number = (day - (dt.date(1904, 1, 1) if since_1904 else dt.date(1899, 12, 30))).days
    path = tmp_path / "a.xlsx"
    workbook(path, HEADS, ("1", "A", day), ("2", "B", number), date_1904=since_1904)
    assert [told[2] for told in cells(path)] == ["12/04/1970", "12/04/1970"]


def test_heads_are_known_however_they_are_typed(tmp_path):
    heads = (
        "CODE  DOSSIER",
        "client nom ",
        "Client Date\u00a0de naissance",
        "Nombre d'enfants",
        "Hobby",
    )
    table = read(workbook(tmp_path / "a.xlsx", heads, ("1", "A", "", "", "x")), Limits())
    assert table.heads == (*HEADS[:-1], "Hobby")


def test_a_head_that_stands_twice_is_refused(tmp_path):
    refused = refusal(workbook(tmp_path / "a.xlsx", (*HEADS, "Client  nom"), ("1",)))
    assert (refused.code, refused.params["column"]) == (Code.F_HEADER, "Client Nom")
