"""What stands between and below a file's lines, and is none: blank lines, totals, footers."""

from collections.abc import Iterator
from typing import Any

from imports.feeds import values
from imports.feeds.notes import Notes
from imports.feeds.o2s_accounts.layout import Layout, Row, filled
from imports.feeds.totals import WORDS, are_figures
from imports.records import ValueRefused

_NEVER_WORDS = frozenset("0123456789ABCDGHIJKLMOQRUVWXYZ")


def told(rows: Iterator[Row], layout: Layout, notes: Notes) -> Iterator[Row]:
    """Leave out blank lines, totals and footers; those that were left out are counted.

    Some can only be told by nothing coming after them.
    """
    last: list[Row] = []
    for row in rows:
        _, cells = row
        number = cells[layout.number] if layout.number < len(cells) else ""
        if not last and _is_number(number):  # nearly all of them
            if not isinstance(number, str):
                _note(number, notes)
            yield row
        elif not filled(cells):
            continue
        elif _is_footer(cells, layout):
            notes.skipped += 1
        elif _may_be_footer(cells, layout):
            last.append(row)
        else:
            yield from last
            last = []
            _note(number, notes)
            yield row
    sums = [row for row in last if _is_sum(row[1], layout)]
    if len(sums) > 1:  # holdings that lack their number, rather
        yield from last
    else:
        notes.skipped += len(last)


def _is_number(cell: Any) -> bool:
    if isinstance(cell, str):
        is_word = cell[:1] not in _NEVER_WORDS and WORDS.match(cell)
        return cell[-1:].isdigit() and not is_word
    return True


def _note(cell: Any, notes: Notes) -> None:
    if not isinstance(cell, str):
        try:
            notes.numeric.add(values.identifier(cell))
        except ValueRefused:
            return


def _is_footer(cells: list[Any], layout: Layout) -> bool:
    """Tell it by its words, and by there being nothing else than figures.

    A client may be called TOTAL: what names a product or a holding is of a record.
    """
    said = [(place, cell) for place, cell in enumerate(cells) if filled([cell])]
    words = {place for place, cell in said if isinstance(cell, str) and WORDS.match(cell)}
    others = [(place, cell) for place, cell in said if place not in words]
    return bool(words) and all(
        place in layout.amounts
        or (place not in layout.record and (not isinstance(cell, str) or are_figures(cell)))
        for place, cell in others
    )


def _may_be_footer(cells: list[Any], layout: Layout) -> bool:
    """Tell a sum without a word, and a text that stands alone in the first column."""
    said = [place for place, cell in enumerate(cells) if filled([cell])]
    is_text = said == [0] and layout.number != 0 and isinstance(cells[0], str)
    return is_text or _is_sum(cells, layout)


def _is_sum(cells: list[Any], layout: Layout) -> bool:
    """Tell nothing but amounts; a price is no sum of anything."""
    said = {place for place, cell in enumerate(cells) if filled([cell])}
    return bool(said) and said <= layout.sums
