"""Writing the notes of a folder; the date of the last contact follows."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import models, transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils import timezone

from contacts.actions.contacts import claim, hold
from contacts.actions.to_dos import require_sight
from contacts.enums import FollowUpKind
from contacts.errors import ContactGone
from contacts.models import ContactFigures, FollowUp
from persistence.models import delete_as, save_as
from text import normalise
from users.models import User

# Nights that may have failed one after the other.
LATELY = dt.timedelta(days=30)


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
    claim(note, version)
    note.version = version + 1
    _save(note, by)
    return note


@transaction.atomic
def delete(*, note: FollowUp, version: int, by: User) -> None:
    """Delete the note as it was shown; its history keeps the text."""
    _hold(note)
    claim(note, version)
    delete_as(note, by)
    keep_last_contact([note.contact_id])


def _hold(note: FollowUp) -> None:
    """Take the folder of the note, which a merge may be moving elsewhere."""
    if not hold([note.contact_id]):
        raise ContactGone


def _save(note: FollowUp, by: User) -> None:
    require_sight(note)
    note.text = normalise.stored_lines(note.text)
    note.search_text = normalise.search_text(*note.text.split("\n"))
    save_as(note, by)
    keep_last_contact([note.contact_id])


def keep_last_contact_of_lately() -> None:
    """Have appointments count whose day has come since somebody wrote them; for the night."""
    today = timezone.localdate()
    lately = FollowUp.objects.filter(
        kind=FollowUpKind.MEETING, date__gt=today - LATELY, date__lte=today
    )
    keep_last_contact(lately.order_by().values("contact"))


def keep_last_contact(contact_ids: Collection[int] | models.QuerySet[FollowUp, Any]) -> None:
    """Keep the date that lists sort by, in one statement.

    An update of the folder is no contact, nor is an appointment until its day has come.
    """
    notes = FollowUp.objects.filter(
        contact=OuterRef("pk"), kind__in=FollowUpKind.reaching(), date__lte=timezone.localdate()
    )
    last = notes.order_by().values("contact").annotate(last=Max("date")).values("last")
    figures: models.QuerySet[ContactFigures] = ContactFigures.objects.filter(
        contact_id__in=contact_ids
    )
    figures.update(last_contact=Subquery(last))
