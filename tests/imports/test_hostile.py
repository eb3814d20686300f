"""feeds.md section 3, point 12: hostile files, each a real one, read within bounds.

The reader runs in a process that may have half a gigabyte of memory beyond its own and a minute of
processor: whoever unpacks, or reads whole, what a file promises dies here.
"""

import os
import resource
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from imports.records import HEADERS

MEMORY, SECONDS = 700 << 20, 60
READ = """
import sys
from pathlib import Path
from imports.records import FileRefused, Rejected
from tests.imports.feeds import one_by_one
try:
    for line in one_by_one.read(Path(sys.argv[1])):
        print(line.code if isinstance(line, Rejected) else line.last_name)
except FileRefused as refused:
    print(refused.code)
"""
HEADER = ";".join(HEADERS.values()).encode() + b"\r\n"
ACCOUNT = {"custodian_code": "1", "product_code": "2", "number": "3"}


def bounds():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.RLIM_INFINITY))


def read(path):
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=bounds,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def row(**said):
    said = ACCOUNT | said
    return ";".join(f'"{said.get(field, "")}"' for field in HEADERS).encode() + b"\r\n"


def bomb(path):
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as entry,
    ):
        for _ in range(600):
            entry.write(b"0" * 1_000_000)


def long_line(path):
    with path.open("wb") as file:
        file.write(HEADER)
        for _ in range(99):
            file.write(b"x" * 1_000_000)


def unclosed_quote(path):
    with path.open("wb") as file:
        file.write(HEADER + b'"')
        for _ in range(20):
            file.write(b"x;y\r\n" * 200_000)


def too_large(path):
    with path.open("wb") as file:
        file.write(HEADER)
        os.truncate(path, 100_000_001)


def entities(path):
    """A laugh in the workbook's list of sheets, that no reader may expand."""
    laugh = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("comptes").write_row(0, 0, HEADERS.values())
    inner = path.with_suffix(".kept")
    path.rename(inner)
    with zipfile.ZipFile(inner) as kept, zipfile.ZipFile(path, "w") as made:
        for name in kept.namelist():
            content = kept.read(name).decode()
            if name == "xl/sharedStrings.xml":
                head = f'<!DOCTYPE s [<!ENTITY l0 "ha">{laugh}]>'
                content = content.replace("<sst", head + "<sst", 1).replace("Titre", "&l11;", 1)
            made.writestr(name, content)


def same_text_everywhere(path):
    """One long text that a million cells point at: small as a file, gigabytes once read."""
    with xlsxwriter.Workbook(path, {"constant_memory": False}) as book:
        sheet = book.add_worksheet("comptes")
        for line in range(400):
            for column in range(100):
                sheet.write_string(line, column, "x" * 32_000)


def other_books(path):
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("comptes")
        sheet.write_row(0, 0, HEADERS.values())
        for column, field in enumerate(HEADERS):
            if field in ACCOUNT:
                sheet.write_string(1, column, ACCOUNT[field])
        sheet.write_formula(1, 2, "='[http://x.example/a.xlsx]a'!A1", None, "KEPT")


HOSTILE = {
    "bomb.xlsx": (bomb, ["F_BOMB"]),
    "million_columns.csv": (lambda path: path.write_bytes(b";" * 10**6 + b"\n"), ["F_SIZE"]),
    "long_line.csv": (long_line, ["F_SIZE"]),
    "unclosed_quote.csv": (unclosed_quote, ["F_SIZE"]),
    "too_large.csv": (too_large, ["F_SIZE"]),
    "many_lines.csv": (
        lambda path: path.write_bytes(HEADER + b"\n" * 500_001 + row()),
        ["F_SIZE"],
    ),
    "formulas.csv": (
        lambda path: path.write_bytes(HEADER + row(last_name="=cmd|'/C calc'!A0")),
        ["=cmd|'/C", "calc'!A0"],
    ),
    "other_books.xlsx": (other_books, ["KEPT"]),
    "entities.xlsx": (entities, ["F_UNREADABLE"]),
    "same_text_everywhere.xlsx": (same_text_everywhere, ["F_UNREADABLE"]),
}


@pytest.mark.security(37)
@pytest.mark.parametrize("name", HOSTILE)
def test_3_12_a_hostile_file_is_read_within_bounds(tmp_path, name):
    make, told = HOSTILE[name]
    make(tmp_path / name)
    assert read(tmp_path / name) == told
