"""Rows that a form changes, adds and takes away: nothing is written before `apply`."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.db import models

from persistence import bulk_history
from persistence.journal.steps import Step, StepKind, added_rows, removed_rows
from persistence.journal.writing import execute
from users.models import User

# Moved by whoever follows a change; no undo asks whether it stands.
_FOLLOWS = {"version"}
Row = Any


def columns_of(model: type[models.Model]) -> list[str]:
    """Return the columns that tell a row, so that it can be brought back as it was."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in _FOLLOWS
    ]


class Draft:
    """What is to be written. Rows are changed in memory at once: what is asked later sees them."""

    def __init__(self) -> None:
        self._standing: dict[tuple[str, int], tuple[Row, dict[str, Any]]] = {}
        self._added: list[Row] = []
        self._removed: list[Row] = []

    def change(self, row: Row, **values: Any) -> None:
        """Give a row these values, by the names of its fields."""
        if not row._state.adding:  # noqa: SLF001 - Django's documented name
            self._standing.setdefault((row._meta.label, row.pk), (row, _values(row)))
        for name, value in values.items():
            setattr(row, name, value)

    def add(self, row: Row) -> Row:
        """Add a row, after those that it refers to."""
        self._added.append(row)
        return row

    def remove(self, row: Row) -> None:
        """Take a row away, before those that it refers to."""
        if self._is_added(row):
            self._added = [one for one in self._added if one is not row]
            return
        _row, held = self._standing.pop((row._meta.label, row.pk), (row, {}))
        for name, value in held.items():
            setattr(row, name, value)
        self._removed.append(row)

    def is_removed(self, row: Row) -> bool:
        return row in self._removed

    def _is_added(self, row: Row) -> bool:
        return any(one is row for one in self._added)

    @property
    def is_empty(self) -> bool:
        return not (self._added or self._removed or self._changes())

    def apply(self, *, by: User, reason: str) -> list[Step]:
        """Write it with its history, and return the steps: taken away, added, then changed."""
        steps = [
            removed_rows(label, rows, columns_of(type(rows[0])))
            for label, rows in _by_model(self._removed)
        ]
        execute(steps, by=by, reason=reason)
        for label, rows in _by_model(self._added):
            made = bulk_history.create(rows, by=by, reason=reason)
            steps.append(added_rows(label, made, columns_of(type(rows[0]))))
        changes = self._changes()
        execute(changes, by=by, reason=reason)
        return [*steps, *changes]

    def _changes(self) -> list[Step]:
        """Return one write for each model; a column that a row does not change is as it was."""
        return [
            step
            for label, rows in _by_model([row for row, _held in self._standing.values()])
            if (step := self._changed(label, rows)).keys
        ]

    def _changed(self, label: str, rows: Sequence[Row]) -> Step:
        changed: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
        for row in rows:
            held = self._standing[label, row.pk][1]
            values = _values(row)
            if values != held:
                changed[row.pk] = held, values
        columns = sorted(
            {name for held, now in changed.values() for name in held if held[name] != now[name]}
        )
        old = [tuple(held[name] for name in columns) for held, _now in changed.values()]
        new = [tuple(now[name] for name in columns) for _held, now in changed.values()]
        return Step(StepKind.FILL, label, columns, list(changed), old, new)


def _fields(row: Row) -> Iterable[Any]:
    return (field for field in row._meta.concrete_fields if not field.primary_key)


def _values(row: Row) -> dict[str, Any]:
    """Return what a row holds; another that it refers to and that is not saved yet by its name."""
    return {field.attname: _value(row, field) for field in _fields(row)}


def _value(row: Row, field: Any) -> Any:
    if not (field.is_relation and field.is_cached(row)):
        return getattr(row, field.attname)
    other = field.get_cached_value(row)
    if other is None:
        return None
    return str(other) if other.pk is None else other.pk


def _by_model(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Return rows that follow each other and are of one model together."""
    return [(label, list(found)) for label, found in groupby(rows, key=lambda row: row._meta.label)]
