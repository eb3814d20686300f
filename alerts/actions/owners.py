"""How an account's owner is named at a partner: by its client number, else by names."""

import datetime as dt
from dataclasses import dataclass

from text.normalise import name_key
from text.titles import joint_title, named_twice, parted

UNSURE, BORN, CONTRACT, CLIENT = "unsure|", "born|", "contract|", "client|"
JOINT_KEY = "|joint"


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
    client_number: str = ""
    email: str = ""
    mobile: str = ""
    siren: str = ""
    siret: str = ""
    lei: str = ""
    birth_town: str = ""
    birth_commune: str = ""
    # What the partner called the client before.
    former_number: str = ""


def owner_key(owner: Owner | None, number: str) -> str:
    """Return what a partner's files name an owner by: whoever they number keeps that number."""
    if owner and owner.client_number and name_key(owner.last_name):
        return client_key(owner.client_number)
    return identity(owner, number)


def client_key(client_number: str) -> str:
    return f"{CLIENT}{client_number}" if client_number else ""


def identity(owner: Owner | None, number: str) -> str:
    """Return the key by names, the same at all partners; two holders are not one of the two."""
    key = first_holder_key(owner, number)
    if owner is None:
        return key
    before = joint_title(owner.title) or joint_title(parted(owner.last_name)[0])
    are_two = before or named_twice(owner.title, owner.last_name)
    return f"{key}{JOINT_KEY}" if are_two and owner.last_name else key


def first_holder_key(owner: Owner | None, number: str) -> str:
    """Return the key of whom the name is; without a name, of the contract's number."""
    last_name = name_key(owner.last_name) if owner else ""
    if owner is None or not last_name:
        return f"{CONTRACT}{number}"
    names = f"{last_name}|{name_key(owner.first_name)}"
    if owner.birth_date is None:
        return f"{UNSURE}{names}|{owner.post_code.strip()}"
    return f"{BORN}{names}|{owner.birth_date.isoformat()}"


def of_partner(partner: str) -> str:
    """Return what makes an owner's key this partner's alone."""
    return f"|{partner}"


def swapped(day: dt.date) -> dt.date | None:
    """Return the day that it is with day and month swapped, if it is another one."""
    if day.day > 12 or day.day == day.month:  # noqa: PLR2004
        return None
    return dt.date(day.year, day.day, day.month)
