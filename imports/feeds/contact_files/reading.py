"""A file of contacts, of whatever kind: refused at once, or its rows one by one."""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from imports.feeds import files, sheets, text
from imports.feeds.contact_files import heads, mail_programs, vcards
from imports.feeds.contact_files.heads import Heads, Row
from imports.feeds.contact_files.rows import (
    Marked,
    Told,
    marked,
    of_book,
    of_cards,
    rows_of,
    whole,
)
from imports.feeds.contact_files.shown import Shown
from imports.feeds.contact_files.table import ContactTable
from imports.feeds.workbook_looks import hidden_columns
from imports.records import Code, FileRefused, Limits

SHEET = "Contacts"
_HEAD = 200_000
Again = Callable[[], Iterator[Row]]


def read(path: Path, limits: Limits) -> ContactTable:
    """Refuse the file (FileRefused) at once, or on the way through its rows."""
    files.require_plain(path, limits)
    start = files.start_of(path)
    if sheets.is_workbook(start):
        return _of_workbook(path, limits)
    files.require_text(start)
    return _of_text(path, limits)


# -- workbooks


def _of_workbook(path: Path, limits: Limits) -> ContactTable:
    sheet, found, others = _chosen(path, limits)
    sheet.size(limits)
    merged = [one for one in sheet.merged if one[0][0] > found.position]
    below = islice(sheet.rows(), found.position + 1, None)
    rows = sheets.filled_in(below, merged, found.amounts) if merged else below
    left = [f"Feuille « {other} » : non lue." for other in others]
    hidden = hidden_columns(path, sheet.name, found.width)
    if unseen := [head for head, at in zip(found.heads, found.places, strict=True) if at in hidden]:
        left.append(f"Colonnes masquées, lues comme les autres : {', '.join(unseen)}.")
    told = Told(left, since_1904=sheets.since_1904(path))
    return _table(whole(rows), found, told, sheet.name, Shown(path, sheet.name, found.as_shown))


def _chosen(path: Path, limits: Limits) -> tuple[sheets.Sheet, Heads, list[str]]:
    """Take the sheet called Contacts, or else the first that has known heads, or the first.

    The others that hold something are named, but for those that nobody sees.
    """
    filled: list[tuple[sheets.Sheet, Heads | FileRefused]] = []
    for sheet in sheets.sheets(path, limits):
        try:
            filled.append((sheet, _found(sheet.rows)))
        except FileRefused as refused:
            if refused.code != Code.F_EMPTY:
                refused.params["sheet"] = sheet.name
                filled.append((sheet, refused))
    if not filled:
        raise FileRefused(Code.F_EMPTY)
    sheet, found = max(filled, key=_rank)
    if isinstance(found, FileRefused):
        raise found
    others = [one.name for one, _ in filled if one is not sheet and not one.is_hidden]
    return sheet, found, others


def _rank(one: tuple[sheets.Sheet, Heads | FileRefused]) -> tuple[bool, bool, bool]:
    sheet, found = one
    is_named = text.header_key(sheet.name) == text.header_key(SHEET)
    is_known = "column" in found.params if isinstance(found, FileRefused) else found.is_known
    return is_named, is_known, not sheet.is_hidden


# -- texts


def _of_text(path: Path, limits: Limits) -> ContactTable:
    text.weigh(path, limits)
    if text.is_markup(path):
        raise FileRefused(Code.F_HTML)
    encoding = text.encoding_of(path)
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(_HEAD)
    if vcards.is_card(head):
        return _of_cards(path, encoding, limits)
    separator = heads.separator(head)

    def rows() -> Iterator[Row]:
        with path.open(encoding=encoding, newline="") as file:
            yield from text.rows(file, separator, limits)

    found = _found(rows)
    below = islice(rows(), found.position + 1, None)
    rows_below = marked(below, found.width, is_cut=text.is_cut(path))
    return _table(rows_below, found, Told([]))


def _of_cards(path: Path, encoding: str, limits: Limits) -> ContactTable:
    told = Told([])

    def cards() -> Iterator[vcards.Card]:
        with path.open(encoding=encoding) as file:
            yield from vcards.cards(file, limits)

    found = heads.of_people("vcard")
    rows = rows_of(of_cards(cards(), told), found, told, None)
    return ContactTable(found.kind, found.heads, "", rows, told.left)


# -- both


def _found(rows: Again) -> Heads:
    """Read the heads; a column without one that holds something gets a name of its own."""
    head = list(islice(rows(), text.HEADER_WITHIN))
    found = heads.find(head)
    if not found.blank:
        return found
    below = islice(rows(), found.position + 1, None)
    unnamed = {
        at for _, cells in below for at in found.blank if at < len(cells) and cells[at] != ""
    }
    return heads.find(head, unnamed) if unnamed else found


def _table(
    rows: Iterator[Marked], found: Heads, told: Told, sheet: str = "", shown: Shown | None = None
) -> ContactTable:
    if book := None if found.is_known else mail_programs.book(found.row):
        rows, shown = of_book(rows, book, told), None
        found = heads.of_people(book.kind)
    told.left += [f"Colonne « {head} » : jamais lue ni conservée." for head in found.forbidden]
    read = rows_of(rows, found, told, shown)
    return ContactTable(found.kind, found.heads, sheet, read, told.left)
