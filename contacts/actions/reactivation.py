"""Bringing deleted contacts back as they were: each clash settled by a choice, or nothing."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from contacts import extensions
from contacts.actions import mass_plan
from contacts.actions.assignment import follow_assignments
from contacts.actions.duplicates import schedule_matching
from contacts.actions.losing_sight import tell
from contacts.actions.search_texts import write_texts
from contacts.actions.sorting import adviser_sort
from contacts.enums import RelationKind
from contacts.errors import ClashesLeft, NotAssigned, NumberTaken
from contacts.models import Contact, Relationship
from contacts.people import ROLES, people_of
from contacts.queries.client_numbers import taken_since, taken_words
from contacts.queries.deleted import deleted_contacts
from contacts.queries.lost_sight import Loser, losers
from contacts.queries.relations import fits
from persistence import bulk_history
from persistence.models import delete_as, save_as
from users.models import User

# What a choice does, inside the one transaction; the text is what was typed beside it.
Settle = Callable[[User, str], None]


@dataclass(frozen=True)
class Choice:
    """One way out of a clash; `asks` when it needs a text."""

    value: str
    label: str
    settle: Settle
    asks: bool = False


@dataclass(frozen=True)
class Clash:
    """Something that happened since and stands in the way; `key` names it in a form."""

    key: str
    contact: Contact
    text: str
    choices: Sequence[Choice]


def clashes(contacts: Sequence[Contact], user: User) -> list[Clash]:
    """Return what stands in the way of these contacts, in their order."""
    finders = (_own_clashes, *(extension.clashes for extension in extensions.every()))
    found = [clash for finder in finders for clash in finder(contacts, user)]
    order = {contact.pk: position for position, contact in enumerate(contacts)}
    return sorted(found, key=lambda clash: order[clash.contact.pk])


@transaction.atomic
def reactivate(
    *, contact_ids: Collection[int], choices: Mapping[str, tuple[str, str]], by: User
) -> list[Contact]:
    """Bring the contacts back with their relations, keywords and ownerships as they were.

    `choices` holds, by the key of a clash, the choice made and the text typed beside it. A clash
    left without one refuses the whole.
    """
    rows = deleted_contacts(by).filter(pk__in=contact_ids).order_by("sort_name", "pk")
    contacts = list(rows.select_for_update(of=("self",)))
    stood = [copy(contact) for contact in contacts]
    for clash in clashes(contacts, by):
        chosen, text = choices.get(clash.key, ("", ""))
        settle = {choice.value: choice.settle for choice in clash.choices}.get(chosen)
        if settle is None:
            raise ClashesLeft(_("Choose what becomes of each point below. Nothing is done yet."))
        settle(by, text)
    _bring_back(stood, contacts, by)
    tell(_lost(stood, contacts, by), by=by)
    follow_assignments(contacts)
    schedule_matching(contact.pk for contact in contacts)
    for extension in extensions.every():
        extension.after_reactivation([contact.pk for contact in contacts])
    return contacts


def _lost(stood: Sequence[Contact], contacts: Sequence[Contact], by: User) -> list[Loser]:
    """Return who is no longer assigned to a private folder, by what was chosen."""
    return [
        loser
        for before, contact in zip(stood, contacts, strict=True)
        for loser in losers(before, people=people_of(contact), is_private=contact.is_private, by=by)
    ]


def _bring_back(stood: Sequence[Contact], contacts: Sequence[Contact], by: User) -> None:
    """Write the rows: those in which a choice changed more one by one, all others at once."""
    if any(contact.is_private and not people_of(contact) for contact in contacts):
        raise NotAssigned(_("A private folder needs at least one person assigned."))
    _require_numbers(contacts, by)
    keys = []
    for before, contact in zip(stood, contacts, strict=True):
        contact.deleted_at = contact.deleted_by = None
        contact.version += 1
        if _chosen(contact) == _chosen(before):
            keys.append(contact.pk)
        else:
            contact.lead_adviser_sort = adviser_sort(contact.lead_adviser)
            save_as(contact, by)
    mass_plan.touch(keys, {"deleted_at": None, "deleted_by": None})
    bulk_history.record(Contact, keys, sign=bulk_history.CHANGED, by=by)
    write_texts(contacts)


def _chosen(contact: Contact) -> tuple[Any, ...]:
    """Return what a choice may change of the contact's row."""
    return (contact.client_number, *(getattr(contact, f"{role}_id") for role in ROLES))


def _require_numbers(contacts: Sequence[Contact], by: User) -> None:
    """Refuse a number that a public contact has, or two of these."""
    taken, numbers = taken_since(contacts), set[str]()
    for contact in contacts:
        number = "" if contact.is_private else contact.client_number
        if contact.pk in taken or number in numbers:
            raise NumberTaken(taken_words(contact.client_number, user=by))
        numbers |= {number} - {""}


def _own_clashes(contacts: Sequence[Contact], user: User) -> Iterator[Clash]:
    taken = taken_since(contacts)
    for contact in contacts:
        if contact.pk in taken:
            yield _number(contact, user)
        for name in ROLES:
            person = getattr(contact, name)
            if person is not None and not person.is_active:
                yield _inactive(contact, name, user)
    yield from _second_spouses(contacts, user)


def _number(contact: Contact, user: User) -> Clash:
    def without(_by: User, _text: str) -> None:
        contact.client_number = ""

    def another(_by: User, text: str) -> None:
        if not text.strip():
            raise ClashesLeft(_("Write the other client number."))
        contact.client_number = text.strip()[:50]

    return Clash(
        f"number-{contact.pk}",
        contact,
        taken_words(contact.client_number, user=user),
        [
            Choice("without", _("Come back without a client number"), without),
            Choice("another", _("Come back with another number"), another, asks=True),
        ],
    )


def _inactive(contact: Contact, name: str, user: User) -> Clash:
    def me(by: User, _text: str) -> None:
        setattr(contact, name, by)

    def nobody(_by: User, _text: str) -> None:
        setattr(contact, name, None)

    person = getattr(contact, name)
    role = contact._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    text = _("%(person)s (%(role)s) is no longer active.") % {"person": person, "role": role}
    choices = [Choice("me", _("Assign the folder to me"), me)]
    if any(getattr(contact, f"{other}_id") for other in ROLES if other != name):
        choices.append(Choice("nobody", _("Leave that place empty"), nobody))
    return Clash(f"{name}-{contact.pk}", contact, text, choices)


def _second_spouses(contacts: Sequence[Contact], user: User) -> Iterator[Clash]:
    """Look for couples in which somebody, that the user sees, has another spouse now."""
    coming = {contact.pk: contact for contact in contacts}
    couples = Relationship.objects.filter(kind=RelationKind.SPOUSE).open()
    mine = couples.filter(Q(contact__in=coming) | Q(other_contact__in=coming)).order_by("pk")
    fitting = list(filter(fits, mine.select_related("contact", "other_contact")))
    rivals = _by_end(couples.visible_to(user), set().union(*map(_ends, fitting)))
    for couple in fitting:
        contact = coming.get(couple.contact_id) or coming[couple.other_contact_id or 0]
        found = {row.pk: row for end in _ends(couple) for row in rivals[end] if row != couple}
        for rival in found.values():
            yield _second_spouse(contact, couple, rival)


def _ends(couple: Relationship) -> set[int]:
    return {end for end in (couple.contact_id, couple.other_contact_id) if end is not None}


def _by_end(
    couples: QuerySet[Relationship], ends: Collection[int]
) -> dict[int, list[Relationship]]:
    """Return the couples of each of these contacts."""
    rows = couples.filter(Q(contact__in=ends) | Q(other_contact__in=ends)).order_by("pk")
    found: dict[int, list[Relationship]] = defaultdict(list)
    if ends:
        for row in filter(fits, rows.select_related("contact", "other_contact", "other_person")):
            for end in _ends(row):
                found[end].append(row)
    return found


def _second_spouse(contact: Contact, couple: Relationship, rival: Relationship) -> Clash:
    def drop(row: Relationship) -> Settle:
        return lambda by, _text: delete_as(row, by)

    names = " – ".join(
        str(end) for end in (rival.contact, rival.other_contact or rival.other_person)
    )
    return Clash(
        f"spouse-{couple.pk}-{rival.pk}",
        contact,
        _("There is a couple since: %(names)s.") % {"names": names},
        [
            Choice("rival", _("Keep the couple of today"), drop(couple)),
            Choice("couple", _("Put the couple of before back"), drop(rival)),
        ],
    )
