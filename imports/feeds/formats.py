"""The formats that the night reads: a new one is a package, and a line in FORMATS."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from imports.feeds import camt053, cfonb120, fp1, mt940, o2s_accounts, ofx
from imports.feeds.notes import Notes
from imports.feeds.parts import Part
from imports.feeds.profiled import Profile, ProfiledFile
from imports.records import Limits


class Format(Protocol):
    """What a format offers; lines, rejects and refusals are those of `imports.records`.

    A reject's `raw` goes by `imports.records.HEADERS`, so that whatever a partner sends, what is
    mended is dropped again as an account workbook. No part holds a social security number: lines
    that came with one are told as Forbidden.
    """

    @property
    def name(self) -> str:
        """What people call it."""

    @property
    def headers(self) -> Collection[str]:
        """How `text.header_key` writes its columns; none where it has no headers."""

    @property
    def has_agreed_codes(self) -> bool:
        """Tell that its codes of custodians and products are the firm's, a name must agree with.

        Else whatever stands under the code or the name is meant, and what is new is made.
        """

    def recognises(self, path: Path) -> bool:
        """Tell by a look at the file, whatever its name, that it is of this format."""

    def read(
        self, path: Path, limits: Limits, *, partner: str, today: dt.date, notes: Notes
    ) -> Iterator[Part]:
        """Refuse the file (FileRefused) at once or on the way, or give its lines, each once.

        `partner`: whose folder it came in. Dates after `today` are refused where they tell the
        future; `notes` takes what the report says of the file beside its lines.
        """


# The last takes what no other recognises, and says what is wrong with it.
FORMATS: tuple[Format, ...] = (
    fp1.Fp1(),
    cfonb120.FORMAT,
    camt053.FORMAT,
    mt940.FORMAT,
    ofx.FORMAT,
    o2s_accounts.AccountWorkbook(),
)


def of(path: Path, profiles: Sequence[Profile] = ()) -> Format:
    """Return the format of a file: `profiles` are those of its partner, asked before the last."""
    *others, last = FORMATS
    asked = (*others, *map(ProfiledFile, profiles))
    return next((format_ for format_ in asked if format_.recognises(path)), last)


# How the names of their files end, which a browser offers first: what a file is its content says.
ENDINGS = (
    *(".xlsx", ".xls", ".csv", ".tsv", ".txt", ".dat", ".jsonl", ".json"),
    *(".xml", ".ofx", ".sta", ".mt940", ".940", ".cfo", ".cfonb", ".cfonb120"),
)

# What a partner may fill in: the file's name, and what makes it.
MODEL = (fp1.model.NAME, fp1.model.workbook)


def headers() -> frozenset[str]:
    """Return the headers of all formats, by which a text's separator is found."""
    return frozenset().union(*(format_.headers for format_ in FORMATS))
