"""Rows as a spreadsheet opens them: CSV for French ones, and XLSX with real dates and numbers.

No text is ever computed (security.md line 36): what would be is quoted.
"""

import csv
import datetime as dt
import io
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from contacts.fields import Shape
from contacts.queries.column_cells import Cell
from text import formats
from text.spreadsheet_text import AS_TEXTS, MADE, as_text

# What the format holds: lines of a sheet without the head, and letters of a cell.
XLSX_ROWS, XLSX_LETTERS = 1_048_575, 32_767
# Rows of a CSV that are written at once, column by column.
_BLOCK = 1_000
# Its first day: a date before it is a number that no spreadsheet shows as a date.
XLSX_BEGINS = dt.date(1900, 1, 1)


@dataclass(frozen=True)
class Column:
    """A column; of a sheet that is filled in, what it expects and offers too.

    `key` stands above the head, on a line that nobody sees; `holds_many` is said of a cell that
    may hold several of the values offered.
    """

    label: str
    shape: Shape = Shape.TEXT
    key: str = ""
    expects: str = ""
    offered: Sequence[str] = ()
    holds_many: bool = False


class Reader(ABC):
    """Reads chosen rows a part at a time, with the eyes of one person.

    `part` is how many it reads at once. `told` are the contacts of whom a file then says something,
    `told_accounts` the accounts: who fetches the file later must still see them all.
    """

    columns: Sequence[Column] = ()
    part = 1_000

    def __init__(self) -> None:
        self.told: set[int] = set()
        self.told_accounts: set[int] = set()

    @abstractmethod
    def read(self, keys: Sequence[int]) -> Iterator[Sequence[Cell]]:
        """Give the rows of these keys, in their order, but for those that are not seen."""


# -- CSV


def write_csv(file: BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """Write what a French spreadsheet opens by itself: `;`, decimal commas, UTF-8 that says so."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, delimiter=";")
    writer.writerow([as_text(column.label) for column in columns])
    for block in _blocks(rows):
        written = map(_written, zip(*block, strict=True))
        writer.writerows(zip(*written, strict=True))
    text.flush()
    text.detach()


def _blocks(rows: Iterable[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    waiting = iter(rows)
    while block := list(islice(waiting, _BLOCK)):
        yield block


def _written(column: Sequence[Any]) -> Sequence[Cell]:
    """Return the cells of a column as their texts; None and whole numbers as the writer does.

    Whether a text may be computed is asked of all first letters at once: hardly one ever is.
    """
    kinds = set(map(type, column)) - {type(None)}
    if kinds <= {int} or (kinds == {str} and _begin_plainly(column)):
        return column
    return [_CSV[type(cell)](cell) for cell in column]


def _begin_plainly(texts: Sequence[str | None]) -> bool:
    return "".join([text[0] for text in texts if text]).isalnum()


def _number(value: Decimal) -> str:
    return format(value, "f").replace(".", ",")


_CSV: Mapping[type, Callable[[Any], str | None]] = {
    str: as_text,
    int: str,
    Decimal: _number,
    # Dates come again: the days of one life, the last contacts of one year.
    dt.date: lru_cache(maxsize=2**14)(formats.date_fr),
    type(None): lambda _nothing: None,
}

# -- XLSX

_FORMATS: Mapping[Shape, str] = {
    Shape.DATE: "dd/mm/yyyy",
    Shape.MOMENT: "dd/mm/yyyy",
    Shape.AMOUNT: "#,##0.00",
    Shape.NUMBER: "#,##0",
    Shape.AGE: "0",
    Shape.RATE: "0.00%",
}
_WIDTHS: Mapping[Shape, int] = {
    Shape.DATE: 12,
    Shape.MOMENT: 12,
    Shape.AMOUNT: 16,
    Shape.NUMBER: 12,
    Shape.AGE: 8,
    Shape.RATE: 10,
    Shape.LINES: 40,
    Shape.EMAIL: 32,
    Shape.TELEPHONE: 18,
}
_WIDTH, _WIDEST_HEAD = 22, 40
_LISTS = "Listes"
_COMMENT = {"x_scale": 1.6, "y_scale": 1.2, "font_size": 9}
_OPTIONS = AS_TEXTS | {"constant_memory": True}


def write_xlsx(
    path: Path, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> None:
    """Write a sheet whose head stays in sight; what is not finished lies beside it meanwhile."""
    with Workbook(str(path), _OPTIONS | {"tmpdir": str(path.parent)}) as workbook:
        _write_book(workbook, title, columns, rows)


def write_form(file: BinaryIO, title: str, columns: Sequence[Column]) -> None:
    """Write the same without a row, to be filled in."""
    with Workbook(file, _OPTIONS | {"in_memory": True}) as workbook:
        workbook.set_properties({"created": MADE})
        _write_book(workbook, title, columns, [])


def _write_book(
    workbook: Workbook, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]
) -> None:
    sheet = workbook.add_worksheet(title)
    styles = _styles(workbook, is_form=any(column.key for column in columns))
    # What the spreadsheet's own quote says: a text, also when somebody edits the cell.
    quoted = workbook.add_format({"quote_prefix": True})
    top = _write_head(workbook, sheet, columns, styles)
    _write_offers(workbook, sheet, columns, top)
    shapes = [column.shape for column in columns]
    for line, row in enumerate(rows, start=top):
        for position, (cell, shape) in enumerate(zip(row, shapes, strict=True)):
            _write(sheet, line, position, cell, shape, styles, quoted)


def _styles(workbook: Workbook, *, is_form: bool) -> dict[Shape, Any]:
    """Return how values are shown; in a sheet that is filled in, 01000 is typed as a text."""
    shown = {shape: _FORMATS[shape] for shape in _FORMATS}
    if is_form:
        shown = dict.fromkeys(Shape, "@") | shown
    made = {written: workbook.add_format({"num_format": written}) for written in shown.values()}
    return {shape: made[written] for shape, written in shown.items()}


def _write_head(
    workbook: Workbook, sheet: Any, columns: Sequence[Column], styles: Mapping[Shape, Any]
) -> int:
    """Write the names of the columns, and return the line below them."""
    keys = [column.key for column in columns]
    is_form = any(keys)
    for position, column in enumerate(columns):
        style = styles[column.shape] if is_form else None
        sheet.set_column(position, position, _width(column), style)
    if is_form:
        sheet.set_row(0, None, None, {"hidden": True})
        sheet.write_row(0, 0, keys)
    head = workbook.add_format({"bold": True, "bottom": 1})
    top = 1 if is_form else 0
    for position, column in enumerate(columns):
        sheet.write_string(top, position, column.label, head)
        if column.expects:
            sheet.write_comment(top, position, column.expects, _COMMENT)
    sheet.freeze_panes(top + 1, 0)
    return top + 1


def _write_offers(workbook: Workbook, sheet: Any, columns: Sequence[Column], top: int) -> None:
    """Offer values below the heads: they stand on a sheet of their own that nobody sees."""
    offers = {at: column.offered for at, column in enumerate(columns) if column.offered}
    if not offers:
        return
    lists = workbook.add_worksheet(_LISTS)
    lists.hide()
    for line, words in enumerate(zip_longest(*offers.values(), fillvalue="")):
        for place, word in enumerate(words):
            if word:
                lists.write_string(line, place, word)
    for place, (at, offered) in enumerate(offers.items()):
        first, last = (xl_rowcol_to_cell(line, place, True, True) for line in (0, len(offered) - 1))
        # Another value is asked about once: it may be a new one, or say that it is to be erased.
        rule = {
            "validate": "list",
            "error_type": "warning",
            "show_error": not columns[at].holds_many,
        }
        source = {"source": f"={_LISTS}!{first}:{last}"}
        sheet.data_validation(top, at, XLSX_ROWS, at, rule | source)


def _width(column: Column) -> int:
    return max(_WIDTHS.get(column.shape, _WIDTH), min(len(column.label) + 2, _WIDEST_HEAD))


def _write(
    sheet: Any,
    line: int,
    position: int,
    cell: Cell,
    shape: Shape,
    styles: Mapping[Shape, Any],
    quoted: Any,
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, dt.date) and cell < XLSX_BEGINS:
        cell = formats.date_fr(cell)
    if isinstance(cell, str):
        style = quoted if as_text(cell) != cell else styles.get(shape)
        sheet.write_string(line, position, cell[:XLSX_LETTERS], style)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(line, position, cell, styles[Shape.DATE])
    else:
        number = cell / 100 if shape is Shape.RATE else cell
        if shape is Shape.NUMBER and cell % 1:
            shape = Shape.AMOUNT  # with its decimals
        sheet.write_number(line, position, number, styles.get(shape))
