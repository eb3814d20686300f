"""What the registry of formats asks of the account workbook."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from imports.feeds.notes import Notes
from imports.feeds.o2s_accounts import blocks
from imports.feeds.o2s_accounts.dialect import FIELDS
from imports.feeds.parts import Part
from imports.records import Limits


class AccountWorkbook:
    name = "O2S"
    headers = frozenset(FIELDS)
    has_agreed_codes = True

    def recognises(self, path: Path) -> bool:
        """Take whatever may have our headers: reading says which are missing."""
        return path.is_file()

    def read(
        self, path: Path, limits: Limits, *, partner: str, today: dt.date, notes: Notes
    ) -> Iterator[Part]:
        """Read it the same whoever sends it: its lines name their custodian."""
        return blocks.read(path, limits, today=today, notes=notes)
