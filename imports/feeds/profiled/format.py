"""What the registry of formats asks of a profile."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from imports.feeds import text
from imports.feeds.amounts import Way
from imports.feeds.notes import Notes
from imports.feeds.o2s_accounts import blocks
from imports.feeds.o2s_accounts.dialect import REQUIRED, Dialect
from imports.feeds.o2s_accounts.layout import has_headers
from imports.feeds.parts import Part
from imports.feeds.profiled import words
from imports.feeds.profiled.beginning import Beginning, beginnings
from imports.feeds.profiled.profile import Profile
from imports.records import HEADERS, FileRefused, Limits

WAYS = {",": Way.FRENCH, ".": Way.ENGLISH, "": None}


@dataclass(frozen=True, slots=True)
class ProfiledFile:
    profile: Profile
    has_agreed_codes = True

    @property
    def name(self) -> str:
        return self.profile.name

    @property
    def headers(self) -> Collection[str]:
        return frozenset(fields_by_head(self.profile))

    def recognises(self, path: Path) -> bool:
        """Tell that more than half of the columns have their headers in one of the first lines.

        A file of which all is there but one column is refused for it by name. What has the account
        workbook's headers is one: our own rejects, mended, above all.
        """
        try:
            found = beginnings(path, self.profile)
        except (FileRefused, OSError):
            return False
        if any(has_headers(sheet.rows) for sheet in found):
            return False
        return any(2 * self._known(sheet) > len(self.profile.columns) for sheet in found)

    def _known(self, sheet: Beginning) -> int:
        fields = fields_by_head(self.profile)
        of_lines = ({fields.get(text.header_key(cell)) for cell in row} for _, row in sheet.rows)
        return max((len(known - {None}) for known in of_lines), default=0)

    def read(
        self, path: Path, limits: Limits, *, partner: str, today: dt.date, notes: Notes
    ) -> Iterator[Part]:
        dialect = dialect_of(self.profile)
        return blocks.read(path, limits, today=today, notes=notes, dialect=dialect)


def fields_by_head(profile: Profile) -> dict[str, str]:
    """Return the field that each header fills, by how `text.header_key` writes it."""
    return {
        text.header_key(head): field for field, heads in profile.columns.items() for head in heads
    }


def dialect_of(profile: Profile) -> Dialect:
    must = [{field} for field in profile.columns if field not in profile.optional]
    known = {*profile.columns, *profile.constants}
    # A profile that is still being written lacks some: so would its file.
    must += [set(fields) for fields in REQUIRED if known.isdisjoint(fields)]
    first = {field: heads[0] for field, heads in profile.columns.items() if heads}
    return Dialect(
        fields=fields_by_head(profile),
        names={**HEADERS, **first},
        required=must,
        encoding=profile.encoding,
        separator=profile.separator,
        skip=profile.skip,
        sheet=profile.sheet,
        way=WAYS[profile.decimal],
        constants=profile.constants,
        said=words.sayings(profile),
    )
