"""A partner's file as a profile would read it, before anything is kept: column by column."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from imports.feeds import nir, text
from imports.feeds.amounts import READERS, Way
from imports.feeds.notes import Notes
from imports.feeds.o2s_accounts.columns import COLUMNS
from imports.feeds.o2s_accounts.layout import Row, filled, has_headers, shown
from imports.feeds.parts import Block, Forbidden
from imports.feeds.profiled import words
from imports.feeds.profiled.beginning import Beginning, beginnings
from imports.feeds.profiled.format import WAYS, ProfiledFile, fields_by_head
from imports.feeds.profiled.profile import Profile
from imports.records import Code, Limits, Rejected, ValueRefused

LINES = 20
SAMPLES = 3
# The numbers of lines that are named of one cause.
NAMED = 20


@dataclass(frozen=True, slots=True)
class Sample:
    """A cell as it came, what becomes of it, or why it is refused."""

    cell: str
    value: Any = None
    code: Code | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `is_forbidden`: its cells are left out, unread."""

    head: str
    field: str | None = None
    is_forbidden: bool = False
    samples: Sequence[Sample] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """The first lines of a text or sheet."""

    sheet: str = ""
    # The headers' line, and those below, as they came, without social security numbers.
    columns: Sequence[Column] = ()
    lines: Sequence[tuple[int, Sequence[str]]] = ()
    is_damaged: bool = False
    # It has the account workbook's headers, and is read without a profile.
    is_ours: bool = False
    others: Sequence[str] = ()


def look(path: Path, profile: Profile, limits: Limits) -> Look:
    """Show the first lines of a file (FileRefused where it has none to show)."""
    found = beginnings(path, profile, limits, lines=text.HEADER_WITHIN + LINES)
    if not found:
        return Look()
    fields = fields_by_head(profile)
    best = max(found, key=lambda one: (_known(one, fields), _filled(one)))
    others = [one.sheet for one in found if one is not best]
    at, header = _header(best.rows, fields)
    heads = [shown(cell) for cell in header]
    below = [row for row in best.rows[at + 1 :] if filled(row[1])][:LINES]
    shown_lines = [(number, _shown(cells, heads)) for number, cells in below]
    return Look(
        best.sheet,
        [_column(place, head, below, profile, fields) for place, head in enumerate(heads)],
        shown_lines,
        any("\ufffd" in cell or text.DOUBLED.search(cell) for cell in _cells(heads, shown_lines)),
        any(has_headers(one.rows) for one in found),
        others,
    )


def _known(found: Beginning, fields: dict[str, str]) -> int:
    return max((_known_of(row, fields) for row in found.rows), default=0)


def _known_of(row: Row, fields: dict[str, str]) -> int:
    return len({fields.get(text.header_key(cell)) for cell in row[1]} - {None})


def _filled(found: Beginning) -> int:
    return sum(filled(cells) for _, cells in found.rows)


def _header(rows: Sequence[Row], fields: dict[str, str]) -> tuple[int, list[Any]]:
    """Find the line that names most columns; where none is named, the first of most texts."""
    within = rows[: text.HEADER_WITHIN]
    if not within:
        return 0, []

    def rank(at: int) -> tuple[int, int]:
        cells = within[at][1]
        return _known_of(within[at], fields), len({text.header_key(cell) for cell in cells} - {""})

    at = max(range(len(within)), key=rank)
    return at, within[at][1]


def _shown(cells: Sequence[Any], heads: Sequence[str]) -> list[str]:
    told = [nir.without(shown(cell), nir.MASK) for cell in cells]
    return [
        nir.MASK if cell and place < len(heads) and nir.is_header(heads[place]) else cell
        for place, cell in enumerate(told)
    ]


def _cells(heads: Sequence[str], lines: Sequence[tuple[int, Sequence[str]]]) -> list[str]:
    return [*heads, *(cell for _, cells in lines for cell in cells)]


def _column(
    place: int, head: str, rows: Sequence[Row], profile: Profile, fields: dict[str, str]
) -> Column:
    if nir.is_header(head):
        return Column(head, is_forbidden=True)
    name = fields.get(text.header_key(head))
    cells = [row[1][place] for row in rows if place < len(row[1])]
    some = list(dict.fromkeys(cell for cell in cells if filled([cell])))[:SAMPLES]
    return Column(head, name, samples=[sample(cell, name, profile) for cell in some])


def sample(cell: Any, name: str | None, profile: Profile) -> Sample:
    """Read one cell as a line's would be."""
    told = nir.without(shown(cell), nir.MASK)
    if name is None or nir.MASK in told:
        return Sample(told)
    _, reader, longest = COLUMNS[name]
    way = WAYS[profile.decimal]
    reader = READERS[Way.UNTOLD if way is None else way].get(reader, reader)
    say = words.sayings(profile).get(name)
    try:
        value = reader(say(cell) if say else cell)
    except ValueRefused as refused:
        return Sample(told, code=refused.code)
    if longest and len(value) > longest:
        return Sample(told, code=Code.R_TOO_LONG)
    return Sample(told, value)


@dataclass
class Tried:
    """What reading the whole file would give."""

    lines: int = 0
    skipped: int = 0
    forbidden: int = 0
    # The lines set aside for each cause in each column, some by their numbers.
    rejects: dict[tuple[Code, str], list[str]] = field(default_factory=dict)
    counts: Counter[tuple[Code, str]] = field(default_factory=Counter)
    sheets: Sequence[str] = ()
    others: Sequence[str] = ()

    @property
    def rejected(self) -> int:
        return self.counts.total()


def tried(path: Path, profile: Profile, limits: Limits, today: dt.date) -> Tried:
    """Read a whole file, and count (FileRefused as the night would)."""
    notes, found = Notes(), Tried()
    reader = ProfiledFile(profile)
    for part in reader.read(path, limits, partner=profile.partner, today=today, notes=notes):
        if isinstance(part, Block):
            found.lines += len(part)
        elif isinstance(part, Forbidden):
            found.forbidden += len(part.lines)
        elif isinstance(part, list):
            _count(found, part, notes)
    found.skipped, found.sheets, found.others = notes.skipped, notes.sheets, notes.others
    return found


def _count(found: Tried, rejects: Sequence[Rejected], notes: Notes) -> None:
    for reject in rejects:
        cause = (reject.code, reject.column)
        found.counts[cause] += 1
        named = found.rejects.setdefault(cause, [])
        if len(named) < NAMED:
            named.append(notes.told(reject.line))
