"""The tags of OFX, a piece of the file at a time: in SGML a value's tag is never closed, in XML it
is, and an aggregate's is in both."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple, TextIO

from imports.records import Code, FileRefused, Limits

_PIECE = 1 << 16
_TAG = re.compile(r"<(/?)([A-Za-z0-9_.]{1,64})\s*/?>([^<]*)")
# What names entities, or more than the one file.
_TYPES = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST = 256


class Tag(NamedTuple):
    """A tag with the text behind it."""

    line: int
    name: str
    text: str
    is_end: bool


def tags(file: TextIO, limits: Limits) -> Iterator[Tag]:
    line, left = 1, ""
    while piece := file.read(_PIECE):
        left += piece
        if _TYPES.search(left):
            raise FileRefused(Code.F_BOMB)
        # The last text may go on in the next piece.
        cut = left.rfind("<")
        if len(left) - max(cut, 0) > limits.cell_bytes:
            raise FileRefused(Code.F_SIZE, line=str(line))
        if cut > 0:
            yield from _whole(left[:cut], line)
            line += left.count("\n", 0, cut)
            left = left[cut:]
    yield from _whole(left, line)


def _whole(text: str, line: int) -> Iterator[Tag]:
    place = 0
    for found in _TAG.finditer(text):
        line += text.count("\n", place, found.start())
        place = found.start()
        said = html.unescape(found[3][:_LONGEST]).strip()
        yield Tag(line, found[2].upper(), said, bool(found[1]))
