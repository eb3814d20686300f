"""Asking for background work: `jobs.start(kind, by=user, **values)`, and what one may do then."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, Value, When
from django.utils import timezone

from jobs import kinds
from jobs.actions.running import ask_right, enqueue
from jobs.enums import State
from jobs.models import Job
from users.models import User


@transaction.atomic
def start(kind: kinds.Kind, *, by: User, **values: Any) -> Job:
    """Let a worker do this; `values` are given to the work, and must be JSON.

    The worker sees it once the transaction around it stands.
    """
    ask_right(kind, by)
    job = Job.objects.create(kind=kind.name, owner=by, values=values)
    enqueue()
    User.objects.filter(pk=by.pk).update(has_jobs=True)
    return job


def cancel(*, job: Job, by: User) -> bool:
    """End what has not begun; ask what is at work to end. False when it had ended already."""
    return bool(
        Job.objects.visible_to(by)
        .filter(pk=job.pk, ended_at=None)
        .update(
            state=Case(When(state=State.RUNNING, then=F("state")), default=Value(State.CANCELLED)),
            ended_at=Case(When(state=State.RUNNING, then=None), default=timezone.now()),
            cancel_asked=True,
        )
    )


@transaction.atomic
def resume(*, job: Job, by: User) -> bool:
    """Let a worker begin again what an earlier one left; False when it waits or works already."""
    kind = kinds.get(job.kind)
    if kind is None:
        raise PermissionDenied
    ask_right(kind, by)
    left = Job.objects.visible_to(by).filter(pk=job.pk, state=State.INTERRUPTED)
    is_ours = left.update(
        state=State.WAITING,
        attempt=F("attempt") + 1,
        task=None,
        heartbeat=timezone.now(),
        cancel_asked=False,
    )
    enqueue()
    return bool(is_ours)
