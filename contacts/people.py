"""The people of a contact: who is assigned to it, and as what."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

ROLES = ("lead_adviser", "second_adviser", "assistant")


def people_of(row: Any) -> set[int]:
    """Return the keys of those assigned to a contact, or who were in a row of its history."""
    return {getattr(row, f"{role}_id") for role in ROLES} - {None}


def in_any_role(lookup: str, value: object, path: str = "") -> Q:
    """Return the contacts at `path` of which this holds for one of the three."""
    before = f"{path}__" if path else ""
    return reduce(or_, (Q(**{f"{before}{role}{lookup}": value}) for role in ROLES))
