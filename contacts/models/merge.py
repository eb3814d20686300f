from django.conf import settings
from django.db import models
from django.db.models import F, Q

from contacts.changes import StepKind
from contacts.models.contact import Contact


class Merge(models.Model):
    """A contact that went into another, and who did it; the journal of what moved hangs on it."""

    id = models.BigAutoField(primary_key=True)
    source = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="merges_away")
    target = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="merges")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The moment when all was written: what changed later was changed by somebody else.
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="merge_undone_at_and_by_together",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_not_with_itself"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at__isnull=True), name="merge_standing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class MergeStep(models.Model):
    """One line of the journal: a `contacts.changes.Step` as it was written."""

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="steps", db_index=False)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=6, choices=[(kind, kind) for kind in StepKind])
    model = models.CharField(max_length=100)
    columns = models.JSONField()
    keys = models.JSONField()
    old = models.JSONField()
    new = models.JSONField()
    gone = models.JSONField(default=list)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["merge", "position"], name="merge_step_in_its_place")
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.kind} {self.model}"
