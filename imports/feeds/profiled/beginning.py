"""The first lines of a partner's file, for a look: to tell whose it is, and to show it."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from imports.feeds import files, sheets, text
from imports.feeds.o2s_accounts.layout import Row
from imports.feeds.profiled.profile import Profile
from imports.records import Code, FileRefused, Limits

_BYTES = 200_000


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first lines of a text, or of one sheet, below those that the profile leaves out."""

    sheet: str
    rows: list[Row] = field(default_factory=list)


def beginnings(
    path: Path, profile: Profile, limits: Limits | None = None, *, lines: int = text.HEADER_WITHIN
) -> list[Beginning]:
    """Read the first lines, damaged ones too; refuse what is no text and no workbook."""
    limits = limits or Limits()
    files.require_plain(path, limits)
    with path.open("rb") as file:
        is_workbook = sheets.is_workbook(file.read(8))
    if is_workbook:
        return list(_of_sheets(path, profile, limits, lines))
    if text.is_markup(path):
        raise FileRefused(Code.F_HTML)
    return [Beginning("", list(_of_text(path, profile, limits, lines)))]


def _of_sheets(path: Path, profile: Profile, limits: Limits, lines: int) -> Iterator[Beginning]:
    for sheet in sheets.sheets(path, limits):
        if profile.sheet in {"", sheet.name}:
            rows = islice(sheet.rows(), profile.skip, profile.skip + lines)
            yield Beginning(sheet.name, list(rows))


def _of_text(path: Path, profile: Profile, limits: Limits, lines: int) -> Iterator[Row]:
    """Give lines as they are, damaged ones too: somebody looks at them."""
    file = io.StringIO(text.beginning(path, profile.encoding, _BYTES), newline="")
    for _ in range(profile.skip):
        file.readline()
    csv.field_size_limit(limits.cell_bytes)
    records = csv.reader(file, delimiter=profile.separator)
    begins = profile.skip + 1
    try:
        for cells in islice(records, lines):
            yield begins, cells[: limits.columns]
            begins = profile.skip + records.line_num + 1
    except csv.Error:  # a cell that is too long: what came before it shows
        return
