"""How an account's owner is named at a partner whose file has no client numbers."""

import datetime as dt
import zlib
from dataclasses import dataclass

from contacts.normalise import name_key

UNSURE = "unsure|"


@dataclass(frozen=True)
class Owner:
    """An account's owner as the partner's file says it."""

    last_name: str
    first_name: str = ""
    birth_date: dt.date | None = None
    title: str = ""
    line_1: str = ""
    line_2: str = ""
    post_code: str = ""
    town: str = ""
    country: str = ""


def owner_key(owner: Owner | None, number: str) -> str:
    if owner is None:
        return key_of("", "", None, "", number)
    names = name_key(owner.last_name), name_key(owner.first_name)
    birth = owner.birth_date.isoformat() if owner.birth_date else None
    return key_of(*names, birth, owner.post_code, number)


def key_of(
    last_name: str, first_name: str, birth_date: str | None, post_code: str, number: str
) -> str:
    """Return the key of an owner whose names are keys and whose birth is in ISO form.

    Without a name, the contract's own.
    """
    if not last_name:
        return f"contract|{number}"
    names = f"{last_name}|{first_name}"
    if birth_date is None:
        return f"{UNSURE}{names}|{post_code.strip()}"
    return f"born|{names}|{birth_date}"


def fullness(*told: str) -> int:
    """Return what chooses one of several descriptions whatever their order: the longest."""
    text = "\x1f".join(told)
    return len(text) << 32 | zlib.crc32(text.encode())


def swapped(day: dt.date) -> dt.date | None:
    """Return the day that it is with day and month swapped, if it is another one."""
    if day.day > 12 or day.day == day.month:  # noqa: PLR2004
        return None
    return dt.date(day.year, day.day, day.month)
