"""The files of the cases, dropped as their partner wrote them; the fifteenth of December 2026."""

import csv
import datetime as dt
import os
import shutil
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from django.utils import timezone

FILES = Path(__file__).with_name("files")
NOW = dt.datetime(2026, 12, 15, 3, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """Let Django's clock, which the product asks for the day, stand still."""
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def drop(inbox):
    """Drop a case: `drop("nir.csv")`; `kind` writes a text file's cells as a workbook instead."""
    clock = iter(range(1_700_000_000, 1_700_000_900))

    def drop(name, partner="assurvia", kind=""):
        path = inbox / partner / (name if not kind else str(Path(name).with_suffix(f".{kind}")))
        path.parent.mkdir(exist_ok=True)
        if kind and not name.endswith(kind):
            as_workbook(path, cells_of(FILES / name))
        else:
            shutil.copyfile(FILES / name, path)
        os.utime(path, (now := next(clock), now))
        return path

    return drop


def cells_of(path):
    text = path.read_text("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter="\t" if "\t" in text else ";"))


def as_workbook(path, rows):
    if path.suffix == ".xls":
        book = xlwt.Workbook()
        sheet = book.add_sheet("comptes")
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write(line, column, cell)
        book.save(str(path))
        return
    with xlsxwriter.Workbook(path, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("comptes")
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
