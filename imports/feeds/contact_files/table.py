"""What is read of a file of contacts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imports.records import Code


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One row, as many cells as the table has heads; "" where nothing stands.

    `line` is the physical line of a text file, or the row of the sheet, counted from 1.
    `problem`: R_COLUMN_COUNT of a row whose cells cannot be told apart for sure, which is to be
    refused; R_FORBIDDEN_NIR of one that a social security number was left out of, a warning.
    """

    line: int
    cells: tuple[str, ...]
    problem: Code | None = None


@dataclass(frozen=True)
class ContactTable:
    """A file's rows under its heads: "o2s", "vcard", "google", "outlook" or "unknown" files.

    A known head is written as `contacts.workbook.COLUMNS` writes it, another as the file does.
    `sheet` is "" where there is none. `rows` may refuse the file on the way. `left` says in French
    what is not read as it stands in the file: whole once the rows are read, for some of it (totals
    at the end) is met on the way.
    """

    kind: str
    heads: tuple[str, ...]
    sheet: str
    rows: Iterator[ContactRow]
    left: Sequence[str]
