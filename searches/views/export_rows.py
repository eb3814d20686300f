"""One's own exports in words: what was asked is said anew each time, with the reader's eyes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.queries.listing import Filters
from contacts.views.listing import chips
from jobs.models import Job
from searches.enums import ExportState
from searches.models import Export
from searches.queries import exports
from searches.querying.sentences import Part
from searches.views.sentences import sentences_of
from text import formats
from users.models import User

# More of one's own than anybody looks at.
SHOWN = 50


@dataclass(frozen=True)
class ExportRow:
    export: Export
    what: Sequence[Part]
    state: str
    # The work that makes it, or was to make it; once that has ended it can be asked for again.
    job: Job | None
    is_prepared: bool
    # Until when the file can be fetched, if it is there.
    until: dt.datetime | None


def export_rows(user: User) -> list[ExportRow]:
    """Return the newest; so many queries, however many exports there are."""
    rows = list(exports.of(user).select_related("job").order_by("-pk")[:SHOWN])
    said = _sentences([row for row in rows if "search" in row.asked], user)
    said |= _lists([row for row in rows if "list" in row.asked])
    return [_row(row, said[row.pk]) for row in rows]


def _row(export: Export, what: Sequence[Part]) -> ExportRow:
    until = exports.kept_until(export) if exports.can_be_fetched(export) else None
    job = export.job if export.state == ExportState.PREPARING else None
    state = str(export.get_state_display())
    if job:
        state = str(job.get_state_display())
    elif export.state == ExportState.READY and until is None:
        state = str(ExportState.GONE.label)
    ticked = len(export.asked.get("keys", ()))
    if ticked:
        words = ngettext("%(n)s ticked", "%(n)s ticked", ticked)
        what = [*what, Part(f"· {words % {'n': formats.number_fr(ticked)}}")]
    return ExportRow(export, what, state, job, job is not None and job.is_active, until)


def _sentences(rows: Sequence[Export], user: User) -> dict[int, Sequence[Part]]:
    asked = sentences_of([row.asked["search"] for row in rows], user)
    return {row.pk: sentence for row, sentence in zip(rows, asked, strict=True)}


def _lists(rows: Sequence[Export]) -> dict[int, Sequence[Part]]:
    stored = {row.pk: row.asked["list"] for row in rows}
    found = exports.rows_of_filters(list(stored.values()))
    return {pk: _words(own, found) for pk, own in stored.items()}


def _words(stored: dict[str, Any], found: dict[str, dict[int, Any]]) -> list[Part]:
    """Say the filters of a list; of one that is gone nothing is said."""
    rows = {name: found[name].get(stored.get(name, 0)) for name in found}
    filters = Filters(**{**stored, **rows})
    heads = [filters.category.name if filters.category else _("All contacts")]
    return [Part(" · ".join([*heads, *(str(chip["label"]) for chip in chips(filters))]))]
