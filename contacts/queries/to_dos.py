"""What notes ask to be done: a person's, a folder's, and what has to be given to somebody else."""

import datetime as dt
from typing import Any

from django.db.models import ExpressionWrapper, F, FilteredRelation, Q, TimeField, Value
from django.db.models.fields import BooleanField
from django.db.models.functions import Coalesce

from contacts.models import Contact, FollowUp
from contacts.models.follow_up import FollowUpQuerySet
from contacts.queries.counts import COUNTED_UP_TO
from contacts.visibility import is_seen_by
from persistence import keyset

PAGE = 30
# The most overdue first; of a day, what has no hour first.
ORDER = ("reminder_date", "hour", "pk")
Anchor = tuple[dt.date, dt.time, int]
Page = keyset.Page[FollowUp, tuple[Any, ...]]


def page(rows: FollowUpQuerySet, *, after: Anchor | None, before: Anchor | None) -> Page:
    """Return a page of what is to do; the rows were asked of the rule."""
    return keyset.page(_told(rows), ORDER, size=PAGE, after=after, before=before, downwards=False)


def first(rows: FollowUpQuerySet, number: int) -> list[FollowUp]:
    return list(_told(rows).order_by(*ORDER)[:number])


def counted(rows: FollowUpQuerySet) -> int:
    """Count them; 1 001 says "more"."""
    return rows.order_by()[: COUNTED_UP_TO + 1].count()


def of_folder(contact: Contact) -> FollowUpQuerySet:
    """Return what is to do in a folder, loaded through the rule."""
    return with_sight(FollowUp.objects.to_do().filter(contact=contact))


def with_sight(notes: FollowUpQuerySet) -> FollowUpQuerySet:
    """Read with each note whether its person sees the folder no more."""
    lost = ~is_seen_by("reminder_person", "contact")
    return notes.annotate(is_lost=ExpressionWrapper(lost, output_field=BooleanField()))


def _told(rows: FollowUpQuerySet) -> FollowUpQuerySet:
    """Read with each note whom it is about and how to call them."""
    preferred = Q(contact__telephones__preferred=True)
    return rows.annotate(
        hour=Coalesce("reminder_time", Value(dt.time.min), output_field=TimeField()),
        main_telephone=FilteredRelation("contact__telephones", condition=preferred),
        number=F("main_telephone__number"),
        extension=F("main_telephone__extension"),
    ).select_related("contact", "reminder_person", "done_by")
