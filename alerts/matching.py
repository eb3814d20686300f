"""Which contacts a detected client may be: asked of the firm's eyes, in one query for all."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from alerts.models import DetectedClient
from contacts import scoring
from contacts.models import Contact
from contacts.scoring import Description, Score


@dataclass(frozen=True)
class Candidate:
    contact: Contact
    score: Score


def candidates(
    clients: Iterable[DetectedClient], links: Mapping[str, int]
) -> dict[str, list[Candidate]]:
    """Return for each owner key the contacts worth showing, best first.

    Every proof of 70 or more that a workbook can give holds a birth date, or a link decided
    before (`links`: owner key -> contact), so that these two find all there is.
    """
    clients = list(clients)
    contacts = _contacts({day for client in clients for day in _days(client)}, set(links.values()))
    by_day: dict[dt.date | None, list[Contact]] = {}
    by_pk = {contact.pk: contact for contact in contacts}
    for contact in contacts:
        by_day.setdefault(contact.birth_date, []).append(contact)
    found = {}
    for client in clients:
        near = {one.pk: one for day in _days(client) for one in by_day.get(day, ())}
        linked = by_pk.get(links.get(client.owner_key, 0))
        if linked is not None:
            near[linked.pk] = linked
        found[client.owner_key] = _ranked(client, near, linked)
    return found


def _contacts(days: set[dt.date], linked: set[int]) -> list[Contact]:
    near = Contact.objects.filter(Q(birth_date__in=days) | Q(pk__in=linked))
    return list(near.select_related("person"))


def _days(client: DetectedClient) -> list[dt.date]:
    """Return the day of birth, and the day that it is with day and month swapped."""
    day = client.birth_date
    if day is None:
        return []
    return [day] if day.day > 12 else [day, dt.date(day.year, day.day, day.month)]  # noqa: PLR2004


def _ranked(
    client: DetectedClient, near: Mapping[int, Contact], linked: Contact | None
) -> list[Candidate]:
    said = _of_client(client, decided=linked is not None)
    scores = {
        pk: scoring.score(said, _of_contact(contact, client, decided=contact is linked))
        for pk, contact in near.items()
    }
    shown = [Candidate(near[pk], found) for pk, found in scoring.listed(scores)]
    # Of two as good, the private one decides who sees the line.
    return sorted(shown, key=lambda one: (-one.score.points, not one.contact.is_private))


def _of_client(client: DetectedClient, *, decided: bool) -> Description:
    return Description(
        name=client.last_name,
        first_name=client.first_name,
        birth_date=client.birth_date,
        post_code=client.post_code,
        decided_keys=frozenset({client.owner_key} if decided else ()),
    )


def _of_contact(contact: Contact, client: DetectedClient, *, decided: bool) -> Description:
    return Description(
        name=contact.name,
        birth_name=contact.person.birth_name if contact.is_person else "",
        first_name=contact.first_name,
        birth_date=contact.birth_date,
        decided_keys=frozenset({client.owner_key} if decided else ()),
    )
