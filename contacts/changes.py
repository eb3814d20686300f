"""What a big change will do, and what it did: the words of every plan and every undo. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class FieldOutcome(StrEnum):
    """What becomes of a field."""

    FILLED = "filled"
    REFUSED = "refused"
    KEPT = "kept"


@dataclass(frozen=True)
class FieldChange:
    """One field on both sides and after, as text; `words` say why when it is not plain."""

    name: str
    label: str
    source: str
    target: str
    result: str
    fate: FieldOutcome
    words: str = ""


@dataclass(frozen=True)
class RowMove:
    """How many rows of one list each side has, and how many the target has afterwards."""

    label: str
    source: int
    target: int
    result: int
    note: str = ""


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


@dataclass(frozen=True)
class RowsBack:
    """How many rows of one list go back, and how many changed since and stay."""

    label: str
    back: int
    stay: int


@dataclass(frozen=True)
class RowChange:
    """One row that both sides have, or that the target cannot take: its columns, one by one."""

    title: str
    fields: Sequence[FieldChange]

    def has(self, fate: FieldOutcome) -> bool:
        return any(one.fate == fate for one in self.fields)


@dataclass
class Part:
    """What one policy plans: what is written, and what of it is shown to who asked."""

    steps: list[Step] = field(default_factory=list)
    rows: list[RowMove] = field(default_factory=list)
    changed: list[RowChange] = field(default_factory=list)


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
