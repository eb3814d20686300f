"""Doing a job: what the queue calls, in a worker (`manage.py run_jobs`)."""

import logging
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from jobs import kinds
from jobs.actions.progress import Progress, owned
from jobs.enums import State
from jobs.errors import Cancelled, JobError, TakenUp
from jobs.kinds import Kind
from jobs.models import Job
from users.models import User

logger = logging.getLogger(__name__)


def enqueue() -> None:
    """Queue the jobs that wait and stand in no queue.

    Whoever made one wait calls it in the same transaction, so that nobody else ever sees one.
    """
    waiting = Job.objects.filter(state=State.WAITING, task=None)
    for pk, attempt in waiting.values_list("pk", "attempt"):
        Job.objects.filter(pk=pk).update(task=run.enqueue(pk, attempt).id)


def ask_right(kind: Kind, user: User) -> None:
    if not (user.is_active and user.has_perm(kind.right)):
        raise PermissionDenied


@task
def run(pk: int, attempt: int) -> None:
    """Do the job, unless it was cancelled or taken up meanwhile.

    Its path stands in the rows of the queue: whoever moves it leaves what waits undone.
    """
    job = _claim(pk, attempt)
    if job is None:
        return
    with (
        suppress(TakenUp),
        translation.override(settings.LANGUAGE_CODE),
        Progress(job) as progress,
    ):
        ending = _ending(job, progress)
        owned(job).update(ended_at=timezone.now(), **progress.said, **ending)


def _claim(pk: int, attempt: int) -> Job | None:
    now = timezone.now()
    waiting = Job.objects.filter(pk=pk, attempt=attempt, state=State.WAITING)
    begun = {"state": State.RUNNING, "started_at": now, "heartbeat": now}
    if not waiting.update(step="", done=0, total=None, **begun):
        return None
    return Job.objects.select_related("owner").get(pk=pk, attempt=attempt)


def _ending(job: Job, progress: Progress) -> dict[str, Any]:
    """Do the work; return what the job's row then says."""
    try:
        return {"state": State.DONE, "result": _work(job, progress)}
    except Cancelled:
        return {"state": State.CANCELLED}
    except TakenUp:
        raise
    except JobError as error:
        return {"state": State.FAILED, "message": str(error)}
    except Exception:
        logger.exception("A job failed", extra={"job": job.pk})
        return {"state": State.FAILED}


def _work(job: Job, progress: Progress) -> Any:
    kind = kinds.get(job.kind)
    if kind is None:
        raise JobError(_("This version of the program no longer knows this work."))
    try:
        ask_right(kind, job.owner)
    except PermissionDenied as error:
        raise JobError(_("You no longer have the right to this work.")) from error
    return kind.work(progress, by=job.owner, **job.values)
