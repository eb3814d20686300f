"""`Analyser le fichier`: each row of a file read and planned, in the background.

Rows are kept a part at a time, so that no file is held whole; they are shown once all are there.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from contacts import rights
from contacts.fields import ENTRIES, Shape
from contacts.workbook import COLUMNS
from imports.actions.contact_import.loading import WAITING, file_of, forget_rows
from imports.enums import ContactImportState, ImportMode, MatchKey
from imports.errors import ContactImportBusy
from imports.feeds import contact_files
from imports.feeds.contact_files import ContactRow, ContactTable
from imports.models import (
    ContactImport,
    ContactImportCause,
    ContactImportIssue,
    ContactImportRow,
)
from imports.pipeline.messages import explained
from imports.queries.contact_import.causes import counted
from imports.queries.contact_import.mapping import proposed, remembered
from imports.queries.contact_import.planning import Planned, Planner
from imports.records import FileRefused, Limits
from jobs import kinds
from jobs.actions import jobs
from jobs.actions.progress import Progress
from jobs.errors import JobError
from jobs.models import Job
from persistence import staging_tables
from persistence.garbage_collection import gc_paused
from text import formats
from users.models import User

# Rows that are planned and kept together.
PART = 1_000
_ROW = (
    *("contact_import_id", "line", "cells", "repaired", "problem", "outcome", "choice"),
    *("label", "contact", "key", "after", "before"),
)
_ISSUE = ("row_id", "contact_import_id", "code", "is_warning", "column", "text")
_CAUSE = ("contact_import_id", "is_warning", "code", "column", "text", "count")


@transaction.atomic
def analyse(
    *,
    contact_import: ContactImport,
    mode: str,
    match_by: str,
    is_all_or_nothing: bool,
    mapping: Mapping[str, str] | None = None,
    by: User,
) -> Job:
    """Have the file read; what was repaired in it before stands in the rows no more."""
    row = held(contact_import, by)
    row.mode, row.match_by = ImportMode(mode), MatchKey(match_by)
    row.is_all_or_nothing = is_all_or_nothing
    if mapping is not None:
        row.mapping = {head: column for head, column in mapping.items() if column in COLUMNS}
    row.state = ContactImportState.LOADED
    row.plan_version += 1
    row.job = jobs.start(KIND, by=by, contact_import=row.pk)
    row.save()
    return row.job


def held(contact_import: ContactImport, by: User) -> ContactImport:
    """Take one's file for a change, unless it is at work, imported or gone."""
    mine = ContactImport.objects.visible_to(by).select_for_update(of=("self",))
    row = mine.select_related("job").filter(pk=contact_import.pk, state__in=WAITING).first()
    if row is None or (row.job is not None and row.job.is_active):
        raise ContactImportBusy(_("This file is being read or imported, or was already."))
    return row


def _work(progress: Progress, *, by: User, contact_import: int) -> dict[str, int]:
    """Read and plan all rows; begun again, from the first one."""
    row = ContactImport.objects.visible_to(by).filter(pk=contact_import, state__in=WAITING).first()
    if row is None:
        raise JobError(_("This file is gone."))
    try:
        table = contact_files.read(file_of(row), Limits(**settings.FEED_LIMITS))
        _Analysis(row, table, by, progress).run()
    except FileRefused as refused:
        raise JobError(refused_words(refused)) from refused
    return {"contact_import": row.pk}


def refused_words(refused: FileRefused) -> str:
    """Say why nothing of a file is read, and where it was seen."""
    said = [explained(refused.code)]
    if column := refused.params.get("column"):
        said.append(_("Column: %(column)s.") % {"column": column})
    if sheet := refused.params.get("sheet"):
        said.append(_("Sheet: %(sheet)s.") % {"sheet": sheet})
    return " ".join(said)


class _Analysis:
    """Reads one file for one person."""

    def __init__(
        self, row: ContactImport, table: ContactTable, by: User, progress: Progress
    ) -> None:
        self.row, self.table, self.by, self.progress = row, table, by, progress
        row.heads = list(table.heads)
        if row.analysed_at is None and table.kind == "unknown":
            row.mapping = remembered(row.heads, by) or proposed(row.heads)
        self.planner = Planner(row, by)
        self.outcomes: Counter[str] = Counter()
        self.filled: Counter[str] = Counter()
        self.rates = [
            place
            for place, column in self.planner.places
            if _has_fractions(table) and ENTRIES[COLUMNS[column][0]].shape is Shape.RATE
        ]

    @gc_paused()
    def run(self) -> None:
        forget_rows([self.row.pk])
        self.progress.step(_("Reading the rows"))
        rows = self._rows()
        while part := list(islice(rows, PART)):
            self.progress.check_cancelled()
            planned = self.planner.plan(part)
            with transaction.atomic():
                keep(self.row, part, planned)
            self._count(part, planned)
            self.progress.advance(len(part))
        self._finish()

    def _rows(self) -> Iterator[ContactRow]:
        """Give the rows; a percentage that a workbook keeps as a fraction is written as one."""
        for row in self.table.rows:
            if any(row.cells[place] for place in self.rates):
                cells = list(row.cells)
                for place in self.rates:
                    cells[place] = as_percentage(cells[place])
                yield ContactRow(row.line, tuple(cells), row.problem)
            else:
                yield row

    def _count(self, part: Sequence[ContactRow], planned: Sequence[Planned]) -> None:
        self.outcomes.update(plan.outcome.value for plan in planned)
        for place, column in self.planner.places:
            self.filled[column] += sum(1 for row in part if row.cells[place])

    @transaction.atomic
    def _finish(self) -> None:
        """Show the rows, unless the file was taken away or asked for otherwise meanwhile."""
        total = sum(self.outcomes.values())
        if not total:
            raise JobError(_("There is no row under the heads of this file."))
        is_ours = ContactImport.objects.filter(
            pk=self.row.pk, state=ContactImportState.LOADED, plan_version=self.row.plan_version
        ).update(
            state=ContactImportState.ANALYSED,
            heads=self.row.heads,
            mapping=self.row.mapping,
            filled=dict(self.filled),
            left=list(self.table.left),
            total=total,
            counts=dict(self.outcomes),
            analysed_at=timezone.now(),
            plan_version=F("plan_version") + 1,
        )
        if not is_ours:
            raise JobError(_("This file is gone."))
        count_causes(self.row)


def _has_fractions(table: ContactTable) -> bool:
    """Tell whether 0,5 may be a half: in a workbook, but O2S's own, where it is 0,5 %."""
    return bool(table.sheet) and table.kind == "unknown"


def as_percentage(text: str) -> str:
    """Write 0,41 as 41 %: a workbook keeps a percentage as a fraction."""
    with suppress(InvalidOperation):
        found = Decimal(text.replace(",", "."))
        if abs(found) <= 1:
            return f"{(found * 100).normalize():f} %".replace(".", ",")
    return text


# -- what is kept of rows


def keep(row: ContactImport, part: Sequence[Any], planned: Sequence[Planned]) -> None:
    """Add rows with their plans and what is wrong with them, in three statements."""
    told = (_row(row.pk, one, plan) for one, plan in zip(part, planned, strict=True))
    staging_tables.append(ContactImportRow, _ROW, told)
    keep_issues(row, planned)


def keep_issues(row: ContactImport, planned: Sequence[Planned]) -> None:
    """Add what is wrong with rows that stand."""
    lines = [plan.line for plan in planned if plan.issues]
    if lines:
        rows = ContactImportRow.objects.filter(
            contact_import=row, line__gte=min(lines), line__lte=max(lines)
        )
        keys = dict(rows.values_list("line", "pk"))
        staging_tables.append(ContactImportIssue, _ISSUE, list(_issues(row.pk, planned, keys)))


def count_causes(row: ContactImport) -> None:
    """Count anew what is wrong with the file: its page counts no issues."""
    ContactImportCause.objects.filter(contact_import=row).delete()
    found = [(row.pk, *cause) for cause in counted(row)]
    staging_tables.append(ContactImportCause, _CAUSE, found)


def _row(contact_import: int, row: Any, plan: Planned) -> tuple[Any, ...]:
    return (
        *(contact_import, row.line, _json(list(row.cells)), "{}", str(row.problem or "")),
        *(plan.outcome.value, "", plan.label, plan.contact, plan.key),
        *(_json(plan.after), _json(plan.before)),
    )


def _issues(
    contact_import: int, planned: Sequence[Planned], keys: Mapping[int, int]
) -> Iterator[tuple[Any, ...]]:
    for plan in planned:
        for one in plan.issues:
            told = (one.code.value, one.is_warning, one.column, one.text)
            yield keys[plan.line], contact_import, *told


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# -- in the background


def _outcome(result: dict[str, int], user: User) -> kinds.Outcome:
    row = ContactImport.objects.visible_to(user).filter(pk=result["contact_import"]).first()
    if row is None:
        return kinds.Outcome(_("This file is gone."))
    told = ngettext("%(n)s row was read.", "%(n)s rows were read.", row.total)
    return outcome_of(row, told % {"n": formats.number_fr(row.total)})


def outcome_of(contact_import: ContactImport, told: str) -> kinds.Outcome:
    """Return what a job about a file came to, and the file's page, where one goes on."""
    url = reverse("imports:contact-import-show", args=[contact_import.pk])
    return kinds.Outcome(told, url, _("See the file"))


KIND = kinds.Kind(
    name="contact_analysis",
    label=pgettext_lazy("job", "Analysis of a file of contacts"),
    work=_work,
    outcome=_outcome,
    right=rights.IMPORT,
    resumable=True,
)
