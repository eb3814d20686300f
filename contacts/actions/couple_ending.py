"""Ending a couple in the same save as the situation that ends it."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from contacts.actions import relations
from contacts.actions.contacts import update
from contacts.actions.search_texts import Details
from contacts.enums import MaritalStatus
from contacts.models import Contact, Keyword, PersonDetails, Relationship
from contacts.queries.relations import End, read_from
from contacts.visibility import may_change_seen
from persistence.models import save_as
from users.models import User

# What the other side may hold for each situation that both then have.
SHARED: dict[str, set[str]] = {
    MaritalStatus.SEPARATED: {MaritalStatus.UNDEFINED, *MaritalStatus.coupled()},
    MaritalStatus.DIVORCED: {
        MaritalStatus.UNDEFINED,
        MaritalStatus.SEPARATED,
        *MaritalStatus.coupled(),
    },
}


@dataclass(frozen=True)
class Ending:
    """Which couple ends and when, and the day the other died, if it is told."""

    row: Relationship
    on: dt.date
    other_died_on: dt.date | None = None


@transaction.atomic
def update_and_end_couple(
    *,
    contact: Contact,
    details: Details,
    keywords: list[Keyword],
    ending: Ending,
    version: int,
    by: User,
    reason: str = "",
) -> None:
    """Save Général, end the relation, and write on the other side what follows there."""
    other = read_from(contact, ending.row).other
    # The relation first: it takes both folders, in the order that everybody takes them.
    relations.end(contact=contact, row=ending.row, on=ending.on, by=by)
    status = str(getattr(details, "marital_status", ""))
    if isinstance(details, PersonDetails) and details.marital_since is None:
        details.marital_since = ending.on
    update(
        contact=contact, details=details, keywords=keywords, version=version, by=by, reason=reason
    )
    _follow(other, status, ending, by)


def may_follow(other: End, user: User) -> bool:
    """Say whether the user, who sees the other side, may write on it.

    Somebody without a folder has no other.
    """
    return not isinstance(other, Contact) or may_change_seen(user, other)


def _follow(other: End, status: str, ending: Ending, by: User) -> None:
    died_on = ending.other_died_on
    if not isinstance(other, Contact):
        if status == MaritalStatus.WIDOWED and died_on:
            other.death_date = died_on
            save_as(other, by)
        return
    folders = Contact.objects.changeable_by(by).select_related("person").filter(pk=other.pk)
    folder = folders.first()
    if folder is None:
        return
    person = folder.person
    if status in SHARED and person.marital_status in SHARED[status]:
        person.marital_status, person.marital_since = status, ending.on
    elif status == MaritalStatus.WIDOWED and died_on and person.death_date is None:
        person.death_date = died_on
    else:
        return
    # Whoever has that folder open is shown both versions.
    folder.version += 1
    save_as(folder, by)
    save_as(person, by)
