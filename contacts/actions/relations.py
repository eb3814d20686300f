"""Writing who is what to whom.

A relation is written from one folder, which whoever writes must be allowed to change. The other
side must exist for them, no more: the row is one, and each folder's history reads it for those
who see both ends. Nothing else of the other folder is written.
"""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import transaction

from contacts.actions.contacts import claim, refresh_search_text
from contacts.actions.relation_rules import NO_TERMS, OF_A_CHILD, Terms, check, check_dates
from contacts.enums import WRITTEN_KINDS, RelationKind
from contacts.errors import ContactGone
from contacts.models import Contact, RelatedPerson, Relationship
from contacts.queries.relations import End, read_from
from persistence.models import delete_as, save_as
from users.models import User


@transaction.atomic
def add(
    *, contact: Contact, kind: RelationKind, other: End, terms: Terms = NO_TERMS, by: User
) -> Relationship:
    """Relate the other to the contact; a related person not saved yet hangs on the contact."""
    _lock(contact, other, terms.other_parent, by=by)
    row = Relationship(contact=contact)
    check(contact, kind, other, terms, row=row, by=by)
    if isinstance(other, RelatedPerson) and other._state.adding:  # noqa: SLF001 - Django's name
        other.contact = contact
        save_as(other, by)
        refresh_search_text(contact)
    _write(row, contact, kind, other, terms, by=by)
    return row


@transaction.atomic
def change(
    *,
    contact: Contact,
    row: Relationship,
    kind: RelationKind,
    terms: Terms,
    person: RelatedPerson | None = None,
    version: int,
    by: User,
) -> Relationship:
    """Change what is said of a relation, and of the related person; its two ends stay."""
    other = person or read_from(contact, row).other
    _lock(contact, other, terms.other_parent, by=by)
    claim(row, version)
    check(contact, kind, other, terms, row=row, by=by)
    if person is not None:
        save_as(person, by)
        refresh_search_text(person.contact)
        # Conjoint holds the same fields: whoever has it open is shown both versions.
        contact.version += 1
        save_as(contact, by)
    row.version = version + 1
    _write(row, contact, kind, other, terms, by=by)
    return row


@transaction.atomic
def end(*, contact: Contact, row: Relationship, on: dt.date, by: User) -> None:
    """Say that a relation is over since that day; it stays, as past."""
    other = read_from(contact, row).other
    _lock(contact, other, by=by)
    claim(row, row.version)
    check_dates(Terms(started_on=row.started_on, ended_on=on))
    row.ended_on, row.version = on, row.version + 1
    save_as(row, by)


@transaction.atomic
def remove(*, contact: Contact, row: Relationship, by: User) -> None:
    """Take a relation away; a related person whom nothing else holds goes with it.

    Who has a relation with another folder too stays there, whether `by` sees it or not.
    """
    _lock(contact, read_from(contact, row).other, by=by)
    claim(row, row.version)
    person = row.other_person
    delete_as(row, by)
    if person is not None:
        let_go(person, by=by)


def let_go(person: RelatedPerson, *, by: User) -> None:
    """Follow a relation that went: its person hangs on another folder that has one, or goes."""
    held = person.relationships.order_by("pk")
    if held.filter(contact=person.contact_id).exists():
        return
    # Who still has them keeps what is said of them there, whether `by` sees it or not.
    for named in person.named_as_parent.exclude(contact__in=held.values("contact")):
        named.other_parent = None
        save_as(named, by)
    before, elsewhere = person.contact, held.select_related("contact").first()
    if elsewhere is None:
        delete_as(person, by)
    else:
        person.contact = elsewhere.contact
        save_as(person, by)
        refresh_search_text(person.contact)
    refresh_search_text(before)


def _lock(contact: Contact, *others: End | None, by: User) -> None:
    """Take the folders, always in the same order, and ask the rule again."""
    keys = {contact.pk}
    for other in others:
        if isinstance(other, Contact):
            keys.add(other.pk)
        elif other is not None and other.contact_id is not None:
            keys.add(other.contact_id)
    seen = Contact.objects.visible_to(by).filter(pk__in=keys).order_by("pk")
    locked = set(seen.select_for_update().values_list("pk", flat=True))
    if contact.pk not in locked and not Contact.objects.filter(pk=contact.pk).exists():
        raise ContactGone
    if locked != keys or not Contact.objects.changeable_by(by).filter(pk=contact.pk).exists():
        raise PermissionDenied


def _write(
    row: Relationship, contact: Contact, kind: RelationKind, other: End, terms: Terms, *, by: User
) -> None:
    """Save the row; it keeps its direction, whichever end it is changed from."""
    if row.contact_id == contact.pk:
        turn(row, contact, kind, other)
        parent = terms.other_parent if kind == RelationKind.CHILD else None
        row.other_parent = parent if isinstance(parent, RelatedPerson) else None
    else:
        turn(row, row.contact, kind.inverse, contact)
        if row.kind != RelationKind.CHILD:
            row.other_parent = None
    for name in OF_A_CHILD:
        setattr(row, name, getattr(terms, name) if row.kind == RelationKind.CHILD else "")
    row.share = terms.share if kind.has_share else None
    row.started_on, row.ended_on, row.note = terms.started_on, terms.ended_on, terms.note
    save_as(row, by)
    if kind == RelationKind.CHILD and isinstance(terms.other_parent, Contact):
        _relate_other_parent(terms.other_parent, other, by)


def turn(row: Relationship, near: Contact, kind: RelationKind, far: End) -> None:
    """Fill both ends; between two folders only `WRITTEN_KINDS` stand."""
    if isinstance(far, Contact) and kind not in WRITTEN_KINDS:
        near, kind, far = far, kind.inverse, near
    row.contact, row.kind = near, kind
    row.other_contact = far if isinstance(far, Contact) else None
    row.other_person = far if isinstance(far, RelatedPerson) else None


def _relate_other_parent(parent: Contact, child: End, by: User) -> None:
    """Give a parent who has a folder a relation of their own with the child."""
    of_child = {"other_contact" if isinstance(child, Contact) else "other_person": child}
    kind = RelationKind.CHILD
    if Relationship.objects.filter(contact=parent, kind=kind, **of_child).exists():
        return
    row = Relationship(contact=parent)
    check(parent, kind, child, NO_TERMS, row=row, by=by)
    _write(row, parent, kind, child, NO_TERMS, by=by)
