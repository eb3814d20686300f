"""What the registry of formats asks of CFONB 120."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from imports.feeds import bank, files
from imports.feeds.cfonb120 import reading
from imports.feeds.notes import Notes
from imports.feeds.parts import Part
from imports.records import Limits


class Cfonb120:
    name = "CFONB 120"
    headers: frozenset[str] = frozenset()
    has_agreed_codes = False

    def recognises(self, path: Path) -> bool:
        """Tell a record of a former balance at its beginning."""
        return reading.begins(files.letters_of(files.start_of(path)))

    def read(
        self, path: Path, limits: Limits, *, partner: str, today: dt.date, notes: Notes
    ) -> Iterator[Part]:
        return bank.read(reading.read, path, limits, partner=partner, today=today, notes=notes)
