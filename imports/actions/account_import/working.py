"""Going through a file that somebody sent, and taking it in: the pipeline of the night, as jobs."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alerts.actions.rematching import match_again
from contacts import rights as contact_rights
from imports import rights
from imports.actions.account_import.loading import forget_file, waiting
from imports.enums import Doubt, State
from imports.errors import DecidedMeanwhile
from imports.models import ImportRun
from imports.pipeline import night
from jobs.actions import jobs
from jobs.actions.progress import Progress
from jobs.errors import JobError
from jobs.kinds import Kind, Outcome
from jobs.models import Job
from persistence.locks import LockTaken, Work, only_one
from users.models import User


@transaction.atomic
def analyse(*, run_id: int, by: User) -> Job:
    """Have the file gone through without keeping any of it."""
    return _start(ANALYSIS, waiting(run_id, by), by)


@transaction.atomic
def start_import(*, run_id: int, shown: str, by: User) -> Job:
    """Have the file taken in; `shown` is the analysis that was looked at (`ImportRun.analysis`)."""
    run = waiting(run_id, by)
    if run.state == State.RECEIVED or run.analysis != shown:
        raise DecidedMeanwhile
    return _start(IMPORT, run, by)


def _start(kind: Kind, run: ImportRun, by: User) -> Job:
    """Ask for the work, unless some is going on already: return the one or the other."""
    if not rights.may_send_accounts(by):
        raise PermissionDenied
    if run.job is None or not run.job.is_active:
        run.job = jobs.start(kind, by=by, run=run.pk)
        run.save(update_fields=["job"])
    return run.job


def _analyse(progress: Progress, *, by: User, run: int) -> dict[str, int]:
    with _alone(progress):
        _go_through(_claimed(run, State.SUSPENDED, by), progress)
    return {"run": run}


def _import(progress: Progress, *, by: User, run: int) -> dict[str, int]:
    """Take the file in; an attempt that died before it stood begins again."""
    if not ImportRun.objects.visible_to(by).filter(pk=run, state=State.DONE).exists():
        with _alone(progress):
            try:
                _go_through(_claimed(run, State.CONFIRMED, by), progress)
            finally:
                _wait_again(run)
            match_again()
    return {"run": run}


@contextmanager
def _alone(progress: Progress) -> Iterator[None]:
    """Hold the lock of all imports; wait for it as long as it takes, and say so."""
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(only_one(Work.IMPORT))
                break
            except LockTaken:
                progress.step(_("Another import is at work: this one begins after it"))
                progress.check_cancelled()
                time.sleep(settings.JOB_LOOK_SECONDS)
        yield


@transaction.atomic
def _claimed(run_id: int, state: State, by: User) -> ImportRun:
    """Take the file as one that is looked at, or confirmed."""
    try:
        run = waiting(run_id, by)
    except DecidedMeanwhile as error:
        raise JobError(_("This file is gone.")) from error
    if not rights.may_send_accounts(by):
        raise JobError(_("You no longer have the right to this work."))
    if state == State.CONFIRMED:
        run.state, run.decided_by, run.decided_at = state, by, timezone.now()
        run.save()
    elif run.state == State.CONFIRMED:
        run.state = State.SUSPENDED
    return run


def _go_through(run: ImportRun, progress: Progress) -> None:
    path = Path(settings.ACCOUNT_IMPORTS) / run.file
    outcome = night.take_in(run, path, night.Options(path.parent, progress=progress))
    if outcome.run.state in {State.DONE, State.REJECTED}:
        forget_file(run)


def _wait_again(run_id: int) -> None:
    """Let a file wait for its sender that was confirmed and did not go in."""
    left = ImportRun.objects.filter(pk=run_id, state__in=(State.CONFIRMED, State.SUSPENDED))
    left.update(state=State.SUSPENDED, decided_by=None, decided_at=None)


def _outcome(result: dict[str, int], user: User) -> Outcome:
    run = ImportRun.objects.visible_to(user).filter(pk=result["run"]).first()
    if run is None:
        return Outcome(_("This file is gone."))
    return Outcome(_said(run), reverse("imports:run", args=[run.pk]), _("See the file"))


def _said(run: ImportRun) -> str:
    if run.state == State.DONE:
        return _("The file is imported.")
    if run.state == State.REJECTED:
        return _("Nothing of the file can be taken: its page says why.")
    if run.code == Doubt.CHANGED:
        return _("Nothing is imported: the file would no longer bring what was shown.")
    return _("The file is analysed. Nothing of it is in yet.")


def _kind(name: str, label: Any, work: Any) -> Kind:
    # That one may treat alerts is asked when it is started, and when it begins.
    return Kind(
        name=name,
        label=label,
        work=work,
        outcome=_outcome,
        right=contact_rights.IMPORT,
        resumable=True,
    )


ANALYSIS = _kind("account-analysis", gettext_lazy("Analysis of a file of accounts"), _analyse)
IMPORT = _kind("account-import", gettext_lazy("Import of a file of accounts"), _import)
