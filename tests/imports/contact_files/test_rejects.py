"""Rejects as the same workbook with two columns more, which is taken back as it is."""

import io

import openpyxl

from imports.feeds.contact_files import write_rejects
from tests.imports.contact_files.files import HEADS, table

ROW = ("≈1,23457E+15", "=1+1", "31/02/1970", "2", "un\ndeux")
OTHER = ("007", "'Lefèvre", "12/04/1970", "", "+33 6 12 34 56 78")


def test_rejects_are_the_same_workbook_and_taken_back(tmp_path):
    path = tmp_path / "rejets.xlsx"
    heads = (*HEADS, "Hobby")
    rows = [(*ROW, "x"), (*OTHER, "")]
    write_rejects(path, heads, [(rows[0], "Date impossible.", "R_DATE"), (rows[1], "b", "R_TYPE")])
    read = table(path)
    assert (read.kind, read.heads, read.left) == ("o2s", heads, [])
    assert [(row.line, row.cells) for row in read.rows] == [(3, rows[0]), (4, rows[1])]


def test_rejects_say_why_and_compute_nothing():
    file = io.BytesIO()
    write_rejects(file, HEADS, [(ROW, "=cmd()", "R_DATE")])
    sheet = openpyxl.load_workbook(file)["Contacts"]
    assert sheet.row_dimensions[1].hidden
    assert [cell.value for cell in sheet[2]] == [*HEADS, "Message", "Code rejet"]
    assert [cell.value for cell in sheet[3]] == [*ROW, "=cmd()", "R_DATE"]
    assert {cell.data_type for cell in sheet[3]} == {"s"}
    assert sheet["B3"].quotePrefix
    assert sheet["G3"].value == "R_DATE"
