"""Which cells of people and privacy an undo of an import leaves as they are.

An undo asks for no reason, so that it takes nobody off a private folder, as where people were
replaced (contacts.actions.change_people): such a folder stays until its own page changes it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from contacts import rights
from contacts.actions.assignment import may_assign
from contacts.models import Contact
from contacts.people import ROLES, people_of
from imports.queries.contact_import.privacy import lately_assigned
from persistence.journal.narrowing import Values
from persistence.journal.steps import Step
from users.models import User

_ROLES = {f"{role}_id": role for role in ROLES}
_PRIVATE = "is_private"
# What goes back of one contact: the columns with what stood there before the import.
Back = Mapping[str, Any]


def without_lost_sight(
    step: Step, now: Values, by: User
) -> tuple[Step, Collection[tuple[int, str]]]:
    """Return a step that filled contacts without such cells, and those cells: four statements."""
    back = {key: told for key, told in _back(step, now) if told}
    if not back:
        return step, ()
    stays = set(_stays(back, by))
    cells = [(key, column) for key in back if key in stays for column in back[key]]
    kept = set(cells)
    old = [
        [new[at] if (key, column) in kept else own[at] for at, column in enumerate(step.columns)]
        for key, own, new in zip(step.keys, step.old, step.new, strict=True)
    ]
    return replace(step, old=old), cells


def _back(step: Step, now: Values) -> Iterator[tuple[int, Back]]:
    """Give, of each contact, what would go back of its people and its privacy."""
    places = [at for at, name in enumerate(step.columns) if name in _ROLES or name == _PRIVATE]
    for key, old, new in zip(step.keys, step.old, step.new, strict=True):
        held = now.get(key)
        standing = [at for at in places if held and held[at] == new[at] != old[at]]
        yield key, {step.columns[at]: old[at] for at in standing}


def _stays(back: Mapping[int, Back], by: User) -> Iterator[int]:
    """Give the contacts of which these cells are not `by`'s to put back, or would hide them."""
    contacts = Contact.objects.in_bulk(back)
    public = [key for key, row in contacts.items() if not row.is_private]
    lately = lately_assigned([key for key in public if back[key].get(_PRIVATE)])
    named = {row: _people(contacts[row], told) for row, told in back.items()}
    active = set(
        User.objects.filter(pk__in=set().union(*named.values()), is_active=True).values_list(
            "pk", flat=True
        )
    )
    for key, told in back.items():
        contact, people = contacts[key], named[key]
        known = people_of(contact) | lately.get(key, set())
        is_private = told.get(_PRIVATE, contact.is_private)
        is_lost = is_private and (known - people - {by.pk} or not people & active)
        if is_lost or not _may_put_back(contact, told, by):
            yield key


def _people(contact: Contact, back: Back) -> set[int]:
    people = {back.get(column, getattr(contact, column)) for column in _ROLES}
    return people - {None}


def _may_put_back(contact: Contact, back: Back, by: User) -> bool:
    if _PRIVATE in back and not (rights.may_lock(by) and by.pk in people_of(contact)):
        return False
    # Who gave their own place away may have it back.
    return all(
        before == by.pk or may_assign(contact, _ROLES[column], by)
        for column, before in back.items()
        if column in _ROLES
    )
