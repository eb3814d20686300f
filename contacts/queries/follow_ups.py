"""The notes of a folder: searched, filtered, one page by keyset."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Max
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from contacts.enums import FollowUpKind
from contacts.models import Contact, FollowUp
from contacts.queries.search import containing

PAGE = 30
Anchor = tuple[dt.date, int]


@dataclass(frozen=True)
class Page:
    notes: Sequence[FollowUp]
    after: Anchor | None
    before: Anchor | None


def page(
    contact: Contact,
    *,
    text: str = "",
    kind: str = "",
    after: Anchor | None = None,
    before: Anchor | None = None,
) -> Page:
    """Return a page of the notes, newest first; the contact was loaded through the rule."""
    rows = FollowUp.objects.filter(contact=contact).select_related("author")
    if kind:
        rows = rows.filter(kind=kind)
    rows = containing(rows, text, "search_text")
    if before is not None:
        rows = rows.filter(TupleGreaterThan((F("date"), F("pk")), before)).order_by("date", "pk")
    elif after is not None:
        rows = rows.filter(TupleLessThan((F("date"), F("pk")), after)).order_by("-date", "-pk")
    else:
        rows = rows.order_by("-date", "-pk")
    notes = list(rows[: PAGE + 1])
    more, notes = len(notes) > PAGE, notes[:PAGE]
    if before is not None:
        notes.reverse()
    return Page(
        notes,
        after=_anchor(notes[-1:]) if more or before else None,
        before=_anchor(notes[:1]) if after or (before and more) else None,
    )


def _anchor(notes: Sequence[FollowUp]) -> Anchor | None:
    return (notes[0].date, notes[0].pk) if notes else None


def last_contact(contact: Contact) -> dt.date | None:
    """Return the day of the last exchange; an update of the folder is none."""
    reaching = FollowUp.objects.filter(contact=contact, kind__in=FollowUpKind.reaching())
    found: dt.date | None = reaching.aggregate(last=Max("date"))["last"]
    return found
