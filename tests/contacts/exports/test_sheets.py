"""CSV and XLSX, read back by other readers than those who wrote them."""

import csv
import datetime as dt
import io
from decimal import Decimal
from unittest import mock

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from contacts.exports.sheets import Column, write_csv, write_xlsx
from contacts.fields import Shape
from text.spreadsheet_text import as_text

COLUMNS = [
    Column("Nom"),
    Column("Né le", Shape.DATE),
    Column("Valeur", Shape.AMOUNT),
    Column("Taux", Shape.RATE),
    Column("Enfants", Shape.NUMBER),
]
ROWS = [
    ["Le Goff", dt.date(1961, 3, 9), Decimal("-1234.50"), Decimal("41.00"), 3],
    ["01000", None, Decimal("1E+3"), None, None],
]
# What a spreadsheet would compute, as each writes it (security.md line 36).
COMPUTED = [
    *("=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\xa0=1", "\u200b=1", "\ufeff=1"),
    *("＝1", "＋1+a", "－1+a", "＠x", "\t=1", "\tx", "=cmd|' /C calc'!A0", "+33a"),
]
PLAIN = [
    "+33 6 12 34 56 78",
    "-063,00",
    "O'Brien",
    "'t Hooft",
    "1=1",
    "a;b",
    'dit « "x" »',
    "un\ndeux",
]


def as_csv(columns, rows):
    file = io.BytesIO()
    write_csv(file, columns, rows)
    return file.getvalue()


def one_by_one(rows):
    """Write each cell by itself, in the plainest way."""

    def written(cell):
        if isinstance(cell, dt.date):
            return f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
        if isinstance(cell, Decimal):
            return f"{cell:f}".replace(".", ",")
        return "" if cell is None else as_text(str(cell))

    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(map(written, row) for row in rows)
    return text.getvalue()


def read_csv(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


CELLS = {
    "texts": st.none() | st.text(max_size=3) | st.sampled_from([*COMPUTED, *PLAIN]),
    "figures": st.none() | st.integers(-9, 9) | st.decimals(-9, 9, places=2),
    "days": st.none() | st.dates(),
}
ANY_CELL = st.one_of(*CELLS.values())


@given(rows=st.lists(st.tuples(ANY_CELL, *CELLS.values()), max_size=5))
def test_columns_are_written_as_their_cells_would_be_one_by_one(rows):
    with mock.patch("contacts.exports.sheets._BLOCK", 2):
        written = as_csv([Column("x")] * 4, rows).decode("utf-8-sig")
    assert written == "x;x;x;x\r\n" + one_by_one(rows)


@pytest.fixture
def read_xlsx(tmp_path):
    def read_xlsx(columns, rows):
        path = tmp_path / "export.xlsx"
        write_xlsx(path, "Contacts", columns, rows)
        assert [other.name for other in tmp_path.iterdir()] == ["export.xlsx"]
        return CalamineWorkbook.from_path(path).get_sheet_by_name("Contacts").to_python()

    return read_xlsx


def test_csv_is_what_french_spreadsheets_open():
    content = as_csv(COLUMNS, ROWS)
    assert (
        content
        == (
            "\ufeffNom;Né le;Valeur;Taux;Enfants\r\n"
            "Le Goff;09/03/1961;-1234,50;41,00;3\r\n"
            "01000;;1000;;\r\n"
        ).encode()
    )


def test_number_shows_the_decimals_that_it_has(tmp_path):
    path = tmp_path / "export.xlsx"
    shares = [[Decimal("2.50")], [Decimal("3.00")], [1234]]
    write_xlsx(path, "Contacts", [Column("Parts", Shape.NUMBER)], shares)
    sheet = openpyxl.load_workbook(path).active
    shown = [(cell.value, cell.number_format) for (cell,) in sheet.iter_rows(min_row=2)]
    assert shown == [(2.5, "#,##0.00"), (3, "#,##0"), (1234, "#,##0")]


def test_dates_are_dates_and_numbers_are_numbers(read_xlsx):
    head, first, second = read_xlsx(COLUMNS, ROWS)
    assert head == ["Nom", "Né le", "Valeur", "Taux", "Enfants"]
    assert first == ["Le Goff", dt.date(1961, 3, 9), -1234.5, 0.41, 3.0]
    assert second == ["01000", "", 1000.0, "", ""]


def test_date_before_spreadsheets_begin_is_a_text(read_xlsx):
    days = [dt.date(1899, 12, 31), dt.date(1900, 1, 1)]
    _head, *rows = read_xlsx([Column("Créée le", Shape.DATE)], [[day] for day in days])
    assert rows == [["31/12/1899"], [dt.date(1900, 1, 1)]]


def test_head_stays_in_sight_and_columns_are_wide_enough(tmp_path, read_xlsx):
    read_xlsx([Column("Commune de naissance du client"), Column("Né le", Shape.DATE)], [])
    sheet = openpyxl.load_workbook(tmp_path / "export.xlsx")["Contacts"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert [int(sheet.column_dimensions[letter].width) for letter in "AB"] == [32, 12]


@pytest.mark.security(36)
@pytest.mark.parametrize("text", COMPUTED)
def test_what_would_be_computed_is_text(text, tmp_path, read_xlsx):
    columns = [Column("Nom")]
    assert read_csv(as_csv(columns, [[text]])) == [["Nom"], [f"'{text}"]]
    assert read_xlsx(columns, [[text]]) == [["Nom"], [text]]
    cell = openpyxl.load_workbook(tmp_path / "export.xlsx")["Contacts"]["A2"]
    # Nor does it become a formula when somebody edits the cell.
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


@pytest.mark.security(36)
def test_heads_are_no_formulas_either(read_xlsx):
    columns = [Column("=1+1")]
    assert read_csv(as_csv(columns, [])) == [["'=1+1"]]
    assert read_xlsx(columns, []) == [["=1+1"]]


@pytest.mark.security(36, 57)
@pytest.mark.parametrize("text", PLAIN)
def test_the_rest_stays_as_it_is(text, tmp_path, read_xlsx):
    columns = [Column("Nom")]
    assert read_csv(as_csv(columns, [[text]])) == [["Nom"], [text]]
    assert read_xlsx(columns, [[text]]) == [["Nom"], [text]]
    cell = openpyxl.load_workbook(tmp_path / "export.xlsx")["Contacts"]["A2"]
    assert not cell.quotePrefix
