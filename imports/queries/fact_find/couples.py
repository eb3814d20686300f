"""Couples that are over by what a form says, and that the folder still has."""

import datetime as dt

from contacts.enums import MaritalStatus
from contacts.queries.relations import Relation, read_from, spouses
from imports.queries.fact_find.codes import MARITAL_STATUSES
from imports.queries.fact_find.comparing import Comparison
from users.models import User

_ENDING = {said for said, status in MARITAL_STATUSES.items() if status in MaritalStatus.ending()}


def couples_over(comparison: Comparison, user: User) -> list[Relation]:
    """Return the open couples, as far as the user sees them, if the form tells of an end."""
    says_so = any(
        one.field.target == "family.status" and one.answer.text in _ENDING
        for one in comparison.differences
    )
    # What was printed told of somebody who is hidden: nothing is said of a spouse.
    if not says_so or comparison.withheld:
        return []
    contact = comparison.contact
    return [read_from(contact, row) for row in spouses(contact, user)]


def over_since(comparison: Comparison) -> dt.date | None:
    """Return the day that the client wrote beside the new situation."""
    for one in comparison.differences:
        if one.field.target == "family.since" and isinstance(one.answer.value, dt.date):
            return one.answer.value
    return None
