"""The rows of a table: cells read by their columns, what may not be kept left out, totals too."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from imports.feeds import nir
from imports.feeds.contact_files.heads import Heads, Row, is_filled
from imports.feeds.contact_files.rates import Rates
from imports.feeds.contact_files.table import ContactRow
from imports.feeds.totals import FIGURES, WORDS
from imports.feeds.values import Cell
from imports.records import Code

_BLOCK = 400
# How a word of a total never begins; nor does a blank cell.
_NEVER_WORDS = {"", *"0123456789abcdghijklmoqruvwxyzABCDGHIJKLMOQRUVWXYZ"}


@dataclass
class Told:
    """What is said of a file beside its rows, and how its numbers count days."""

    left: list[str]
    since_1904: bool = False
    totals: int = 0


# A row of a file, and whether its cells cannot be told apart for sure.
Marked = tuple[int, Sequence[Cell], bool]
_Texts = tuple[int, list[str], bool]


def whole(rows: Iterator[Row]) -> Iterator[Marked]:
    """Mark no row: the cells of a sheet are what they are."""
    return ((line, cells, False) for line, cells in rows)


def marked(rows: Iterator[Row], width: int, *, is_cut: bool) -> Iterator[Marked]:
    """Mark lines of too many cells, both halves of one that was broken, a last one that was cut.

    Any other line of too few cells lacks blank ones at its end.
    """
    before: Row | None = None
    for row in rows:
        is_short = 0 < len(row[1]) < width
        is_half = bool(before and is_short and len(before[1]) + len(row[1]) == width + 1)
        if before:
            yield *before, is_half
        before = row if is_short and not is_half else None
        if before is None:
            yield *row, is_half or is_filled((0, row[1][width:]))
    if before:
        yield *before, is_cut


def rows_of(
    rows: Iterator[Marked], found: Heads, told: Told, rates: Rates | None
) -> Iterator[ContactRow]:
    """Read the rows, a few hundred at a time; `told` grows on the way."""
    columns = nir.Columns(identifiers=found.identifiers)
    read = _without_totals(_read(rows, found, told, rates), found, told)
    while block := list(islice(read, _BLOCK)):
        allowed, had = nir.left_out([(line, cells) for line, cells, _ in block], columns)
        forbidden = set(had)
        for (line, cells), (_, _, is_broken) in zip(allowed, block, strict=True):
            problem = Code.R_FORBIDDEN_NIR if line in forbidden else None
            yield ContactRow(line, tuple(cells), Code.R_COLUMN_COUNT if is_broken else problem)
    if told.totals:
        told.left.append(f"Lignes de total ou de pied de page, non lues : {told.totals}.")


def _read(
    rows: Iterator[Marked], found: Heads, told: Told, rates: Rates | None
) -> Iterator[_Texts]:
    readers = found.readers(since_1904=told.since_1904)
    plan = list(zip(found.places, readers, strict=True))
    of_rates = [(at, place) for at, place in enumerate(found.places) if place in found.rates]
    for line, row, is_broken in rows:
        padded = [*row, *[""] * (found.width - len(row))]
        cells = [reader(cell) if (cell := padded[place]) != "" else "" for place, reader in plan]
        for at, place in of_rates if rates else ():
            value = padded[place]
            if rates and isinstance(value, int | float) and not isinstance(value, bool):
                cells[at] = rates.text(line, place, value)
        if any(cells) or is_broken:
            yield line, cells, is_broken


def _without_totals(rows: Iterator[_Texts], found: Heads, told: Told) -> Iterator[_Texts]:
    identifiers = found.identifiers
    for row in rows:
        if _is_total(row[1], identifiers):
            told.totals += 1
        else:
            yield row


def _is_total(cells: Sequence[str], identifiers: Collection[int]) -> bool:
    """Tell it by its words, and by there being nothing else than figures.

    A client may be called TOTAL: what identifies one is of a record.
    """
    words = {
        at for at, cell in enumerate(cells) if cell[:1] not in _NEVER_WORDS and WORDS.match(cell)
    }
    return bool(words) and all(
        at in words or (at not in identifiers and FIGURES.fullmatch(cell))
        for at, cell in enumerate(cells)
        if cell
    )
