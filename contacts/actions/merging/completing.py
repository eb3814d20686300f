"""A row of the target's that the source has too: its blank columns take the source's."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from contacts import fields
from contacts.changes import FieldChange, FieldOutcome
from contacts.history.entries import shown
from persistence.journal.steps import Step, StepKind


def is_blank(value: Any) -> bool:
    return value is None or value == ""


def agree(one: Any, other: Any) -> bool:
    """Say whether two values do not contradict each other."""
    return is_blank(one) or is_blank(other) or bool(one == other)


class Completions:
    """What rows of one model take, and what they held before.

    A row is completed in memory at once: the next one of the source's is compared with what it
    holds by then. `key` is the form in which two values are compared.
    """

    def __init__(self, key: Callable[[Any], Any] = lambda value: value) -> None:
        self._key = key
        self._rows: dict[int, models.Model] = {}
        self._before: dict[int, dict[str, Any]] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def complete(
        self, standing: models.Model, coming: models.Model, names: Iterable[str]
    ) -> list[FieldChange]:
        """Fill what is blank; return each column that is filled, or refused for another value."""
        return [change for name in names if (change := self._complete(standing, coming, name))]

    def _complete(
        self, standing: models.Model, coming: models.Model, name: str
    ) -> FieldChange | None:
        field: Any = standing._meta.get_field(name)
        held, wanted = getattr(standing, field.attname), getattr(coming, field.attname)
        if is_blank(wanted) or self._key(wanted) == self._key(held):
            return None
        before, fate, words = shown(standing, field), FieldOutcome.REFUSED, ""
        if is_blank(held):
            words = _why_not(standing, coming, name)
        if is_blank(held) and not words:
            self._fill(standing, field, getattr(coming, name))
            fate = FieldOutcome.FILLED
        label, after = str(field.verbose_name), shown(standing, field)
        return FieldChange(name, label, shown(coming, field), before, after, fate, words)

    def _fill(self, row: models.Model, field: Any, value: Any) -> None:
        self._rows[row.pk] = row
        self._before.setdefault(row.pk, {})[field.attname] = getattr(row, field.attname)
        setattr(row, field.name, value)

    def steps(self) -> list[Step]:
        """Return one write for all rows; a column that a row does not take is as it was."""
        if not self._rows:
            return []
        columns = sorted({column for before in self._before.values() for column in before})
        rows = [self._rows[key] for key in sorted(self._rows)]
        new = [tuple(getattr(row, column) for column in columns) for row in rows]
        old = [
            tuple(self._before[row.pk].get(column, getattr(row, column)) for column in columns)
            for row in rows
        ]
        label = rows[0]._meta.label
        return [Step(StepKind.FILL, label, columns, [row.pk for row in rows], old, new)]


def _why_not(standing: models.Model, coming: models.Model, name: str) -> str:
    """Say why a blank column is not filled all the same; "" when it is."""
    first, words = fields.description(type(standing), name).goes_with or ("", "")
    if first and getattr(standing, first) != getattr(coming, first):
        return str(words)
    if name in {"birth_date", "death_date"} and _dies_before_birth(standing, coming, name):
        return _("The death would come before the birth")
    return ""


def _dies_before_birth(standing: Any, coming: Any, name: str) -> bool:
    born = coming.birth_date if name == "birth_date" else standing.birth_date
    died = coming.death_date if name == "death_date" else standing.death_date
    return bool(born and died and died < born)


def blank_columns(model: type[models.Model], but: Sequence[str] = ()) -> list[str]:
    """Return the columns of a model that may be blank and that people fill."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.blank and field.editable and field.name not in but and not field.primary_key
    ]
