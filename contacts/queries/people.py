"""The people of a contact: who is assigned to it, and as what."""

from typing import Any

ROLES = ("lead_adviser", "second_adviser", "assistant")


def people_of(row: Any) -> set[int]:
    """Return the keys of those assigned to a contact, or who were in a row of its history."""
    return {getattr(row, f"{role}_id") for role in ROLES} - {None}
