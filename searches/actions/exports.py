"""Taking rows away as a file: at once when they are few, in the background when they are many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext, pgettext_lazy

from accounts.exports import ListedAccounts
from contacts import rights
from contacts.exports.cards import Cards
from contacts.exports.listed import ListedContacts
from contacts.exports.o2s import WorkbookOfO2S
from contacts.exports.sheets import XLSX_ROWS, Cell, Reader, write_csv, write_xlsx
from jobs.actions import jobs
from jobs.actions.progress import Progress
from jobs.errors import JobError
from jobs.kinds import Kind, Outcome
from persistence import private_files
from persistence.garbage_collection import gc_paused
from persistence.time_limit import OutOfTime, time_limit
from searches import columns
from searches.enums import ExportState, Format
from searches.errors import SearchRefused
from searches.models import Export
from searches.queries import exports
from searches.queries.counting import SECONDS
from text import formats
from users.models import User

# More are prepared in the background.
AT_ONCE = 2_000


@transaction.atomic
def take_away(*, export: Export, by: User) -> Export:
    """Make the file, or have it made where that takes long; `SearchRefused` when it cannot be.

    `export`: a row not saved yet, which says what of, as what.
    """
    if not by.has_perm(rights.EXPORT):
        raise PermissionDenied
    export.owner = by
    if _is_short(export, by):
        export.save()
        _make(export, by=by)
    else:
        export.save()
        export.job = jobs.start(KIND, by=by, export=export.pk)
        export.save(update_fields=["job"])
    return export


def _is_short(export: Export, by: User) -> bool:
    try:
        with time_limit(SECONDS):
            return exports.is_short(export, by, AT_ONCE)
    except OutOfTime:
        return False


# -- the file


@gc_paused()
def _make(export: Export, *, by: User, progress: Progress | None = None) -> None:
    """Write the file and say that it is there, in one step: a half one is never to be had."""
    rows = exports.keys(export, by)
    if export.format in {Format.XLSX, Format.O2S} and len(rows) > XLSX_ROWS:
        most = formats.number_fr(XLSX_ROWS)
        raise SearchRefused(_("A workbook holds %(n)s rows: choose CSV.") % {"n": most})
    if progress:
        progress.step(_("Writing the file"), total=len(rows))
    reader = _reader(export, by)
    parts = _Parts(reader, rows, progress)
    with private_files.being_written(settings.EXPORTS) as path:
        _write(export, path, reader, parts)
        if progress:
            progress.check_cancelled()
        name = private_files.keep(path, settings.EXPORTS)
    made = {"count": parts.count, "file": name, "made_at": timezone.now()}
    told = {"contacts": sorted(reader.told), "accounts": sorted(reader.told_accounts)}
    # Two attempts at one job may both come this far: the first one's file is the one.
    is_ours = Export.objects.filter(pk=export.pk, state=ExportState.PREPARING).update(
        state=ExportState.READY, told=told, **made
    )
    if not is_ours:
        (settings.EXPORTS / name).unlink(missing_ok=True)


def _reader(export: Export, by: User) -> Reader:
    if export.format == Format.CARDS:
        return Cards(by)
    if export.format == Format.O2S:
        return WorkbookOfO2S(by)
    on = export.on
    shown = columns.entries(on, columns.known(on, export.asked["columns"]))
    if on == "accounts":
        return ListedAccounts(by, [columns.FIRST[on], *columns.in_file(on, shown)])
    return ListedContacts(by, shown)


class _Parts:
    """The rows of a file, read a part at a time; `count` is how many there were."""

    def __init__(self, reader: Reader, keys: Sequence[int], progress: Progress | None) -> None:
        self.reader, self.keys, self.progress = reader, keys, progress
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        size = self.reader.part
        for at in range(0, len(self.keys), size):
            if self.progress:
                self.progress.check_cancelled()
            part = self.keys[at : at + size]
            rows = list(self.reader.read(part))
            self.count += len(rows)
            yield from rows
            if self.progress:
                self.progress.advance(len(part))


def _write(export: Export, path: Path, reader: Reader, rows: _Parts) -> None:
    if export.format == Format.CARDS:
        with path.open("w", encoding="utf-8", newline="") as cards:
            cards.writelines(str(card) for (card,) in rows)
    elif export.format == Format.CSV:
        with path.open("wb") as file:
            write_csv(file, reader.columns, rows)
    else:
        title = pgettext("sheet", "Accounts") if export.on == "accounts" else _("Contacts")
        write_xlsx(path, title, reader.columns, rows)


# -- in the background


def _work(progress: Progress, *, by: User, export: int) -> dict[str, int]:
    """Make the file; begun again, from its first row."""
    row = exports.of(by).filter(pk=export).first()
    if row is None:
        raise JobError(_("This export is gone."))
    if row.state == ExportState.PREPARING:
        try:
            _make(row, by=by, progress=progress)
        except SearchRefused as refusal:
            raise JobError(str(refusal)) from refusal
    return {"export": export}


def _outcome(result: dict[str, int], user: User) -> Outcome:
    export = exports.of(user).filter(pk=result["export"]).first()
    mine = reverse("searches:export-list")
    if export is None or not exports.can_be_fetched(export):
        return Outcome(_("The file is not there any more."), mine, _("My exports"))
    return Outcome(ready(export), reverse("searches:export-fetch", args=[export.pk]), _("Download"))


def ready(export: Export) -> str:
    """Say how many rows wait to be downloaded."""
    count = export.count or 0
    words = {"n": formats.number_fr(count)}
    if export.on == "accounts":
        return ngettext("%(n)s account is ready.", "%(n)s accounts are ready.", count) % words
    return ngettext("%(n)s contact is ready.", "%(n)s contacts are ready.", count) % words


KIND = Kind(
    name="export",
    label=pgettext_lazy("job", "Export"),
    work=_work,
    outcome=_outcome,
    right=rights.EXPORT,
    resumable=True,
)

# -- what is kept for a time only


def clear_exports() -> int:
    """Delete files that nobody may fetch any more, or that are old; return how many."""
    # Not the rows: each holds the keys of all of whom its file tells.
    due = {export.pk: export.file for export in _not_gone() if _is_due(export)}
    for name in filter(None, due.values()):
        (settings.EXPORTS / name).unlink(missing_ok=True)
    left = {"state": ExportState.GONE, "file": "", "told": {}}
    Export.objects.filter(pk__in=due).update(**left)
    kept = set(Export.objects.exclude(file="").values_list("file", flat=True))
    private_files.sweep(settings.EXPORTS, kept)
    return len(due)


def _not_gone() -> Iterator[Export]:
    rows = Export.objects.exclude(state=ExportState.GONE).select_related("owner", "job")
    return rows.order_by("pk").iterator(chunk_size=10)


def _is_due(export: Export) -> bool:
    if export.state == ExportState.PREPARING:
        is_made = export.job is not None and export.job.is_active
        return not is_made and exports.is_old(export)
    owner = export.owner
    may_fetch = owner.is_active and owner.has_perm(rights.EXPORT)
    return exports.is_old(export) or not may_fetch or not exports.is_seen_whole(export, owner)
