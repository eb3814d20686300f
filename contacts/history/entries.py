"""A record and the one before it -> a sentence, with each field before and after."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from contacts import fields
from contacts.enums import CONVERSION
from contacts.history.tracked_models import CREATED, DELETED, Record, Source
from contacts.models import Contact
from text import formats

# Rows that one save wrote are told together.
ONE_SAVE = dt.timedelta(seconds=2)


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


@dataclass
class Entry:
    """What the timeline shows: who did what, when and why."""

    icon: str
    who: str
    text: str
    moment: dt.datetime
    sources: set[str]
    reason: str = ""
    changes: list[Change] = field(default_factory=list)

    @property
    def when(self) -> str:
        told = formats.moment_fr(timezone.localtime(self.moment))
        return f"{told} · {self.reason}" if self.reason else told


def tell(records: Sequence[tuple[Source, Record, Record | None]], folder: int) -> list[Entry]:
    """Tell the records in order, in this folder; a save that changed nothing is no news."""
    entries: list[Entry] = []
    for source, record, before in records:
        entry = _entry(source, record, before, folder)
        if entry is None:
            continue
        if entries and _is_one_save(entries[-1], entry):
            # The page is newest first: what was written first stands first.
            entries[-1].changes[:0] = entry.changes
            entries[-1].sources |= entry.sources
        else:
            entries.append(entry)
    return entries


def _is_one_save(last: Entry, entry: Entry) -> bool:
    same = (last.who, last.text, last.reason) == (entry.who, entry.text, entry.reason)
    is_another_row = last.sources.isdisjoint(entry.sources)
    return (
        same and is_another_row and bool(entry.changes) and last.moment - entry.moment <= ONE_SAVE
    )


def _entry(source: Source, record: Record, before: Record | None, folder: int) -> Entry | None:
    if _came_with_folder(source, record):
        return None
    if _finishes_creation(source, record, before):
        return None
    changes = list(_changes(source, record, before))
    words = source.sentence(record, before) or _sentence(source, record, before, folder)
    if record.history_type not in {CREATED, DELETED} and not changes and words is None:
        if not (source.model is Contact and record.history_change_reason):
            return None
        # Only a merge that takes a contact out of somebody's sight keeps its reason so.
        words = _("said why a merge takes the contact out of somebody's sight")
    text = words or _usual(source, record)
    who = str(record.history_user) if record.history_user else _("Somebody")
    reason = record.history_change_reason or ""
    return Entry(source.icon, who, text, record.history_date, {source.name}, reason, changes)


def _came_with_folder(source: Source, record: Record) -> bool:
    """A folder's details are made with it; those that a conversion made are news.

    Details go where the undoing of a merge empties what it had archived: the folder does not.
    """
    if not source.comes_with_folder or _is_conversion(record):
        return False
    return record.history_type in {CREATED, DELETED}


def _is_conversion(record: Record) -> bool:
    return record.history_change_reason == str(CONVERSION)


def _finishes_creation(source: Source, record: Record, before: Record | None) -> bool:
    """A row that the same save made and then finished (the first one is preferred) is one news."""
    if before is None or source.comes_with_folder or source.model is Contact:
        return False
    made = before.history_type == CREATED and record.history_type != DELETED
    made = made and not getattr(record, "deleted_at", None)
    return made and record.history_date - before.history_date <= ONE_SAVE


def _usual(source: Source, record: Record) -> str:
    if _is_conversion(record) and (source.comes_with_folder or source.model is Contact):
        return _("converted this folder")
    words = {CREATED: source.words.created, DELETED: source.words.deleted}
    text = str(words.get(record.history_type, source.words.changed))
    return text % {"row": source.about(record)}


def _sentence(source: Source, record: Record, before: Record | None, folder: int) -> str | None:
    """Say what a deletion that lost nothing, or its undoing, was."""
    if before is None or not hasattr(record, "deleted_at"):
        return None
    if record.deleted_at and not before.deleted_at:
        merged = getattr(record, "merged_into_id", None)
        if merged == folder:
            return _("merged a contact into this one")
        if merged:
            return _("merged this folder into another")
        return str(source.words.deleted) % {"row": source.about(record)}
    if before.deleted_at and not record.deleted_at:
        return (
            _("reactivated this folder")
            if source.model is Contact
            else _("reactivated %(row)s") % {"row": source.about(record)}
        )
    return None


def _changes(source: Source, record: Record, before: Record | None) -> Iterator[Change]:
    for one in source.changed_fields(record, before):
        old = "" if before is None else shown(before, one)
        new = shown(record, one)
        if old != new:
            yield Change(str(one.verbose_name), old, new)


def shown(record: Record, model_field: Any) -> str:
    """Return a value in the words of the screen."""
    return fields.text_of(record, fields.description(model_field.model, model_field.name))
