"""The rows of a table: cells read by their columns, what may not be kept left out, totals too."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from imports.feeds import nir
from imports.feeds.contact_files import cells, mail_programs, people, vcards
from imports.feeds.contact_files.heads import Heads, Row, is_filled
from imports.feeds.contact_files.shown import Shown
from imports.feeds.contact_files.table import ContactRow
from imports.feeds.totals import WORDS, are_figures
from imports.feeds.values import Cell
from imports.records import Code

_BLOCK = 400
# More cells than a total has words and figures.
_FIGURES = 12
# How a word of a total never begins; nor does a blank cell.
_NEVER_WORDS = {"", *"0123456789abcdghijklmoqruvwxyzABCDGHIJKLMOQRUVWXYZ"}


@dataclass
class Told:
    """What is said of a file beside its rows, and how its numbers count days.

    `beyond` is what an address book says and the workbook has no place for.
    """

    left: list[str]
    since_1904: bool = False
    totals: int = 0
    beyond: Counter[str] = field(default_factory=Counter)


# A row of a file, and whether its cells cannot be told apart for sure.
Marked = tuple[int, Sequence[Cell], bool]
_Texts = tuple[int, list[str], bool]


def whole(rows: Iterator[Row]) -> Iterator[Marked]:
    """Mark no row: the cells of a sheet are what they are."""
    return ((line, row, False) for line, row in rows)


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
    rows: Iterator[Marked], found: Heads, told: Told, shown: Shown | None
) -> Iterator[ContactRow]:
    """Read the rows, a few hundred at a time; `told` grows on the way."""
    columns = nir.Columns(identifiers=found.identifiers)
    read = _without_totals(_read(rows, found, told, shown), found, told)
    while block := list(islice(read, _BLOCK)):
        allowed, had = nir.left_out([(line, texts) for line, texts, _ in block], columns)
        forbidden = set(had)
        for (line, texts), (_, _, is_broken) in zip(allowed, block, strict=True):
            problem = Code.R_FORBIDDEN_NIR if line in forbidden else None
            yield ContactRow(line, tuple(texts), Code.R_COLUMN_COUNT if is_broken else problem)
    if told.totals:
        told.left.append(f"Lignes de total ou de pied de page, non lues : {told.totals}.")
    told.left += people.told_beyond(told.beyond)


def of_cards(cards: Iterable[vcards.Card], told: Told) -> Iterator[Marked]:
    for card in cards:
        yield card.line, vcards.person(card, told.beyond).cells(told.beyond), not card.is_whole


def of_book(rows: Iterator[Marked], book: mail_programs.Book, told: Told) -> Iterator[Marked]:
    width = len(book.heads)
    for line, row, is_broken in rows:
        texts = [cells.text(cell) for cell in row] + [""] * (width - len(row))
        if any(texts):
            yield line, book.person(texts, told.beyond).cells(told.beyond), is_broken


def _read(
    rows: Iterator[Marked], found: Heads, told: Told, shown: Shown | None
) -> Iterator[_Texts]:
    readers = found.readers(since_1904=told.since_1904)
    plan = list(zip(found.places, readers, strict=True))
    numbers = _readers_of_numbers(found, shown) if shown else []
    for line, row, is_broken in rows:
        padded = [*row, *[""] * (found.width - len(row))]
        texts = [reader(cell) if (cell := padded[place]) != "" else "" for place, reader in plan]
        for at, place, read in numbers:
            value = padded[place]
            if isinstance(value, int | float) and not isinstance(value, bool):
                texts[at] = read(line, place, value)
        if any(texts) or is_broken:
            yield line, texts, is_broken


def _readers_of_numbers(
    found: Heads, shown: Shown
) -> Sequence[tuple[int, int, Callable[[int, int, float], str]]]:
    """Tell which cells are read as the sheet shows them: places here, there, and how."""
    rates = [
        (at, place, shown.rate) for at, place in enumerate(found.places) if place in found.rates
    ]
    identifiers = [(at, found.places[at], shown.identifier) for at in sorted(found.identifiers)]
    return [*rates, *identifiers]


def _without_totals(rows: Iterator[_Texts], found: Heads, told: Told) -> Iterator[_Texts]:
    identifiers = found.identifiers
    is_table = found.kind in {"o2s", "unknown"}
    for row in rows:
        if is_table and _is_total(row[1], identifiers):
            told.totals += 1
        else:
            yield row


def _is_total(texts: Sequence[str], identifiers: Collection[int]) -> bool:
    """Tell it by its words, and by there being nothing else than figures.

    A client may be called TOTAL: what identifies one is of a record.
    """
    if len(texts) - texts.count("") > _FIGURES:
        return False
    words = {
        at for at, cell in enumerate(texts) if cell[:1] not in _NEVER_WORDS and WORDS.match(cell)
    }
    return bool(words) and all(
        at in words or (at not in identifiers and are_figures(cell))
        for at, cell in enumerate(texts)
        if cell
    )
