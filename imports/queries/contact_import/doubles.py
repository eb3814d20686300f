"""Contacts that new rows likely tell of: they share a matching key, and score high enough."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from contacts import scoring
from contacts.enums import Kind, Use
from contacts.models import Contact, MatchingKey
from contacts.queries.duplicates.candidates import CROWD
from contacts.queries.duplicates.descriptions import known
from contacts.scoring import Description, Score
from contacts.visibility import is_visible
from imports.queries.contact_import.rows import name_of
from persistence.many_keys import among
from text import normalise, telephones
from users.models import User

_EMAILS = [f"email_{use}" for use in Use.values]


def described(values: Mapping[str, Any], kind: str) -> Description:
    """Describe whom a row tells of, as `contacts.scoring` compares."""
    name, first_name = name_of(values, kind)
    born = values.get("birth_date")
    codes = (values.get(f"address_{use}_post_code") or "" for use in Use.values)
    mobile = telephones.number_of(values.get("telephone_mobile") or "")
    siren = values.get("siren") or (values.get("siret") or "")[:9]
    return Description(
        name=name,
        first_name=first_name,
        birth_name=values.get("birth_name") or "",
        birth_date=dt.date.fromisoformat(born) if born else None,
        birth_place=values.get("birth_town") or "",
        post_code=next(filter(None, codes), ""),
        emails=frozenset(normalise.email_key(values[key]) for key in _EMAILS if values.get(key)),
        mobiles=frozenset(filter(None, [mobile])),
        is_organisation=kind == Kind.ORGANISATION,
        siren=siren,
        lei=values.get("lei") or "",
    )


def doubles(said: Mapping[int, Description], user: User) -> dict[int, int]:
    """Return the likeliest contact, among those that the user sees, of each row that has one.

    Five statements for any number of rows.
    """
    keys = {line: scoring.keys(one) for line, one in said.items()}
    holders = _holders({key for of_row in keys.values() for key in of_row}, user)
    near = {
        line: {pk for key in of_row for pk in holders.get(key, ())} for line, of_row in keys.items()
    }
    wanted = set().union(*near.values())
    if not wanted:
        return {}
    stand = {one.contact: one.said for one in known(sorted(wanted)) if one.is_active}
    found = {}
    for line, contacts in near.items():
        scores: dict[int, Score] = {
            pk: scoring.score(said[line], stand[pk]) for pk in contacts & stand.keys()
        }
        if listed := scoring.listed(scores):
            found[line] = listed[0][0]
    return found


def _holders(keys: Iterable[int], user: User) -> dict[int, set[int]]:
    """Return who has each of these keys; one that a crowd shares tells nothing."""
    rows = MatchingKey.objects.filter(key__in=among(set(keys)))
    seen = rows.filter(contact__in=Contact.objects.filter(is_visible(user)))
    holders: dict[int, set[int]] = defaultdict(set)
    for key, contact in seen.values_list("key", "contact_id"):
        holders[key].add(contact)
    return {key: found for key, found in holders.items() if len(found) <= CROWD}
