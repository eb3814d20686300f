"""What stands around the contacts: coordinates, search texts, notes, couples."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from itertools import count, pairwise
from random import Random

from contacts.actions.coordinates import Row
from contacts.actions.search_texts import search_text_of
from contacts.enums import FollowUpKind, MaritalStatus, RelationKind
from contacts.models import (
    ContactSearch,
    Email,
    FollowUp,
    Relationship,
    Telephone,
)
from demo import drafts
from demo.big.copying import write, write_with_history
from demo.big.written import Written
from text import normalise
from users.models import User

NOTES = (
    "Point annuel. Le profil de risque est confirmé.",
    "Appel pour convenir d’un rendez-vous.",
    "Envoi du relevé de situation.",
)
KINDS = (FollowUpKind.CALL, FollowUpKind.EMAIL, FollowUpKind.MEETING)
NOTES_AT_MOST, DAYS = 3, 900


def write_all(random: Random, made: list[Written], by: User) -> None:
    rows: dict[type[Row], list[Row]] = defaultdict(list)
    for one in made:
        for row in one.coordinates:
            row.contact_id = one.contact.pk
            rows[type(row)].append(row)
            row.pk = len(rows[type(row)])
    for kept in rows.values():
        write_with_history(kept, by)
    write(ContactSearch(contact_id=one.contact.pk, text=_search_text(one)) for one in made)
    write_with_history(_notes(random, made), by)
    write_with_history(_couples(made), by)


def _search_text(one: Written) -> str:
    return search_text_of(
        one.contact,
        one.details,
        emails=[row.key for row in one.coordinates if isinstance(row, Email)],
        telephones=[row.number for row in one.coordinates if isinstance(row, Telephone)],
    )


@lru_cache(maxsize=2**16)
def _searched(part: str) -> str:
    """Return the note as search reads it; a few come again and again."""
    return normalise.search_text(part)


def _notes(random: Random, made: list[Written]) -> Iterator[FollowUp]:
    keys = count(1)
    for one in made:
        for _ in range(random.randint(0, NOTES_AT_MOST)):
            text = random.choice(NOTES)
            yield FollowUp(
                pk=next(keys),
                contact_id=one.contact.pk,
                author_id=one.contact.created_by_id,
                kind=random.choice(KINDS),
                date=drafts.TODAY - timedelta(days=random.randrange(DAYS)),
                text=text,
                search_text=_searched(text),
            )


def _couples(made: list[Written]) -> Iterator[Relationship]:
    """Relate the two married people of each home: they were made one after the other."""
    keys = count(1)
    for one, other in pairwise(made):
        if one.draft.home is other.draft.home and _is_married(one) and _is_married(other):
            yield Relationship(
                pk=next(keys),
                kind=RelationKind.SPOUSE,
                contact_id=one.contact.pk,
                other_contact_id=other.contact.pk,
            )


def _is_married(one: Written) -> bool:
    return one.draft.details.get("marital_status") == MaritalStatus.MARRIED
