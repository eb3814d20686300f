"""What the models of the house share: soft deletion, and history that cannot be bypassed."""

from functools import cache
from typing import Any, NoReturn, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords

from users.models import User

M = TypeVar("M", bound=models.Model)


class HistoryBypassedError(TypeError):
    """A bulk write that would leave no history: use `persistence.bulk_history`."""


class TrackedQuerySet(models.QuerySet[M]):
    """Rows whose changes are all kept: plain bulk writes are refused."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise HistoryBypassedError(self._refusal("update"))

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryBypassedError(self._refusal("bulk_create"))

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryBypassedError(self._refusal("bulk_update"))

    def _refusal(self, method: str) -> str:
        return f"{self.model.__name__}.{method} writes no history: use bulk_history"


def save_as(row: models.Model, by: User, *, reason: str = "", **options: Any) -> None:
    """Save the row; its history says that `by` did it, whoever the request's user is, and why."""
    row._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - the library's own name
    row._change_reason = reason or None  # type: ignore[attr-defined]  # noqa: SLF001 - same
    row.save(**options)


def delete_as(row: models.Model, by: User) -> None:
    """Delete the row; its history says that `by` did it."""
    row._history_user = by  # type: ignore[attr-defined]  # noqa: SLF001 - the library's own name
    row.delete()


class SoftDeletable(models.Model):
    """A row that is deleted by saying when and by whom, and never leaves the table."""

    deleted_at = models.DateTimeField(_("Deleted on"), null=True, blank=True, editable=False)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("Deleted by"),
    )

    class Meta:
        abstract = True


def deleted_together(table: str) -> models.CheckConstraint:
    """When and by whom go together, or neither."""
    return models.CheckConstraint(
        condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
        | Q(deleted_at__isnull=False, deleted_by__isnull=False),
        name=f"{table}_deleted_at_and_by_together",
    )


class KeptHistoryManager(HistoryManager):
    """The library's manager, whose class is made once.

    The library makes it anew each time that somebody writes `.history`, 94 times for a page of
    Historique.
    """

    @classmethod
    @cache
    def from_queryset(
        cls, queryset_class: type[models.QuerySet[Any]], class_name: str | None = None
    ) -> Any:
        return super().from_queryset(queryset_class, class_name)


def track(*, excluded: tuple[str, ...] = ()) -> HistoricalRecords:
    """History as the house keeps it: 64-bit ids, two indexes, nobody's deletion takes it away."""
    return HistoricalRecords(
        history_id_field=models.BigAutoField(primary_key=True),
        excluded_fields=list(excluded),
        inherit=False,
        history_manager=KeptHistoryManager,
        history_change_reason_field=models.CharField(max_length=200, null=True),
        use_base_model_db=False,
        custom_model_name=lambda name: f"Historical{name}",
    )
