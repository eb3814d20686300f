from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs import kinds
from jobs.enums import ACTIVE, ENDED, State
from users.models import User


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: User) -> Self:
        """Return the user's own: nobody else knows of a job, whatever their profile."""
        return self.filter(owner=user)

    def active(self) -> Self:
        return self.filter(state__in=ACTIVE)


class Job(models.Model):
    """Work that somebody asked for and that a worker does, and what is known of it meanwhile.

    A worker writes to it only as the attempt that it is: one that was thought dead and comes back
    finds another number there, and writes nothing.
    """

    kind = models.CharField(max_length=50)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # What the work is called with: keys, and what was typed.
    values = models.JSONField(default=dict)
    state = models.CharField(max_length=11, choices=State.choices, default=State.WAITING)
    attempt = models.PositiveSmallIntegerField(default=1)
    # The queue's row of this attempt; none between the two statements that queue it.
    task = models.UUIDField(null=True)
    step = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(null=True)
    # Why it failed, as `JobError` said it; "" when only the log knows.
    message = models.TextField(blank=True)
    result = models.JSONField(null=True)
    cancel_asked = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # The last sign of life: of its worker, and while it waits, of whoever queued it.
    heartbeat = models.DateTimeField(default=timezone.now)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("background job")
        verbose_name_plural = _("background jobs")
        default_permissions = ()
        indexes = [
            models.Index(fields=["owner", "-id"], name="jobs_of_owner"),
            models.Index(
                fields=["heartbeat"], condition=Q(state__in=ACTIVE), name="jobs_by_heartbeat"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ENDED, ended_at__isnull=False)
                | Q(~Q(state__in=ENDED), ended_at__isnull=True),
                name="job_ended_at_when_ended",
            )
        ]

    def __str__(self) -> str:
        kind = kinds.get(self.kind)
        return str(kind.label) if kind else self.kind

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE

    @property
    def percent(self) -> int | None:
        """Return how much of the step is done; None when nobody knows how much there is."""
        return min(100, 100 * self.done // self.total) if self.total else None
