"""What a change writes, as data: one set-based write after the other. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class StepKind(StrEnum):
    # Rows that hang on somebody else from now on.
    MOVE = "move"
    # Values of rows that stay where they are; all of a row go back together, or none.
    CHANGE = "change"
    # Blank columns of rows that stay where they are: each goes back on its own.
    FILL = "fill"
    # Rows that go, each into the row of the same place in `keys`, whose values change for it.
    FOLD = "fold"
    # Rows that were not there, with these values; taken away again by an undo.
    ADD = "add"
    # Rows that were there, with these values; brought back under their keys by an undo.
    REMOVE = "remove"


@dataclass(frozen=True)
class Step:
    """One set-based write: rows of one model by their keys, the columns written, old and new.

    `old` and `new` hold a tuple of values (in the order of `columns`) for each key; `gone` the
    whole rows that a fold takes away, by column.
    """

    kind: StepKind
    model: str
    columns: Sequence[str]
    keys: Sequence[int]
    old: Sequence[Sequence[Any]]
    new: Sequence[Sequence[Any]]
    gone: Sequence[Mapping[str, Any]] = ()


def move(model: str, column: str, keys: Sequence[int], old: int, new: int) -> Step:
    """Return the step that makes these rows hang on `new` instead of `old`."""
    count = len(keys)
    return Step(StepKind.MOVE, model, (column,), keys, ((old,),) * count, ((new,),) * count)


def change(model: str, key: int, values: Mapping[str, tuple[Any, Any]]) -> Step:
    """Return the step that writes values of one row, given as (old, new) by column."""
    old = tuple(before for before, _after in values.values())
    new = tuple(after for _before, after in values.values())
    return Step(StepKind.CHANGE, model, tuple(values), (key,), (old,), (new,))


def addition(model: str, key: int, values: Mapping[str, tuple[Any, Any]]) -> Step:
    """Return the step that adds a row with these values, given as (blank, new) by column."""
    return replace(change(model, key, values), kind=StepKind.ADD)


def added_rows(model: str, rows: Sequence[Any], columns: Sequence[str]) -> Step:
    """Return the step that added these rows, which are saved, told by some of their columns."""
    new = [tuple(getattr(row, column) for column in columns) for row in rows]
    old = ((None,) * len(columns),) * len(rows)
    keys = [row.pk for row in rows]
    return Step(StepKind.ADD, model, columns, keys, old, new)


def removed_rows(model: str, rows: Sequence[Any], columns: Sequence[str]) -> Step:
    """Return the step that takes these rows away, told by all of their columns but the key."""
    added = added_rows(model, rows, columns)
    return replace(added, kind=StepKind.REMOVE, old=added.new, new=added.old)


def step_that_wrote(steps: Sequence[Step], model: str, column: str) -> Step:
    """Return the step that wrote this column of this model, or one of no rows."""
    found = (step for step in steps if step.model == model and column in step.columns)
    return next(found, Step(StepKind.CHANGE, model, (column,), (), (), ()))
