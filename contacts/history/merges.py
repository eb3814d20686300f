"""What a merge and its undoing wrote, for a reader who may not know of both folders.

To such a reader the folder went and came back as by a deletion, which is what they saw; values
changed, and nobody says why.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q

from contacts.enums import MERGE, MERGE_UNDONE
from contacts.history.tracked_models import Record, Source
from contacts.models import Change, Contact
from contacts.visibility import would_be_visible
from users.models import User


@dataclass(frozen=True)
class Event:
    """A merge, or the undoing of one; it wrote until then, since the one before."""

    source: int
    target: int
    until: dt.datetime
    reason: str
    is_known: bool

    @property
    def both(self) -> set[int]:
        return {self.source, self.target}


def events(folders: Collection[int], user: User) -> list[Event]:
    """Return what was merged of these folders, oldest first."""
    rows = Change.objects.filter(Q(source__in=folders) | Q(target__in=folders))
    # Most folders were in none: the rule is asked of those that were.
    ends_seen = would_be_visible(user, "source") & would_be_visible(user, "target")
    known = set(rows.filter(ends_seen).values_list("pk", flat=True)) if rows else set()
    found = []
    for row in rows:
        ends, is_known = (row.source_id or 0, row.target_id or 0), row.pk in known
        found.append(Event(*ends, row.at, str(MERGE), is_known))
        if row.undone_at:
            found.append(Event(*ends, row.undone_at, str(MERGE_UNDONE), is_known))
    return sorted(found, key=lambda event: event.until)


def hidden_rows(source: Source, folders: Collection[int], found: Iterable[Event]) -> Q:
    """Return the rows that an unknown merge wrote beside its source, while it stood there.

    A preference that gives way, a right that is added to another's: each would tell what the
    target has. They are as they were once it is undone.
    """
    hidden = Q()
    if source.model is Contact:
        return hidden
    found = list(found)
    for place, event in enumerate(found):
        if event.is_known or event.source not in folders:
            continue
        # Merges of one folder come one after the other: each holds its row.
        before = [one.until for one in found[:place] if event.source in one.both]
        rows = Q(history_change_reason=event.reason, history_date__lte=event.until)
        rows &= Q(history_date__gt=before[-1]) if before else Q()
        for name in source.ends:
            hidden |= rows & Q(**{name: event.source})
    return hidden


def tell_nothing(records: Mapping[tuple[str, int], Record], user: User) -> None:
    """Take what speaks of a merge from the records of those of which the reader may not know."""
    reasons = {str(MERGE), str(MERGE_UNDONE)}
    merged = [one for one in records.values() if one.history_change_reason in reasons]
    if not merged:
        return
    found = events({end for record in merged for end in _ends(record)}, user)
    for record in merged:
        if not _is_known(record, found):
            record.history_change_reason = None
            if hasattr(record, "merged_into_id"):
                record.merged_into_id = None


def _is_known(record: Record, found: Iterable[Event]) -> bool:
    """Say whether the merge that wrote the record, the first to end after it, is known."""
    ends = _ends(record)
    wrote = (
        event
        for event in found
        if event.reason == record.history_change_reason
        and event.until >= record.history_date
        and event.both & ends
    )
    event = next(wrote, None)
    return event is not None and event.is_known


def _ends(record: Record) -> set[int]:
    names = ("contact_id", "other_contact_id")
    ends = {getattr(record, name, None) for name in names}
    if issubclass(record.instance_type, Contact):
        ends = {record.id}
    return {end for end in ends if end is not None}
