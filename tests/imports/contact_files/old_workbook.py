"""A workbook of Excel 5 and 95, written by hand: no program of today writes one."""

import io
import struct

from xlwt.CompoundDoc import XlsDoc

_OF_BOOK, _OF_SHEET = 0x05, 0x10


def save(path, rows, *, since_1904=False):
    file = io.BytesIO()
    XlsDoc().save(file, _book(rows, since_1904))
    path.write_bytes(file.getvalue().replace(_entry("Workbook"), _entry("Book")))
    return path


def _entry(name):
    """Return how a file within the file is listed."""
    letters = (name + "\0").encode("utf-16-le")
    return letters.ljust(64, b"\0") + struct.pack("<H", len(letters))


def _book(rows, since_1904):
    font = struct.pack("<HHHHHBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0) + b"\x05Arial"
    styles = (
        struct.pack("<8H", 0, 0, 0xFFF5 if at < 15 else 1, 32, 0, 0, 0, 0) for at in range(16)
    )
    head = b"".join(
        (
            _begin(_OF_BOOK),
            _record(0x42, struct.pack("<H", 1252)),
            _record(0x22, struct.pack("<H", since_1904)),
            _record(0x31, font),
            *(_record(0xE0, style) for style in styles),
        )
    )
    end = _record(0x0A)
    begins = len(head) + len(_listed(0)) + len(end)
    return head + _listed(begins) + end + _sheet(rows) + end


def _sheet(rows):
    size = struct.pack("<5H", 0, len(rows), 0, max(map(len, rows)), 0)
    cells = (
        _cell(line, column, cell)
        for line, row in enumerate(rows)
        for column, cell in enumerate(row)
    )
    return _begin(_OF_SHEET) + _record(0x200, size) + b"".join(cells)


def _cell(line, column, cell):
    place = struct.pack("<HHH", line, column, 15)
    if isinstance(cell, str):
        letters = cell.encode("cp1252")
        return _record(0x204, place + struct.pack("<H", len(letters)) + letters)
    return _record(0x203, place + struct.pack("<d", cell))


def _listed(begins):
    return _record(0x85, struct.pack("<IBB", begins, 0, 0) + b"\x08Contacts")


def _begin(kind):
    return _record(0x809, struct.pack("<HHHH", 0x500, kind, 0x1CAF, 0x7CD))


def _record(number, data=b""):
    return struct.pack("<HH", number, len(data)) + data
