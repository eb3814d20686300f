"""The contacts of a big firm, and the order in which everything is written."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice
from random import Random
from zlib import crc32

from django.contrib.auth.models import Group
from django.db import transaction

from contacts.actions import assignment
from contacts.actions.contacts import keep_names
from contacts.enums import Kind
from contacts.models import ContactKeyword, OrganisationDetails, PersonDetails
from demo import drafts
from demo.big import around, night, wealth
from demo.big.afterwards import keys_and_indexes_afterwards
from demo.big.copying import write_with_history
from demo.big.written import Written
from demo.drafts import SEED, Draft, chance
from demo.firm import Firm, contact_of, coordinates_of, details_of
from demo.places import Town
from persistence import staging_tables
from persistence.garbage_collection import gc_paused
from users.models import User

USERS = 2_000
# Of a hundred contacts, how many the first of the new advisers leads: somebody has the most.
OF_THE_BUSIEST = 5
PRIVATE, SECONDED, ASSISTED = 10, 35, 50
# One contact in so many is somebody typed before, when their street was another.
TWICE, BEFORE = 100, 40
POST_CODES = 1_000


@gc_paused()
@transaction.atomic
def load(number: int) -> None:
    """Fill an empty database with `number` contacts and three times as many accounts."""
    random = Random(SEED + 2)  # noqa: S311 - the same firm every time is the point
    # The demo's deleted contacts, which come last, are left out.
    drawn = list(islice(drafts.draw(number), number))
    firm = Firm(drawn)
    _tell_apart(drawn)
    _type_twice(drawn)
    staff = _hire(min(USERS, number))
    made = [_made(random, firm, staff, rank, draft) for rank, draft in enumerate(drawn, start=1)]
    by = staff[0]
    staging_tables.give_room()
    with keys_and_indexes_afterwards():
        _write_contacts(firm, made, by)
        around.write_all(random, made, by)
        wealth.write_all(random, made, by)
        assignment.repair()
        night.write_all(random, made)


def _tell_apart(drawn: Sequence[Draft]) -> None:
    """Give everybody an e-mail and a mobile of their own, and homes the post codes of a country.

    The ranges that are kept for fiction are soon used up: mobiles are of one that nobody has.
    """
    for rank, draft in enumerate(drawn):
        draft.email = draft.email.replace("@", f".{rank}@")
        draft.mobile = f"+33700{rank:06}" if draft.mobile else ""
    for home in {id(draft.home): draft.home for draft in drawn}.values():
        code = crc32(f"{home.street} {home.since}".encode()) % POST_CODES
        department, town = home.town.post_code[:2], home.town
        home.town = Town(f"{department}{code:03}", town.name, town.dial)


def _type_twice(drawn: list[Draft]) -> None:
    for rank in range(TWICE // 2, len(drawn), TWICE):
        one, other = drawn[rank - BEFORE], drawn[rank]
        if one.kind == other.kind == Kind.PERSON:
            drawn[rank] = replace(other, details=dict(one.details), mobile=one.mobile)


def _hire(number: int) -> list[User]:
    """Add advisers whose logins are closed: nobody is told a password."""
    profile = Group.objects.get(name="Conseiller")
    hired = User.objects.bulk_create(
        User(
            username=f"conseiller{rank:04}",
            first_name="Camille",
            last_name=f"Conseil {rank:04}",
            password="!",  # noqa: S106 - no password opens it
        )
        for rank in range(1, number + 1)
    )
    through = User.groups.through
    through.objects.bulk_create(through(user_id=user.pk, group_id=profile.pk) for user in hired)
    return hired


def _made(random: Random, firm: Firm, staff: list[User], rank: int, draft: Draft) -> Written:
    draft.private = chance(random, PRIVATE)
    contact = contact_of(firm, draft, rank)
    contact.pk = rank
    lead = staff[0] if chance(random, OF_THE_BUSIEST) else random.choice(staff)
    contact.lead_adviser = contact.created_by = lead
    contact.second_adviser = random.choice(staff) if chance(random, SECONDED) else None
    contact.assistant = random.choice(staff) if chance(random, ASSISTED) else None
    details = details_of(firm, draft)
    details.contact_id = contact.pk
    keep_names(contact, details)
    contact.town = draft.home.town.name
    return Written(draft, contact, details, coordinates_of(draft))


def _write_contacts(firm: Firm, made: list[Written], by: User) -> None:
    write_with_history((one.contact for one in made), by)
    for model in (PersonDetails, OrganisationDetails):
        write_with_history((one.details for one in made if isinstance(one.details, model)), by)
    write_with_history(_keywords(firm, made), by)


def _keywords(firm: Firm, made: list[Written]) -> Iterator[ContactKeyword]:
    keys = count(1)
    for one in made:
        for word in one.draft.keywords:
            key, keyword = next(keys), firm.keywords[word].pk
            yield ContactKeyword(pk=key, contact_id=one.contact.pk, keyword_id=keyword)
