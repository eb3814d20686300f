"""The two tables of the journal, which an app makes concrete beside the rows that it is about."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from persistence.journal.steps import StepKind
from users.models import done_by


class BaseChange(models.Model):
    """Something that one person did at once, and may be undone at once; it has `steps`."""

    if TYPE_CHECKING:
        steps: models.QuerySet[Any]

    kind = models.CharField(max_length=20)
    by = done_by()
    # The moment when all was written: what changed later was changed by somebody else.
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = done_by(null=True)

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="%(class)s_undone_at_and_by_together",
            )
        ]


class BaseChangeStep(models.Model):
    """One `persistence.journal.steps.Step` as it was written; `change` is the concrete key."""

    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=[(str(kind), str(kind)) for kind in StepKind])
    model = models.CharField(max_length=100)
    columns = models.JSONField()
    keys = models.JSONField()
    old = models.JSONField()
    new = models.JSONField()
    gone = models.JSONField(default=list)

    class Meta:
        abstract = True
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.position}. {self.kind} {self.model}"
