"""Contacts that somebody about to be added may be, as the one who adds may know them."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from contacts import scoring
from contacts.enums import REASONS, Kind, reasons_told
from contacts.models import Contact, MatchingKey
from contacts.queries.duplicates.descriptions import known
from contacts.queries.search import containing
from contacts.scoring import Description
from contacts.visibility import would_be_visible
from text import normalise
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
    near = _near(user, said)
    found = []
    for one in known(near):
        contact, score = near[one.contact], scoring.score(said, one.said)
        if score.points >= scoring.LISTED:
            found.append(Likely(contact, score.points, reasons_told(score.reasons)))
        elif not score.vetoed and _same_name(said, one.said):
            found.append(Likely(contact, score.points, str(REASONS[SAME_NAME])))
    found.sort(key=lambda one: (-one.points, one.contact.deleted_at is not None, one.contact.pk))
    return found[:SHOWN]


def _near(user: User, said: Description) -> dict[int, Contact]:
    """Read the namesakes and those that share a matching key, each its way.

    One query with OR between them would use no index. The rule comes before the cap.
    """
    kind = Kind.ORGANISATION if said.is_organisation else Kind.PERSON
    rows: QuerySet[Contact] = Contact.everything.filter(
        would_be_visible(user), kind=kind, merged_into__isnull=True
    ).select_related("category")
    near: dict[int, Contact] = {}
    for found in _ways(rows, said):
        near |= {contact.pk: contact for contact in found.order_by("pk")[:LOOKED_AT]}
    return near


def _ways(rows: QuerySet[Contact], said: Description) -> Iterator[QuerySet[Contact]]:
    if _is_whole(said):
        name = normalise.sort_key(said.name, said.first_name)
        # The index of names holds those who are not deleted.
        for is_active in (True, False):
            yield rows.filter(sort_name=name, deleted_at__isnull=is_active)
        # In another writing, as search finds it: Le Goff while LEGOFF is typed.
        yield containing(rows, f"{said.name} {said.first_name}")
    if keys := scoring.keys(said):
        shared = MatchingKey.objects.filter(key__in=keys)
        yield rows.filter(pk__in=shared.values("contact_id"))


def _is_whole(said: Description) -> bool:
    """Tell whether the name is one: a person's last name alone is nobody's yet."""
    return bool(said.name and (said.is_organisation or said.first_name))


def _same_name(said: Description, other: Description) -> bool:
    """Tell whether the name is the other's in any writing, whatever else is known."""
    is_named = _is_whole(said) and not said.usage.isdisjoint(other.usage)
    return is_named and (said.is_organisation or bool(said.usual_first & other.usual_first))
