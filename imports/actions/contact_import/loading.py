"""Taking a file of contacts, which waits for its import for a week, its sender's alone."""

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from contacts import rights
from imports.enums import ContactImportState
from imports.models import (
    ContactImport,
    ContactImportCause,
    ContactImportIssue,
    ContactImportRow,
)
from imports.models.contact_import import KEPT_FOR
from persistence import private_files
from text.normalise import stored_text
from users.models import User

WAITING = (ContactImportState.LOADED, ContactImportState.ANALYSED)
_LONGEST_NAME = ContactImport._meta.get_field("name").max_length or 0


def load(*, upload: UploadedFile, by: User) -> ContactImport:
    """Keep the file; the same one sent again by the same person is the one that waits."""
    if not by.has_perm(rights.IMPORT):
        raise PermissionDenied
    with private_files.being_written(settings.CONTACT_IMPORTS) as path:
        upload.seek(0)
        with path.open("wb") as kept:
            shutil.copyfileobj(upload, kept)
        with path.open("rb") as kept:
            sha256 = hashlib.file_digest(kept, "sha256").hexdigest()
        with transaction.atomic():
            # One file at a time, so that a double click loads it once.
            User.objects.select_for_update(no_key=True).get(pk=by.pk)
            waiting = ContactImport.objects.visible_to(by).filter(state__in=WAITING)
            found = waiting.filter(sha256=sha256).first()
            if found is not None:
                return found
            return ContactImport.objects.create(
                owner=by,
                file=private_files.keep(path, settings.CONTACT_IMPORTS),
                name=stored_text(upload.name or "")[:_LONGEST_NAME],
                size=upload.size or 0,
                sha256=sha256,
            )


def discard(*, contact_import: ContactImport, by: User) -> None:
    """Take the file away with what was read of it; one that was imported stays, as history."""
    mine = ContactImport.objects.visible_to(by).filter(pk=contact_import.pk, state__in=WAITING)
    _forget(list(mine.values_list("pk", flat=True)))


def file_of(contact_import: ContactImport) -> Path:
    return Path(settings.CONTACT_IMPORTS) / contact_import.file


def clear_contact_imports() -> int:
    """Delete files that waited for a week, with what was read of them; return how many."""
    before = timezone.now() - KEPT_FOR
    old = ContactImport.objects.filter(state__in=WAITING, sent_at__lte=before)
    deleted = _forget(list(old.values_list("pk", flat=True)))
    kept = ContactImport.objects.exclude(file="").values_list("file", flat=True)
    private_files.sweep(settings.CONTACT_IMPORTS, set(kept))
    return deleted


def _forget(keys: list[int]) -> int:
    """Delete these files and their rows; what is at work on one finds it gone."""
    with transaction.atomic():
        waiting = ContactImport.objects.filter(pk__in=keys, state__in=WAITING)
        rows = list(waiting.select_for_update())
        files = [file_of(row) for row in rows if row.file]
        forgotten = [row.pk for row in rows]
        forget_rows(forgotten)
        ContactImport.objects.filter(pk__in=forgotten).delete()
        transaction.on_commit(lambda: _unlink(files))
    return len(files)


def forget_rows(keys: Sequence[int]) -> None:
    """Delete what was read of these files, none of it fetched: there may be 50 000 rows."""
    for model in (ContactImportCause, ContactImportIssue, ContactImportRow):
        rows = model._base_manager.filter(contact_import__in=keys)
        rows._raw_delete(rows.db)  # noqa: SLF001 - one DELETE: nothing hangs on these


def _unlink(files: list[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
