"""Writing the notes of a folder; the date of the last contact follows."""

from django.db import transaction

from contacts.actions.contacts import hold
from contacts.errors import ContactGone, EditConflict
from contacts.models import Contact, ContactFigures, FollowUp
from contacts.queries.follow_ups import last_contact
from persistence.models import delete_as, save_as
from text import normalise
from users.models import User


@transaction.atomic
def write(*, note: FollowUp, by: User) -> FollowUp:
    """Save a new note, by whoever writes it."""
    _hold(note)
    note.author = by
    _save(note, by)
    return note


@transaction.atomic
def change(*, note: FollowUp, version: int, by: User) -> FollowUp:
    """Save a changed note, unless somebody saved it since `version`; its author stays."""
    _hold(note)
    standing = FollowUp.objects.select_for_update().filter(pk=note.pk, version=version)
    if not standing.exists():
        raise EditConflict
    note.version = version + 1
    _save(note, by)
    return note


@transaction.atomic
def delete(*, note: FollowUp, version: int, by: User) -> None:
    """Delete the note as it was shown; its history keeps the text."""
    _hold(note)
    standing = FollowUp.objects.select_for_update().filter(pk=note.pk, version=version)
    if not standing.exists():
        raise EditConflict
    delete_as(note, by)
    follow(note.contact)


def _hold(note: FollowUp) -> None:
    """Take the folder of the note, which a merge may be moving elsewhere."""
    if not hold([note.contact_id]):
        raise ContactGone


def _save(note: FollowUp, by: User) -> None:
    note.text = normalise.stored_lines(note.text)
    note.search_text = normalise.search_text(*note.text.split("\n"))
    save_as(note, by)
    follow(note.contact)


def follow(contact: Contact) -> None:
    """Keep the date of the last contact that lists sort by."""
    figures = ContactFigures.objects.filter(contact=contact)
    figures.update(last_contact=last_contact(contact))
