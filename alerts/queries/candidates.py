"""Contacts that detected clients may be now, as one user may know them.

The night kept what it found with the firm's eyes. Whoever was made or changed since is looked for
when a page is shown, and again before a contact is made: a few queries for any number of lines.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db.models import OuterRef, Subquery

from alerts.enums import Holder
from alerts.matching import is_organisation
from alerts.models import DetectedClient, Suggestion
from alerts.queries.same_number import NUMBER, owners_of_same_number
from alerts.queries.shared_facts import Told, contacts_sharing
from contacts import scoring
from contacts.enums import Kind, reasons_told
from contacts.models import Contact, PersonDetails
from contacts.scoring import LISTED, Description, Score, choose
from contacts.visibility import is_visible
from users.models import User

# The lines of one client, the first one first: what is found stands under its key.
Group = Sequence[DetectedClient]
Found = dict[int, dict[int, "Reasoned"]]
# What a page shows of whom it proposes.
SHOWN = (
    *("kind", "name", "first_name", "birth_date", "town", "is_private", "category__name"),
    *(f"lead_adviser__{name}" for name in ("first_name", "last_name", "username")),
)


@dataclass(frozen=True)
class Reasoned:
    points: int
    reasons: Sequence[str]


@dataclass(frozen=True)
class Candidate:
    contact: Contact
    score: int
    reasons_told: str

    @property
    def contact_id(self) -> int:
        return self.contact.pk


def candidates(
    user: User,
    groups: Iterable[Group],
    holder: Holder = Holder.FIRST,
    typed: Mapping[int, Description] | None = None,
) -> dict[int, list[Candidate]]:
    """Return who each client may be, best first, without whom somebody refused for it.

    `holder`: which of two; `typed`: what a person wrote of some, in the partner's place.
    """
    groups = list(groups)
    typed = typed or {}
    found, refused = _kept(user, groups, holder)
    told = [
        (group[0].pk, description)
        for group in groups
        for description in _described(group, holder, typed.get(group[0].pk))
    ]
    for first, contact, reasoned in chain(
        _standing(user, told), _sharing(user, told), _owning(user, groups, told)
    ):
        best = found[first].get(contact)
        if contact not in refused[first] and (best is None or best.points < reasoned.points):
            found[first][contact] = reasoned
    wanted = {contact for of_client in found.values() for contact in of_client}
    rows = Contact.objects.select_related("category", "lead_adviser").only(*SHOWN)
    contacts = rows.in_bulk(wanted) if wanted else {}
    return {first: _ranked(of_client, contacts) for first, of_client in found.items()}


def ready(candidates: Sequence[Candidate]) -> int | None:
    """Return the contact that stands ready: sure enough, and no other is nearly as good."""
    return choose({candidate.contact_id: Score(candidate.score) for candidate in candidates})


def _ranked(of_client: Mapping[int, Reasoned], contacts: Mapping[int, Contact]) -> list[Candidate]:
    ranked = [
        Candidate(contacts[contact], one.points, reasons_told(one.reasons))
        for contact, one in of_client.items()
        if contact in contacts
    ]
    return sorted(ranked, key=lambda one: (-one.score, one.contact_id))


def _kept(user: User, groups: Iterable[Group], holder: Holder) -> tuple[Found, dict[int, set[int]]]:
    """Return what nights found for these clients, and whom somebody refused."""
    first = {line.pk: group[0].pk for group in groups for line in group}
    found: Found = defaultdict(dict)
    refused: dict[int, set[int]] = defaultdict(set)
    rows = Suggestion.objects.filter(is_visible(user, "contact"), client__in=first, holder=holder)
    for row in rows if first else ():
        mine = found[first[row.client_id]]
        if row.refused_by_id is not None:
            refused[first[row.client_id]].add(row.contact_id)
        elif row.contact_id not in mine or mine[row.contact_id].points < row.score:
            mine[row.contact_id] = Reasoned(row.score, row.reasons)
    for client, contacts in refused.items():
        for contact in contacts:
            found[client].pop(contact, None)
    return found, refused


def _described(group: Group, holder: Holder, typed: Description | None) -> Iterator[Description]:
    """Give what is known of the client, or of the holder: of the second one, what was typed."""
    if holder == Holder.SECOND:
        yield from filter(None, [typed])
    elif typed is None:
        yield from map(description, group)
    else:
        yield from {replace(typed, **_facts(line)) for line in group}


def _standing(user: User, told: Iterable[Told]) -> Iterator[tuple[int, int, Reasoned]]:
    """Give the people who stand now and were born as these clients, each with its reasons."""
    born: dict[dt.date, list[Told]] = defaultdict(list)
    for first, description in told:
        for day in either_way(description.birth_date):
            born[day].append((first, description))
    people = Contact.objects.visible_to(user).filter(kind=Kind.PERSON, birth_date__in=born)
    # Looked up by its key: joined, the details of the whole base would be read.
    details = PersonDetails.objects.filter(contact=OuterRef("pk"))
    columns = ("pk", "name", "first_name", "birth_date")
    own = (Subquery(details.values(name)) for name in ("birth_name", "birth_town"))
    for pk, name, first_name, birth_date, birth_name, birth_town in (
        people.values_list(*columns, *own) if born else ()
    ):
        contact = Description(
            name=name,
            first_name=first_name,
            birth_date=birth_date,
            birth_name=birth_name or "",
            birth_place=birth_town or "",
            is_organisation=False,
        )
        for client, description in born[birth_date]:
            score = scoring.score(description, contact)
            if score.points >= LISTED:
                yield client, pk, Reasoned(score.points, score.reasons)


def _sharing(user: User, told: Iterable[Told]) -> Iterator[tuple[int, int, Reasoned]]:
    """Give the contacts that share what names and birth do not say, each with its reasons."""
    for client, description, pk, contact in contacts_sharing(user, told):
        score = scoring.score(description, contact)
        if score.points >= LISTED:
            yield client, pk, Reasoned(score.points, score.reasons)


def _owning(
    user: User, groups: Iterable[Group], told: Iterable[Told]
) -> Iterator[tuple[int, int, Reasoned]]:
    """Give the contacts that own now what a custodian has under the number of these clients'."""
    known: dict[int, list[Description]] = defaultdict(list)
    for first, description in told:
        known[first].append(replace(description, contracts=NUMBER))
    lines = {line.pk: group[0].pk for group in groups for line in group if group[0].pk in known}
    for line, owner, contact in owners_of_same_number(user, lines):
        for description in known[lines[line]]:
            score = scoring.score(description, contact)
            if score.points >= LISTED:
                yield lines[line], owner, Reasoned(score.points, score.reasons)


def description(line: DetectedClient) -> Description:
    """Return what the partner said; what somebody corrected since is another's to find."""
    return Description(
        name=line.last_name,
        birth_name=line.birth_name,
        first_name=line.first_name,
        birth_date=line.birth_date,
        post_code=line.post_code,
        birth_place=line.birth_town,
        is_organisation=is_organisation(line),
        **_facts(line),
    )


def _facts(line: DetectedClient) -> dict[str, Any]:
    """Return what stands whatever a person corrects of names and birth."""
    return {
        "emails": frozenset(filter(None, [line.email])),
        "mobiles": frozenset(filter(None, [line.mobile])),
        "siren": line.siren,
        "lei": line.lei,
        "former_numbers": frozenset((line.partner, key) for key in line.former_keys),
    }


def either_way(day: dt.date | None) -> set[dt.date]:
    """Return the date, and the one with its day and month swapped."""
    if day is None:
        return set()
    return {day, day.replace(month=day.day, day=day.month)} if day.day <= 12 else {day}  # noqa: PLR2004
