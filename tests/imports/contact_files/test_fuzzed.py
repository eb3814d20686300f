"""Whatever comes, a reader refuses it or gives rows as wide as their heads; nothing else."""

import csv
import io
import os
from decimal import Decimal

import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contacts.workbook import COLUMNS
from imports.feeds.contact_files import MANGLED, cells, read, write_rejects
from imports.records import FileRefused, Limits
from tests.imports.contact_files.test_address_books import APPLE, GOOGLE, OUTLOOK

SOAK = "SOAK" in os.environ


def fuzz(cheap, thorough):
    return settings(
        max_examples=thorough if SOAK else cheap,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )


def taken(path):
    """Return the rows of a file, or nothing of one that is refused."""
    try:
        table = read(path, Limits())
        rows = list(table.rows)
    except FileRefused:
        return None
    assert table.kind in {"o2s", "vcard", "google", "outlook", "unknown"}
    assert len(set(table.heads)) == len(table.heads)
    assert {len(row.cells) for row in rows} <= {len(table.heads)}
    lines = [row.line for row in rows]
    assert lines == sorted(lines)
    assert all(isinstance(cell, str) and "\0" not in cell for row in rows for cell in row.cells)
    return rows


STARTS = [
    *(b"", b"Client Nom;Note\r\n", b"\xff\xfe", b"\xef\xbb\xbfNom;", b"BEGIN:VCARD\r\n"),
    *(GOOGLE.encode() + b"\n", OUTLOOK.encode("cp1252") + b"\n", b"PK\x03\x04", b"\t\x08\x10\0"),
]


@fuzz(60, 5_000)
@given(st.sampled_from(STARTS), st.binary(max_size=400))
@example(b"BEGIN:VCARD\r\n", b"N;ENCODING=QUOTED-PRINTABLE;CHARSET=punycode:=FF=\r\n=\r\n=ZZ")
@example(b"BEGIN:VCARD\r\n", b"N;CHARSET=rot13;QUOTED-PRINTABLE:=41\r\nEND:VCARD")
def test_bytes(tmp_path, start, more):
    path = tmp_path / "a"
    path.write_bytes(start + more)
    taken(path)


@fuzz(40, 5_000)
@given(st.data())
def test_files_with_something_else_in_them(tmp_path, data):
    whole = data.draw(st.sampled_from([APPLE, f"{GOOGLE}\n{',a' * 20}", f"{OUTLOOK}\n{'x,' * 25}"]))
    at = data.draw(st.integers(0, len(whole)))
    cut = data.draw(st.integers(0, 30))
    path = tmp_path / "a"
    broken = whole[:at] + data.draw(st.text(max_size=30)) + whole[at + cut :]
    path.write_bytes(broken.encode("utf-8", "surrogatepass"))
    taken(path)


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20)
HEADS = st.lists(st.one_of(st.sampled_from(list(COLUMNS)), CELLS), min_size=1, max_size=6)


@fuzz(60, 5_000)
@given(HEADS, st.lists(st.lists(CELLS, max_size=7), max_size=4), st.sampled_from(";,\t"))
def test_tables(tmp_path, heads, rows, separator):
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=separator).writerows([heads, *rows])
    path = tmp_path / "a.csv"
    path.write_bytes(file.getvalue().encode())
    taken(path)


@fuzz(5, 300)
@given(st.data())
def test_workbooks_with_something_else_in_them(tmp_path, data):
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Contacts")
        sheet.write_row(0, 0, list(COLUMNS)[:5])
        sheet.write_row(1, 0, ["a", 1, True])
    whole = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(whole)
    taken(path)


@fuzz(3, 300)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=5))
def test_rejects_come_back_as_they_were(tmp_path, rows):
    heads = ("Client Nom", "Client Prénom", "Note")
    told = [tuple(map(cells.text, row)) for row in rows]
    path = tmp_path / "rejets.xlsx"
    write_rejects(path, heads, [(row, "Pourquoi", "R_TYPE") for row in told])
    again = [row.cells for row in read(path, Limits()).rows]
    expected = [tuple(map(cells.text, row)) for row in told if any(map(cells.text, row))]
    assert again == expected


@fuzz(200, 20_000)
@given(st.one_of(st.floats(allow_nan=False, allow_infinity=False), st.integers(-(10**17), 10**17)))
def test_a_number_is_exact_or_marked(value):
    told = cells.number(value)
    if abs(value) >= 10**15:
        assert told.startswith(MANGLED)
    else:
        exact = Decimal(told.replace(",", "."))
        assert exact == Decimal(f"{value:.15g}")
        assert "E" not in told
