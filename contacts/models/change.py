from typing import cast

from django.db import models
from django.db.models import F, Q

from contacts.enums import ChangeKind
from contacts.models.contact import Contact
from persistence.journal.models import BaseChange, BaseChangeStep


class Change(BaseChange):
    """What somebody did that can be undone; its steps are the journal of what was written."""

    # Of a merge: the contact that went into another.
    source = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="merges_away"
    )
    target = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="merges")

    class Meta(BaseChange.Meta):
        indexes = [models.Index(fields=["by", "-id"], name="change_by_who_made_it")]
        constraints = [
            *BaseChange.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind=ChangeKind.MERGE, source__isnull=False, target__isnull=False)
                | ~Q(kind=ChangeKind.MERGE) & Q(source__isnull=True, target__isnull=True),
                name="merge_has_source_and_target",
            ),
            models.CheckConstraint(condition=~Q(source=F("target")), name="merge_not_with_itself"),
            models.UniqueConstraint(
                fields=["source"], condition=Q(undone_at__isnull=True), name="merge_standing_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def both(self) -> tuple[Contact, Contact]:
        """Return the source and the target of a merge."""
        return cast("tuple[Contact, Contact]", (self.source, self.target))


class ChangeStep(BaseChangeStep):
    change = models.ForeignKey(
        Change, on_delete=models.CASCADE, related_name="steps", db_index=False
    )

    class Meta(BaseChangeStep.Meta):
        constraints = [
            models.UniqueConstraint(fields=["change", "position"], name="change_step_in_its_place")
        ]


class ChangeSubject(models.Model):
    """A row that a change is about, of the model of its kind: it exists for who sees one."""

    change = models.ForeignKey(
        Change, on_delete=models.CASCADE, related_name="subjects", db_index=False
    )
    key = models.BigIntegerField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["change", "key"], name="change_subject_once")
        ]

    def __str__(self) -> str:
        return f"{self.change_id}: {self.key}"
