"""Who would lose sight of a contact, and what they are told of it afterwards."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from contacts import rights
from contacts.models import Contact, LostSight
from contacts.people import people_of
from contacts.queries.merges import merged_into
from contacts.visibility import is_assigned
from users.models import User

# Whoever was assigned as lately as that is asked about, and told for as long.
LATELY = timedelta(days=30)


@dataclass(frozen=True)
class Loser:
    """Somebody assigned, now or lately, who would not see the contact any more."""

    person: User
    contact_name: str


def losers(contact: Contact, *, people: Collection[int], is_private: bool, by: User) -> list[Loser]:
    """Return who loses sight of the contact, as it stands, when it has these people instead.

    Not whoever does it, who knows. Those who were taken off a folder that was private already were
    told then.
    """
    if not is_private:
        return []
    known: dict[int, Contact] = {}
    for row in [contact] if contact.is_private else [contact, *_merged_lately(contact)]:
        lately = people_of(row) if contact.is_private else people_of(row) | _lately(row)
        known = dict.fromkeys(lately, row) | known
    keys = known.keys() - set(people) - {by.pk}
    persons = User.objects.filter(pk__in=keys).order_by("last_name", "first_name", "pk")
    return [
        Loser(person, _name_for(person, contact, known[person.pk]))
        for person in (persons if keys else ())
    ]


def active(found: Iterable[Loser]) -> list[str]:
    """Return the names of those who can still log in, each once."""
    return list(dict.fromkeys(str(one.person) for one in found if one.person.is_active))


def told_to(user: User) -> QuerySet[LostSight]:
    """Return what this person is told on Accueil; nobody else ever is.

    Not while somebody else's password on the account is not confirmed.
    """
    rows = LostSight.objects.filter(person=user, at__gt=timezone.now() - LATELY)
    rows = rows.none() if user.hides_private_folders else rows
    return rows.select_related("by").order_by("-at", "-pk")


def _lately(contact: Contact) -> set[int]:
    """Return those assigned at any moment of the last thirty days."""
    since = timezone.now() - LATELY
    rows = Contact.history.filter(id=contact.pk).order_by("-history_date", "-history_id")
    before = rows.filter(history_date__lte=since)[:1]
    return set().union(*map(people_of, [*rows.filter(history_date__gt=since), *before]))


def _merged_lately(contact: Contact) -> list[Contact]:
    """Return the contacts that went into this one lately: their people follow it since."""
    lately = Contact.everything.filter(deleted_at__gt=timezone.now() - LATELY)
    return list(merged_into([contact.pk], lately))


def _name_for(person: User, contact: Contact, known: Contact) -> str:
    """Return the contact's name as the person last saw it; `known` is the row they followed."""
    if person.pk in people_of(contact) or person.has_perm(rights.SEE_OTHERS):
        return str(contact)
    left = _left_at(person, known)
    return str(known) if left is None else _name_at(known, left)


def _left_at(person: User, contact: Contact) -> datetime | None:
    """Return when the person was taken off the contact."""
    rows = Contact.history.filter(id=contact.pk)
    assigned = rows.filter(is_assigned(person)).order_by("-history_date", "-history_id").first()
    if assigned is None:
        return None
    later = rows.filter(history_date__gt=assigned.history_date).order_by("history_date")
    moment: datetime | None = later.values_list("history_date", flat=True).first()
    return moment


def _name_at(contact: Contact, moment: datetime) -> str:
    details: Any = contact.person if contact.is_person else contact.organisation
    then = details.history.filter(history_date__lt=moment).order_by("-history_date").first()
    row = then or details
    if contact.is_person:
        return f"{row.first_name} {row.last_name}".strip()
    return str(row.legal_name)
