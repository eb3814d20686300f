"""Taking a form that came back: read by a process apart, then kept for its sender, or refused."""

import datetime as dt
import shutil
from collections.abc import Mapping
from dataclasses import replace
from typing import IO

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from imports.fact_find import reading as reader
from imports.fact_find.mark import BLANK
from imports.fact_find.reading import LARGEST_FILE, Reading
from imports.fact_find.reasons import Reason
from imports.models import FormIssue, ReceivedForm, RefusedForm
from imports.models.received import KEPT_FOR
from imports.queries.fact_find.signing import known_keys
from persistence import private_files
from text.normalise import stored_text
from users.models import User


def receive(*, upload: UploadedFile, by: User) -> ReceivedForm | Reading:
    """Return the form that was read; or why it is refused, of which five facts are kept.

    Nothing is held while it is read: no transaction, no lock of the database.
    """
    reading, issue = _known_to(_read(upload), by)
    if reading.reason is not None:
        RefusedForm.objects.create(
            code=reading.reason,
            size=reading.size,
            sha256=reading.sha256,
            seconds=reading.seconds,
            by=by,
        )
        return reading
    return _keep(upload, reading, issue, by)


def _read(upload: UploadedFile) -> Reading:
    if (upload.size or 0) > LARGEST_FILE:
        return Reading(Reason.TOO_BIG, size=upload.size or 0)
    return reader.read(_content(upload), keys=known_keys(), issued=_printed)


def _content(upload: UploadedFile) -> IO[bytes]:
    """Return the file itself, which has a descriptor, from its start."""
    content: IO[bytes] = upload.file  # type: ignore[assignment]
    content.seek(0)
    return content


def _printed(ref: str) -> Mapping[str, str]:
    """Return what was printed, for the form that came back as it went: nothing is told of it."""
    values = FormIssue.objects.filter(ref=ref).values_list("values", flat=True).first()
    return values or {}


def _known_to(reading: Reading, by: User) -> tuple[Reading, FormIssue | None]:
    """Return what the user may know of it: a form printed for a hidden folder is a foreign one.

    Whatever else is wrong with it, and in the same words.
    """
    ref = reading.mark.ref if reading.mark else BLANK
    issue = FormIssue.objects.visible_to(by).filter(ref=ref).first()
    if ref == BLANK or issue is not None:
        return reading, issue
    foreign = Reading(Reason.UNKNOWN_FORM)
    told = {name: getattr(reading, name) for name in ("size", "sha256", "seconds")}
    return replace(foreign, **told), None


def _keep(
    upload: UploadedFile, reading: Reading, issue: FormIssue | None, by: User
) -> ReceivedForm:
    """Keep it with its file; the same file sent again is the one that waits already."""
    if reading.mark is None:
        raise ValueError("a form that was read has its mark")
    with private_files.being_written(settings.RECEIVED_FORMS) as path:
        with path.open("wb") as kept:
            shutil.copyfileobj(_content(upload), kept)
        with transaction.atomic():
            form, is_new = ReceivedForm.objects.select_for_update().get_or_create(
                uploader=by,
                sha256=reading.sha256,
                decided_at=None,
                defaults={
                    "name": stored_text(upload.name or "")[:200],
                    "size": reading.size,
                    "form": reading.mark.template,
                    "version": reading.mark.version,
                    "issue": issue,
                    "answers": {
                        "texts": reading.texts,
                        "doubts": reading.doubts,
                        "remarks": sorted(reading.remarks),
                    },
                },
            )
            form.received_at = timezone.now()
            if is_new:
                form.file = private_files.keep(path, settings.RECEIVED_FORMS)
            form.save(update_fields=["received_at", "file"])
    return form


def clear_refused(days: int) -> int:
    """Delete what is kept of files refused longer ago; return how many."""
    before = timezone.now() - dt.timedelta(days=days)
    deleted, _models = RefusedForm.objects.filter(at__lt=before).delete()
    return deleted


def clear_received() -> int:
    """Delete what waited for a day, its answers and its file; return how many."""
    old = ReceivedForm.objects.filter(received_at__lte=timezone.now() - KEPT_FOR)
    deleted, _models = old.delete()
    kept = ReceivedForm.objects.exclude(file="").values_list("file", flat=True)
    private_files.sweep(settings.RECEIVED_FORMS, set(kept))
    return deleted
