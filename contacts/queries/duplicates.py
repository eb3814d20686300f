"""Contacts that somebody about to be added may be, as the one who adds may know them."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from contacts import normalise, scoring
from contacts.enums import REASONS, Kind
from contacts.models import Contact
from contacts.scoring import Description
from contacts.visibility import would_be_visible
from users.models import User

SHOWN = 5
# Of namesakes, and of those born the same day: read and scored at most.
LOOKED_AT = 100
SAME_NAME = "same_name"


@dataclass(frozen=True)
class Likely:
    contact: Contact
    points: int
    why: str


def likely(user: User, said: Description) -> list[Likely]:
    """Return at most five contacts that match, best first, deleted ones too.

    The one implementation of likeness is `contacts.scoring`; a namesake of whom nothing more is
    known yet is shown as well, since the name is what one types first.
    """
    found, name = [], _name(said)
    for contact in _near(user, said):
        score = scoring.score(said, _described(contact))
        reasons = [str(REASONS[reason]) for reason in score.reasons if reason in REASONS]
        if score.points >= scoring.LISTED:
            found.append(Likely(contact, score.points, ", ".join(reasons)))
        elif not score.vetoed and contact.sort_name == name:
            found.append(Likely(contact, score.points, str(REASONS[SAME_NAME])))
    found.sort(key=lambda one: (-one.points, one.contact.deleted_at is not None, one.contact.pk))
    return found[:SHOWN]


def _near(user: User, said: Description) -> Iterable[Contact]:
    """Read the namesakes, those born the same day and the holder of the number, each its way.

    One query with OR between them would use no index. The rule comes before the cap.
    """
    kind = Kind.ORGANISATION if said.is_organisation else Kind.PERSON
    rows: QuerySet[Contact] = Contact.everything.filter(
        would_be_visible(user), kind=kind, merged_into__isnull=True
    ).select_related("category", "person", "organisation")
    near: dict[int, Contact] = {}
    for where in _ways(said):
        near |= {contact.pk: contact for contact in rows.filter(where).order_by("pk")[:LOOKED_AT]}
    return near.values()


def _ways(said: Description) -> Iterator[Q]:
    name = _name(said)
    if name:
        # The index of names holds those who are not deleted.
        for is_active in (True, False):
            yield Q(sort_name=name, deleted_at__isnull=is_active)
    if said.birth_date:
        yield Q(birth_date__in=_days(said.birth_date))
    if said.siren:
        yield Q(organisation__siren=said.siren)


def _name(said: Description) -> str:
    """Return the key of a whole name: a person's last name alone is nobody's yet."""
    is_whole = said.name and (said.is_organisation or said.first_name)
    return normalise.sort_key(said.name, said.first_name) if is_whole else ""


def _days(day: dt.date) -> list[dt.date]:
    """Return the day of birth, and the day that it is with day and month swapped."""
    is_month_too = day.day in range(1, 13)
    return [day, dt.date(day.year, day.day, day.month)] if is_month_too else [day]


def _described(contact: Contact) -> Description:
    organisation = None if contact.is_person else contact.organisation
    return Description(
        name=contact.name,
        birth_name=contact.person.birth_name if contact.is_person else "",
        first_name=contact.first_name,
        birth_date=contact.birth_date,
        is_organisation=not contact.is_person,
        siren=organisation.siren if organisation else "",
    )
