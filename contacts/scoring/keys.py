"""What two descriptions of one client have in common, as numbers that a database joins. No Django.

Comparing everybody with everybody grows with the square of the base. Every proof of `POSSIBLE`
points and more that two contacts can give (`contacts.scoring.scores`) holds one of these in
common, so that whoever shares none of them need not be compared; a property test shows it.
"""

from collections.abc import Collection
from datetime import date
from typing import Protocol
from zlib import crc32

from contacts.scoring.descriptions import called_by, legal_names, surnames

# To be raised with whatever changes somebody's keys: the next night makes all of them anew.
RULES = 3


class Facts(Protocol):
    """What keys are made of; a `Description` has it."""

    @property
    def name(self) -> str: ...
    @property
    def birth_name(self) -> str: ...
    @property
    def first_name(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...
    @property
    def post_code(self) -> str: ...
    @property
    def emails(self) -> Collection[str]: ...
    @property
    def mobiles(self) -> Collection[str]: ...
    @property
    def is_organisation(self) -> bool | None: ...
    @property
    def siren(self) -> str: ...
    @property
    def lei(self) -> str: ...


def keys(of: Facts) -> set[int]:
    """Return numbers of 32 bits, the same in every process.

    Two texts that have one number by chance (some thirty pairs among half a million) are compared
    and found different, no more.
    """
    texts = _of_organisation(of) if of.is_organisation else _of_person(of)
    for email in of.emails:
        texts.append(f"email {email}")
    for mobile in of.mobiles:
        texts.append(f"mobile {mobile}")
    return {crc32(text.encode()) for text in texts}


def _of_organisation(of: Facts) -> list[str]:
    post_code = of.post_code.strip()
    texts = [f"firm {post_code} {name}" for name in legal_names(of.name)] if post_code else []
    if of.siren:
        texts.append(f"siren {of.siren}")
    if of.lei:
        texts.append(f"lei {of.lei}")
    return texts


def _of_person(of: Facts) -> list[str]:
    # Two go by one first name only if it is among those that each may be called.
    called, names, texts = called_by(of.first_name), surnames(of.name), []
    if of.birth_name:
        names |= surnames(of.birth_name)
    # Loops, and not lists made by one: a hundred thousand persons a night have a few names each.
    if of.birth_date:
        day = _either_way(of.birth_date)
        for first in called:
            texts.append(f"born {day} {first}")  # noqa: PERF401
        # For first names cut short, and for days that too many share, as 1 January where nobody
        # knew the date.
        for name in names:
            texts.append(f"family {day} {name}")  # noqa: PERF401
    post_code = of.post_code.strip()
    if post_code:
        for name in names:
            for first in called:
                texts.append(f"home {post_code} {name} {first}")  # noqa: PERF401
    return texts


def _either_way(day: date) -> int:
    """Return the same for a date and for the one with its day and month swapped."""
    one, other = day.month, day.day
    low, high = (one, other) if one < other else (other, one)
    return (day.year * 100 + low) * 100 + high
