"""Bringing deleted contacts back as they were: each clash settled by a choice, or nothing."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from contacts import extensions
from contacts.actions.assignment import follow_assignments
from contacts.actions.contacts import refresh_search_text
from contacts.actions.duplicates import schedule_matching
from contacts.actions.losing_sight import tell
from contacts.enums import RelationKind
from contacts.errors import ClashesLeft, NotAssigned, NumberTaken
from contacts.models import Contact, Relationship
from contacts.people import ROLES, people_of
from contacts.queries.client_numbers import is_taken, taken_words
from contacts.queries.deleted import deleted_contacts
from contacts.queries.lost_sight import Loser, losers
from contacts.queries.relations import fits
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
    for contact in contacts:
        _bring_back(contact, by)
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


def _bring_back(contact: Contact, by: User) -> None:
    if contact.is_private and not people_of(contact):
        raise NotAssigned(_("A private folder needs at least one person assigned."))
    if not contact.is_private and is_taken(contact.client_number, but=contact):
        raise NumberTaken(taken_words(contact.client_number, user=by))
    contact.deleted_at = contact.deleted_by = None
    contact.version += 1
    save_as(contact, by)
    refresh_search_text(contact)


def _own_clashes(contacts: Sequence[Contact], user: User) -> Iterator[Clash]:
    for contact in contacts:
        if not contact.is_private and is_taken(contact.client_number, but=contact):
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
    mine = couples.filter(Q(contact__in=coming) | Q(other_contact__in=coming))
    for couple in filter(fits, mine.select_related("contact", "other_contact").order_by("pk")):
        contact = coming.get(couple.contact_id) or coming[couple.other_contact_id or 0]
        ends = {couple.contact_id, couple.other_contact_id} - {None}
        rivals = couples.visible_to(user).exclude(pk=couple.pk)
        rivals = rivals.filter(Q(contact__in=ends) | Q(other_contact__in=ends))
        for rival in filter(
            fits, rivals.select_related("contact", "other_contact", "other_person")
        ):
            yield _second_spouse(contact, couple, rival)


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
