"""What one may know of background work: of one's own, and whether anybody is there to do it."""

import datetime as dt

from django.conf import settings
from django.db.models import F, Q
from django.utils import timezone

from jobs.enums import State
from jobs.models import Job, JobQuerySet
from users.models import User

# How long the bar shows what has ended, and how many lines it has.
SHOWN, LINES = dt.timedelta(days=1), 5
# After how long a job that nobody takes says why.
PATIENCE = dt.timedelta(minutes=1)


def in_bar(user: User) -> list[Job]:
    """Return the user's jobs for the bar: what is going on, then what ended lately."""
    if not user.has_jobs:
        return []
    unended_first = F("ended_at").desc(nulls_first=True)
    jobs = shown_in_bar().filter(owner=user).order_by(unended_first, "-pk")[:LINES]
    return sorted(jobs, key=lambda job: not job.is_active)


def shown_in_bar() -> JobQuerySet:
    return Job.objects.filter(Q(ended_at=None) | Q(ended_at__gte=timezone.now() - SHOWN))


def has_no_worker(job: Job) -> bool:
    """Tell whether the job stands still because no worker is there.

    One that is there and free would have taken it at once; one that is not free gives signs of
    life for another job. So that no worker need be listed anywhere.
    """
    if job.state == State.RUNNING:
        return job.heartbeat < _silent_since()
    waits_long = job.state == State.WAITING and job.heartbeat < timezone.now() - PATIENCE
    return (
        waits_long
        and not Job.objects.filter(state=State.RUNNING, heartbeat__gte=_silent_since()).exists()
    )


def _silent_since() -> dt.datetime:
    return timezone.now() - dt.timedelta(seconds=settings.JOB_SILENT_SECONDS)
