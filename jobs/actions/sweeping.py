"""Finding jobs whose worker is gone, and forgetting those that ended long ago."""

import datetime as dt
import time

from django.conf import settings
from django.db import transaction
from django.db.models import (
    Case,
    Exists,
    F,
    OuterRef,
    PositiveSmallIntegerField,
    Q,
    Value,
    When,
)
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs import kinds
from jobs.actions.running import enqueue
from jobs.enums import State
from jobs.models import Job
from jobs.queries import shown_in_bar
from users.models import User

# A job whose worker dies of it is not given to one worker after the other.
MOST_ATTEMPTS = 3
KEPT = dt.timedelta(days=30)


def sweep() -> None:
    asked_at = time.monotonic()
    with transaction.atomic():
        # SQLite has one writer: while we waited for it, so did the signs of life. They come first.
        if time.monotonic() - asked_at > settings.JOB_PATIENCE_SECONDS:
            return
        _take_up()
        _forget()


def _take_up() -> None:
    """Give silent jobs to the queue again, or say that they are interrupted.

    One conditional UPDATE: of two who sweep at once, the second finds nothing silent any more.
    """
    now = timezone.now()
    silent = Q(heartbeat__lt=now - dt.timedelta(seconds=settings.JOB_SILENT_SECONDS))
    in_queue = DBTaskResult.objects.filter(pk=OuterRef("task"), status=TaskResultStatus.READY)
    # Taken from the queue by a worker that died before it could say so.
    is_lost = Q(~Exists(in_queue), state=State.WAITING)
    again = Q(state=State.WAITING) | Q(kind__in=kinds.resumable(), attempt__lt=MOST_ATTEMPTS)
    attempt = Case(When(again, then=1), default=0, output_field=PositiveSmallIntegerField())
    Job.objects.filter(silent, Q(state=State.RUNNING) | is_lost).update(
        state=Case(
            When(cancel_asked=True, then=Value(State.CANCELLED)),
            When(again, then=Value(State.WAITING)),
            default=Value(State.INTERRUPTED),
        ),
        ended_at=Case(When(cancel_asked=True, then=Value(now))),
        attempt=F("attempt") + attempt,
        task=Case(When(again, then=None), default=F("task")),
        heartbeat=now,
    )
    enqueue()


def _forget() -> None:
    now = timezone.now()
    Job.objects.filter(ended_at__lt=now - KEPT).delete()
    Job.objects.filter(state=State.INTERRUPTED, heartbeat__lt=now - KEPT).delete()
    DBTaskResult.objects.exclude(status=TaskResultStatus.READY).filter(
        enqueued_at__lt=now - KEPT
    ).delete()
    shown = shown_in_bar().filter(owner=OuterRef("pk"))
    User.objects.filter(~Exists(shown), has_jobs=True).update(has_jobs=False)
