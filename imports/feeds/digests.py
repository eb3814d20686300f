"""A number for each line: a file of the same layout that says the same again has it again.

Sixty-two bits of BLAKE2b: of a million changed lines a night, one would have the number of the line
that it replaces once in some billions of years; to have another line's does nothing, since account
and date are compared too. No line can be read back from its number.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any

from imports.feeds.o2s_accounts import Layout, Row

# How lines are read, judged with their contract and written. To be raised when the same lines come
# to say or leave something else: what was kept of earlier files is then worth nothing, and every
# line is read anew.
READING = 4
BITS = 62
_BYTES = 8
_TOO_MANY = _BYTES * 8 - BITS
_BAR = "|"

Digests = Callable[[Sequence[Row], Sequence[str] | None], list[int]]


def joined(rows: Sequence[Row]) -> list[str] | None:
    """Write the cells of each line with bars between them; None where some are no texts."""
    try:
        return [_BAR.join(cells) for _, cells in rows]
    except TypeError:  # a workbook's numbers and dates
        return None


def digester(layout: Layout) -> Digests:
    """Return what gives the numbers of some lines of a file, with what `joined` says of them.

    Each is from 0 to 2⁶² - 1.
    """
    places = [(field, place) for _, field, place, _, _ in layout.plan]
    way = (layout.way.value, layout.since_1904)
    said = repr((READING, layout.width, places, way)).encode()
    person = blake2b(said, digest_size=blake2b.PERSON_SIZE).digest()

    def digests(rows: Sequence[Row], lines: Sequence[str] | None) -> list[int]:
        if lines is None:
            texts = [_text(cells) for _, cells in rows]
        else:
            pairs = zip(rows, lines, strict=True)
            texts = [_told_apart(row[1], line) for row, line in pairs]
        made = (blake2b(text.encode(), digest_size=_BYTES, person=person) for text in texts)
        return [int.from_bytes(one.digest()) >> _TOO_MANY for one in made]

    return digests


def _text(cells: Sequence[Any]) -> str:
    try:
        return _told_apart(cells, _BAR.join(cells))
    except TypeError:
        return repr(cells)


def _told_apart(cells: Sequence[str], line: str) -> str:
    """Tell a cell that holds a bar from two cells."""
    return line if line.count(_BAR) == len(cells) - 1 else repr(cells)
