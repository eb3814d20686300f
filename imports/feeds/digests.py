"""A number for each line: a file of the same layout that says the same again has it again.

Sixty-two bits of BLAKE2b: of a million lines a night, two different ones would meet once in some
billions of years. It knows a line letter by letter, and tells nothing of it.
"""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Any

from imports.feeds.o2s_accounts import Layout, Row

# How lines are read. To be raised when the same cells come to say something else: what was kept
# of earlier files is then worth nothing, and every line is read anew.
READING = 1
BITS = 62
_BETWEEN = "\0"  # in no line that was ever good
_BYTES = 8
_TOO_MANY = _BYTES * 8 - BITS


def digester(layout: Layout) -> Callable[[Sequence[Row]], list[int]]:
    """Return what gives the numbers of some lines of a file: each from 0 to 2⁶² - 1."""
    places = [(field, place) for _, field, place, _, _ in layout.plan]
    said = repr((READING, layout.width, places)).encode()
    person = blake2b(said, digest_size=blake2b.PERSON_SIZE).digest()

    def digests(rows: Sequence[Row]) -> list[int]:
        try:
            texts = [_BETWEEN.join(cells) for _, cells in rows]
        except TypeError:  # a workbook's numbers and dates
            texts = [_text(cells) for _, cells in rows]
        made = (blake2b(text.encode(), digest_size=_BYTES, person=person) for text in texts)
        return [int.from_bytes(one.digest()) >> _TOO_MANY for one in made]

    return digests


def _text(cells: Sequence[Any]) -> str:
    try:
        return _BETWEEN.join(cells)
    except TypeError:
        return repr(cells)
