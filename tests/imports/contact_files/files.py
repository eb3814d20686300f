"""Real files of contacts, made as programs make them."""

import datetime as dt

import pytest
import xlsxwriter

from imports.feeds.contact_files import read
from imports.records import FileRefused, Limits

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


def text(path, *lines, encoding="utf-8-sig", end="\r\n"):
    path.write_bytes(end.join([*lines, ""]).encode(encoding))
    return path


def table(path, **limits):
    return read(path, Limits(**limits))


def rows(path):
    return list(table(path).rows)


def cells(path):
    return [row.cells for row in rows(path)]


def refusal(path, **limits):
    with pytest.raises(FileRefused) as refused:
        list(table(path, **limits).rows)
    return refused.value
