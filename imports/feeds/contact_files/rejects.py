"""Rows set aside, as the workbook that they came in: mended there, it is taken as it is."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from contacts.workbook import COLUMNS
from imports.feeds.contact_files.heads import CODE, MESSAGE
from imports.feeds.contact_files.reading import SHEET
from text.spreadsheet_text import AS_TEXTS, MADE, as_text

# The cells of a row, and why it was set aside: in words, and as a code.
Reject = tuple[Sequence[str], str, str]

_LONGEST = 32_767  # letters of a cell
_WIDTH, _WIDE = 22, 60


def write_rejects(file: Path | BinaryIO, heads: Sequence[str], rejects: Iterable[Reject]) -> None:
    """Write the sheet Contacts: a hidden line of technical names, the heads, then the rows.

    Every cell is a text: what a spreadsheet would make a number or a date of stays as it came.
    """
    beside = {"tmpdir": str(file.parent)} if isinstance(file, Path) else {}
    with Workbook(file, AS_TEXTS | {"constant_memory": True} | beside) as book:
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(SHEET)
        text = book.add_format({"num_format": "@"})
        quoted = book.add_format({"num_format": "@", "quote_prefix": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "bottom": 1})
        width = len(heads)
        sheet.set_column(0, max(0, width - 1), _WIDTH, text)
        sheet.set_column(width, width, _WIDE, wrapped)
        sheet.set_column(width + 1, width + 1, _WIDTH, wrapped)
        sheet.set_row(0, None, None, {"hidden": True})
        for at, head in enumerate(heads):
            sheet.write_string(0, at, next(iter(COLUMNS.get(head, ())), ""))
        for at, head in enumerate((*heads, MESSAGE, CODE)):
            sheet.write_string(1, at, head, bold)
        sheet.freeze_panes(2, 0)
        for line, (cells, message, code) in enumerate(rejects, start=2):
            for at, cell in enumerate(cells):
                if cell:
                    style = quoted if as_text(cell) != cell else text
                    sheet.write_string(line, at, cell[:_LONGEST], style)
            sheet.write_string(line, width, message, wrapped)
            sheet.write_string(line, width + 1, code, wrapped)
