"""What the work of a job says while it is done, and hears.

What it says is kept in memory, and written by a thread, on that thread's own connection: outside
the transaction of the work, which neither waits for it nor takes it back (docs/adr/0016).
"""

import logging
import threading
import time
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from jobs.enums import State
from jobs.errors import Cancelled, TakenUp
from jobs.models import Job, JobQuerySet

logger = logging.getLogger(__name__)


def owned(job: Job) -> JobQuerySet:
    """Return the row while it is this attempt's.

    One that was given up and that nobody took up is: its worker only slept.
    """
    return Job.objects.filter(
        pk=job.pk, attempt=job.attempt, state__in=(State.RUNNING, State.INTERRUPTED)
    )


class Progress:
    """Handed to the work; as a context, it lets the job give signs of life."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._said: dict[str, Any] = {"step": job.step, "done": job.done, "total": job.total}
        self._written = dict(self._said)
        self._looked_at = self._beaten_at = float("-inf")
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat_until_stopped, daemon=True)

    def step(self, text: str, total: int | None = None) -> None:
        """Say what is being done now, in French, and how much of it there is if that is known."""
        self._said = {"step": text[:200], "done": 0, "total": total}

    def advance(self, n: int = 1) -> None:
        """Say that so much more of the step is done; it costs nothing."""
        self._said = self._said | {"done": self._said["done"] + n}

    def check_cancelled(self) -> None:
        """Raise `Stopped` when the work is to end: call it between two parts, and before a commit.

        It reads the row once a second at most, so that a loop may call it as often as it turns.
        """
        if time.monotonic() - self._looked_at < settings.JOB_LOOK_SECONDS:
            return
        self._looked_at = time.monotonic()
        is_asked = owned(self.job).values_list("cancel_asked", flat=True).first()
        if is_asked is None:
            raise TakenUp
        if is_asked:
            raise Cancelled

    def beat(self) -> None:
        """Write a sign of life, and what the work said last."""
        said = self._said
        owned(self.job).update(state=State.RUNNING, heartbeat=timezone.now(), **said)
        self._written, self._beaten_at = said, time.monotonic()

    @property
    def said(self) -> dict[str, Any]:
        return dict(self._said)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _beat_until_stopped(self) -> None:
        try:
            while not self._stop.wait(settings.JOB_LOOK_SECONDS):
                if self._is_due():
                    self._beat_or_wait()
        finally:
            connection.close()

    def _is_due(self) -> bool:
        silence = time.monotonic() - self._beaten_at
        return self._said != self._written or silence >= settings.JOB_BEAT_SECONDS

    def _beat_or_wait(self) -> None:
        """Leave it to the next time when the database is busy (SQLite: one writer) or away."""
        try:
            self.beat()
        except DatabaseError:
            logger.warning("A job gave no sign of life", extra={"job": self.job.pk})
            connection.close()
