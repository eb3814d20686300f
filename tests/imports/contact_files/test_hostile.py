"""security.md 37: files that would keep a reader busy, or fill its memory, are each read in bounds.

All are read by one process that may have half a gigabyte beyond its own, and half a minute: one of
them that grows with the square of its size would end it.
"""

import resource
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from tests.imports.contact_files.files import HEADS, workbook

MEMORY, SECONDS = 700 << 20, 30
READ = """
import sys
from pathlib import Path
from imports.feeds.contact_files import read
from imports.records import FileRefused, Limits
for name in sys.argv[1:]:
    try:
        print(len(list(read(Path(name), Limits()).rows)))
    except FileRefused as refused:
        print(refused.code)
"""
CARD = b"BEGIN:VCARD\r\nN:A;B\r\n"


def bounds():
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.RLIM_INFINITY))


def with_part(path, name, content):
    """Make a workbook with one line, and put something else in it or in place of a part."""
    inner = workbook(path.with_suffix(".kept"), HEADS, ("1", "Durand"))
    with zipfile.ZipFile(inner) as kept, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for part in kept.namelist():
            if part != name:
                made.writestr(part, kept.read(part))
        made.writestr(name, content(kept.read(name)) if name in kept.namelist() else content(b""))


def macros(path):
    with_part(path, "xl/vbaProject.bin", lambda _: b"Sub Auto_Open()")


def bomb(path):
    with_part(path, "xl/media/zeros", lambda _: b"\0" * 60_000_000)


def tags_without_end(path):
    """As much as may be of what begins a column, where we look for hidden ones."""
    more = b"<!--" + b"<col " * 150_000 + b"-->"
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<sheetData", more + b"<sheetData"),
    )


def cells_without_end(path):
    more = b"<!--" + b"<c " * 300_000 + b"-->"
    with_part(
        path,
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<sheetData", more + b"<sheetData"),
    )


def names_without_end(path):
    more = b"<!-- <numFmt " + b"a" * 500_000 + b"> -->"
    with xlsxwriter.Workbook(path.with_suffix(".kept")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Client Nom", "Taux Marginal d’Imposition (IR)"])
        sheet.write_row(1, 0, ["Durand", 0.41])
    with (
        zipfile.ZipFile(path.with_suffix(".kept")) as kept,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in kept.namelist():
            xml = kept.read(part)
            is_style = part == "xl/styles.xml"
            made.writestr(part, xml.replace(b"<fonts", more + b"<fonts") if is_style else xml)


def lines(*content):
    head = ";".join(HEADS).encode()
    return lambda path: path.write_bytes(b"\r\n".join((head, *content, b"")))


HOSTILE = {
    "macros.xlsm": (macros, "1"),
    "bomb.xlsx": (bomb, "F_BOMB"),
    "tags.xlsx": (tags_without_end, "1"),
    "cells.xlsx": (cells_without_end, "1"),
    "names.xlsx": (names_without_end, "1"),
    "columns.csv": (lambda path: path.write_bytes(b";" * 10**6 + b"\n"), "F_SIZE"),
    "line.csv": (lambda path: path.write_bytes(b"Client Nom;" + b"x" * 20_000_000), "F_SIZE"),
    "quote.csv": (lines(b'"' + b"x;y\r\n" * 100_000), "F_SIZE"),
    "points.csv": (lines(*[b"Total;" + b"." * 60_000 + b"x;;;"] * 20), "20"),
    "blanks.csv": (
        lines(*[b'1;"' + b" " * 60_000 + b"\xc3\xa9\n" + b" " * 5_000 + b'";;;'] * 20),
        "20",
    ),
    "folded.vcf": (
        lambda path: path.write_bytes(CARD + b"NOTE:x\r\n" + b" xxxxxxxxx\r\n" * 2_000_000),
        "F_SIZE",
    ),
    "photo.vcf": (
        lambda path: path.write_bytes(
            CARD + b"PHOTO:x\r\n" + b" xxxxxxxxx\r\n" * 500_000 + b"END:VCARD"
        ),
        "1",
    ),
    "properties.vcf": (lambda path: path.write_bytes(CARD + b"TEL:1\r\n" * 100_000), "F_SIZE"),
    "slashes.vcf": (
        lambda path: path.write_bytes(CARD + b"ORG:" + b"\\" * 60_001 + b"x\r\nEND:VCARD"),
        "1",
    ),
    "parameters.vcf": (
        lambda path: path.write_bytes(CARD + b"TEL" + b';a="b"' * 9_000 + b"\r\nEND:VCARD"),
        "1",
    ),
}


@pytest.mark.security(37)
def test_hostile_files_are_refused_or_read_in_bounds(tmp_path):
    for name, (make, _) in HOSTILE.items():
        make(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-c", READ, *(str(tmp_path / name) for name in HOSTILE)],
        check=False,
        capture_output=True,
        text=True,
        preexec_fn=bounds,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = dict(zip(HOSTILE, done.stdout.split(), strict=True))
    assert told == {name: expected for name, (_, expected) in HOSTILE.items()}
