"""Steps as they are written to the tables, forwards and backwards."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db import models

from persistence import bulk_history, staging_tables
from persistence.journal.steps import Step, StepKind
from users.models import User

Values = Sequence[Sequence[Any]]
# More rows than this, each with values of its own, are joined from a table: bulk_update compares
# each row with every key.
_JOINED = 100


def execute(steps: Sequence[Step], *, by: User, reason: str) -> None:
    """Write these steps, each in a fixed number of statements, with their history."""
    for step in steps:
        model = apps.get_model(step.model)
        if step.kind is StepKind.ADD:
            add(model, step, by=by, reason=reason)
            continue
        if step.kind is StepKind.REMOVE:
            bulk_history.delete(model, step.keys, by=by, reason=reason)
            continue
        bulk_history.delete(model, [row["id"] for row in step.gone], by=by, reason=reason)
        write(model, step.keys, step.columns, step.new, by=by, reason=reason)


def reverse(steps: Sequence[Step], *, by: User, reason: str) -> None:
    """Write these steps backwards, last one first."""
    for step in reversed(steps):
        model = apps.get_model(step.model)
        if step.kind is StepKind.ADD:
            bulk_history.delete(model, step.keys, by=by, reason=reason)
            continue
        if step.kind is StepKind.REMOVE:
            add(model, replace(step, new=step.old), by=by, reason=reason)
            continue
        write(model, step.keys, step.columns, step.old, by=by, reason=reason)
        # Under the keys that they had.
        bulk_history.create([model(**row) for row in step.gone], by=by, reason=reason)


def write(
    model: type[models.Model],
    keys: Sequence[int],
    columns: Sequence[str],
    values: Values,
    *,
    by: User,
    reason: str,
) -> None:
    """Give the rows of these keys these values."""
    if not keys:
        return
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(pk__in=keys)
    if all(row == values[0] for row in values):
        rows.update(**dict(zip(columns, values[0], strict=True)))
    elif len(keys) > _JOINED:
        staging_tables.update_rows(model, keys, columns, values)
    else:
        changed = [
            model(pk=key, **dict(zip(columns, own, strict=True)))
            for key, own in zip(keys, values, strict=True)
        ]
        every: models.QuerySet[Any] = models.QuerySet(model)
        every.bulk_update(changed, columns)
    _record(model, keys, bulk_history.CHANGED, by, reason)


def add(model: type[models.Model], step: Step, *, by: User, reason: str) -> None:
    """Insert the rows that the step adds."""
    rows = [
        model(pk=key, **dict(zip(step.columns, values, strict=True)))
        for key, values in zip(step.keys, step.new, strict=True)
    ]
    bulk_history.create(rows, by=by, reason=reason)


def _record(
    model: type[models.Model], keys: Sequence[int], sign: str, by: User, reason: str
) -> None:
    if hasattr(model, "history"):
        bulk_history.record(model, keys, sign=sign, by=by, reason=reason)
