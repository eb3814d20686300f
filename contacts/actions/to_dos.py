"""What notes ask to be done: ticked, taken back, put off to another day, given to somebody else."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from contacts.actions.contacts import hold
from contacts.errors import ContactGone, DoesNotSee, DoneAlready
from contacts.models import Contact, FollowUp
from contacts.models.follow_up import FollowUpQuerySet
from contacts.visibility import who_sees
from persistence import bulk_history
from persistence.many_keys import among
from persistence.models import save_as
from users.models import User


@transaction.atomic
def tick(*, note: FollowUp, by: User) -> FollowUp:
    """Say that it is done."""
    kept = _take(note)
    if not kept.is_to_do:
        raise DoneAlready(_("This was done already."))
    kept.done_at, kept.done_by = timezone.now(), by
    return _save(kept, by)


@transaction.atomic
def untick(*, note: FollowUp, by: User) -> FollowUp:
    """Say that it is still to be done."""
    kept = _take(note)
    if kept.done_at is None:
        raise DoneAlready(_("This is to be done already."))
    kept.done_at = kept.done_by = None
    return _save(kept, by)


@transaction.atomic
def plan(
    *, note: FollowUp, date: dt.date, time: dt.time | None, person: User | None, by: User
) -> FollowUp:
    """Put it off to another day or hour, or give it to somebody who sees the folder."""
    kept = _take(note)
    if not kept.is_to_do:
        raise DoneAlready(_("This was done already."))
    asked = (date, time, person)
    if (kept.reminder_date, kept.reminder_time, kept.reminder_person) == asked:
        return kept
    kept.reminder_date, kept.reminder_time, kept.reminder_person = asked
    require_sight(kept)
    return _save(kept, by)


def require_sight(note: FollowUp) -> None:
    """Refuse somebody who does not see the folder, which is held: nobody makes it private now."""
    person = note.reminder_person
    if person is None or not note.is_to_do:
        return
    folder = Contact.objects.get(pk=note.contact_id)
    if not who_sees(folder).filter(pk=person.pk).exists():
        raise DoesNotSee(_("%(person)s does not see this folder.") % {"person": person})


def give(notes: FollowUpQuerySet, *, to: User, by: User) -> list[int]:
    """Give what these notes ask to somebody else, as a hand-over does; return their keys."""
    keys = list(notes.order_by("pk").select_for_update(of=("self",)).values_list("pk", flat=True))
    if keys:
        rows = FollowUp.objects.filter(pk__in=among(keys))
        bulk_history.update(rows, by=by, reminder_person=to, version=F("version") + 1)
    return keys


def _take(note: FollowUp) -> FollowUp:
    """Take the folder, then the note as it stands now."""
    if not hold([note.contact_id]):
        raise ContactGone
    kept = FollowUp.objects.select_for_update().filter(pk=note.pk, contact=note.contact_id).first()
    if kept is None:
        raise ContactGone
    return kept


def _save(note: FollowUp, by: User) -> FollowUp:
    note.version += 1
    save_as(note, by)
    return note
