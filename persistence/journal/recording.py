"""What a change wrote, kept for whoever undoes it, and read back."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from persistence.journal.models import BaseChange, BaseChangeStep
from persistence.journal.steps import Step, StepKind
from users.models import User


def record(change: BaseChange, steps: Sequence[Step], *, after: int = 0) -> None:
    """Keep the steps of a change that is saved, those that wrote something.

    `after`: how many places are taken by steps that were kept before.
    """
    change.steps.bulk_create(
        change.steps.model(
            change=change,
            position=position,
            kind=step.kind,
            model=step.model,
            columns=list(step.columns),
            keys=list(step.keys),
            old=[_as_json(values) for values in step.old],
            new=[_as_json(values) for values in step.new],
            gone=[dict(zip(row, _as_json(row.values()), strict=True)) for row in step.gone],
        )
        for position, step in enumerate(steps, start=after)
        if step.keys
    )


def recorded(change: BaseChange) -> list[Step]:
    """Return the steps of a change as they were written."""
    return list(read(change.steps.order_by("position")))


def read(rows: Iterable[BaseChangeStep]) -> Iterator[Step]:
    """Give these rows of the journal as the steps that they keep, one after the other."""
    for row in rows:
        yield Step(
            StepKind(row.kind),
            row.model,
            tuple(row.columns),
            tuple(row.keys),
            [_from_json(row.model, row.columns, values) for values in row.old],
            [_from_json(row.model, row.columns, values) for values in row.new],
            [
                dict(zip(gone, _from_json(row.model, gone, gone.values()), strict=True))
                for gone in row.gone
            ],
        )


def until(change: BaseChange) -> dt.datetime:
    """Return the moment until which a change can be undone."""
    return change.at + dt.timedelta(days=settings.UNDO_DAYS)


def undoable_since() -> dt.datetime:
    """Return the moment of the oldest change that can be undone now."""
    return timezone.now() - dt.timedelta(days=settings.UNDO_DAYS)


def mark_undone(change: BaseChange, *, by: User) -> None:
    change.undone_at, change.undone_by = timezone.now(), by
    change.save(update_fields=["undone_at", "undone_by"])


def _as_json(values: Iterable[Any]) -> list[Any]:
    """Return values as JSON holds them, to the microsecond and to the last decimal."""
    return [_word(value) for value in values]


def _word(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _from_json(label: str, columns: Iterable[str], values: Iterable[Any]) -> tuple[Any, ...]:
    model = apps.get_model(label)
    fields = [model._meta.get_field(column) for column in columns]
    return tuple(
        None if value is None else field.to_python(value)
        for field, value in zip(fields, values, strict=True)
    )
