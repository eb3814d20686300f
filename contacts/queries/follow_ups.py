"""The notes of a folder: searched, filtered, one page by keyset."""

import datetime as dt
from typing import Any

from contacts.models import Contact, FollowUp
from contacts.queries.search import containing
from contacts.queries.to_dos import with_sight
from persistence import keyset

PAGE = 30
# The day and the key of a note.
Anchor = tuple[dt.date, int]
Page = keyset.Page[FollowUp, tuple[Any, ...]]


def page(
    contact: Contact,
    *,
    text: str = "",
    kind: str = "",
    after: Anchor | None = None,
    before: Anchor | None = None,
    size: int | None = None,
) -> Page:
    """Return a page of the notes, newest first; the contact was loaded through the rule."""
    rows = with_sight(FollowUp.objects.filter(contact=contact))
    rows = rows.select_related("author", "reminder_person", "done_by")
    if kind:
        rows = rows.filter(kind=kind)
    rows = containing(rows, text, "search_text")
    return keyset.page(rows, ("date", "pk"), size=size or PAGE, after=after, before=before)
