"""Keeping a file of accounts for who sent it, and taking it away again."""

import shutil
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from imports import rights
from imports.enums import Doubt, State
from imports.errors import DecidedMeanwhile
from imports.models import ImportRun
from imports.models.run import KEPT_FOR, WAITING
from imports.pipeline import inbox
from jobs.enums import ACTIVE
from persistence import private_files
from text.normalise import stored_text
from users.models import User

# Letters of a name that are kept: its end says whether the file is one of mended lines.
_NAME = 200


def load(*, upload: UploadedFile, partner: str, by: User) -> ImportRun:
    """Keep the file; the same one sent again for the same partner is the one that waits."""
    if not rights.may_send_accounts(by):
        raise PermissionDenied
    with private_files.being_written(settings.ACCOUNT_IMPORTS) as path:
        with path.open("wb") as kept:
            shutil.copyfileobj(upload, kept)
        content, size = inbox.digest(path), path.stat().st_size
        with transaction.atomic():
            run, is_new = ImportRun.objects.get_or_create(
                sent_by=by,
                partner=partner,
                sha256=content,
                state__in=WAITING,
                defaults={"file_name": stored_text(upload.name or "")[-_NAME:], "size": size},
            )
            if is_new:
                run.file = private_files.keep(path, settings.ACCOUNT_IMPORTS)
                run.save(update_fields=["file"])
    return run


@transaction.atomic
def refuse(*, run_id: int, by: User) -> ImportRun:
    """Decide that nothing of the file goes in; it is deleted."""
    run = waiting(run_id, by)
    if run.job and run.job.is_active:
        raise DecidedMeanwhile
    run.state, run.code = State.REJECTED, Doubt.ASKED
    run.decided_by, run.decided_at, run.finished_at = by, timezone.now(), timezone.now()
    run.save()
    forget_file(run)
    return run


def waiting(run_id: int, by: User) -> ImportRun:
    """Lock the user's own file; `DecidedMeanwhile` when it waits no more."""
    own = ImportRun.objects.visible_to(by).waiting_of(by).select_related("job")
    run = own.select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None:
        raise DecidedMeanwhile
    return run


def forget_file(run: ImportRun) -> None:
    """Delete the file of what is decided, once that stands."""
    if run.file:
        path = Path(settings.ACCOUNT_IMPORTS) / run.file
        ImportRun.objects.filter(pk=run.pk).update(file="")
        transaction.on_commit(lambda: path.unlink(missing_ok=True))


def clear_account_imports() -> int:
    """Delete what waited for a week or was refused, with its file; return how many."""
    old = ImportRun.objects.filter(
        sent_by__isnull=False, started_at__lte=timezone.now() - KEPT_FOR
    ).exclude(state=State.DONE)
    idle = old.filter(Q(job=None) | ~Q(job__state__in=ACTIVE))
    deleted, _models = ImportRun.objects.filter(
        pk__in=list(idle.values_list("pk", flat=True))
    ).delete()
    kept = ImportRun.objects.exclude(file="").values_list("file", flat=True)
    private_files.sweep(settings.ACCOUNT_IMPORTS, set(kept))
    return deleted
