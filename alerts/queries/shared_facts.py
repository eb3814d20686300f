"""Contacts that share an e-mail, a mobile, a SIREN, a LEI or a former number with clients."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from alerts.queries.pending import links_seen_by
from contacts.models import Email, OrganisationDetails, Telephone
from contacts.queries.duplicates.candidates import CROWD
from contacts.queries.duplicates.descriptions import MOBILE, known
from contacts.scoring import Description
from contacts.visibility import is_visible
from users.models import User

# A line's key, and what is known of its client.
Told = tuple[int, Description]
# A partner, and what it calls a client.
Number = tuple[str, str]
_VALUES: dict[str, Callable[[Description], Collection[str]]] = {
    "key": lambda said: said.emails,
    "number": lambda said: said.mobiles,
    "siren": lambda said: {said.siren} - {""},
    "lei": lambda said: {said.lei} - {""},
}


def contacts_sharing(
    user: User, told: Iterable[Told]
) -> Iterator[tuple[int, Description, int, Description]]:
    """Give each client with the contacts that share something: its line, what is known of both.

    No query for what no client says, and nine at most for any number of them.
    """
    told = list(told)
    near: dict[int, set[Told]] = defaultdict(set)
    for column, value_of in _VALUES.items():
        clients = _by_value(told, value_of)
        for value, contacts in _having(user, column, clients).items() if clients else ():
            for contact in contacts:
                near[contact] |= clients[value]
    linked: dict[int, set[Number]] = defaultdict(set)
    numbers: dict[Number, set[Told]] = _by_value(told, lambda said: said.former_numbers)
    for contact, number in _linked(user, numbers) if numbers else ():
        linked[contact].add(number)
        near[contact] |= numbers[number]
    for one in known(sorted(near)) if near else ():
        contact_said = replace(one.said, client_numbers=frozenset(linked[one.contact]))
        for client, said in near[one.contact]:
            yield client, said, one.contact, contact_said


def _by_value(
    told: Iterable[Told], value_of: Callable[[Description], Collection[Any]]
) -> dict[Any, set[Told]]:
    found: dict[Any, set[Told]] = defaultdict(set)
    for one in told:
        for value in value_of(one[1]):
            found[value].add(one)
    return found


def _having(user: User, column: str, values: Collection[str]) -> dict[str, set[int]]:
    """Return who has each value; of a public crowd, as the night counts it, the private alone."""
    tables: dict[str, Any] = {
        "key": Email.objects,
        "number": Telephone.objects.filter(MOBILE),
        "siren": OrganisationDetails.objects,
        "lei": OrganisationDetails.objects,
    }
    rows = tables[column].filter(is_visible(user, "contact"), **{f"{column}__in": values})
    found: dict[str, set[int]] = defaultdict(set)
    public: dict[str, set[int]] = defaultdict(set)
    for value, contact, is_private in rows.values_list(column, "contact", "contact__is_private"):
        (found if is_private else public)[value].add(contact)
    for value, contacts in public.items():
        if len(contacts) <= CROWD:
            found[value] |= contacts
    return found


def _linked(user: User, numbers: Collection[Number]) -> Iterator[tuple[int, Number]]:
    """Give the contacts whom a partner called by these numbers, as far as the user may know."""
    partners, keys = zip(*numbers, strict=True)
    links = links_seen_by(user).filter(
        is_visible(user, "contact"), partner__in={*partners}, owner_key__in={*keys}
    )
    for partner, key, contact in links.values_list("partner", "owner_key", "contact"):
        if (partner, key) in numbers:
            yield contact, (partner, key)
