"""E-mails, telephones and addresses in a merge: united without doubles, and completed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts.actions.merging.completing import Completions, agree, blank_columns
from contacts.changes import FieldOutcome, Part, RowChange
from contacts.merge_policy import Merging, counted
from contacts.models import Email, PostalAddress, Telephone
from persistence.journal.steps import Step, StepKind, move
from text.normalise import name_key

Row = Any  # of one of the three models


@dataclass(frozen=True)
class Coordinates:
    """One list of ways to reach a contact.

    Two rows are one when they agree in `same`, and in what may be blank as far as both say it.
    """

    model: type[models.Model]
    label: str | Promise
    same: Sequence[str]
    key: Callable[[Any], Any] = field(default=lambda value: value)

    @property
    def maybe(self) -> list[str]:
        return blank_columns(self.model, but=self.same)

    def double_of(self, row: Row, standing: Sequence[Row]) -> Row | None:
        """Return the row that is this one: in every word, or else the first that agrees."""
        alike = [one for one in standing if self._is_double(row, one)]
        exact = [one for one in alike if self._said(one) == self._said(row)]
        return next(iter([*exact, *alike]), None)

    def _is_double(self, row: Row, other: Row) -> bool:
        if self._said(row) == self._said(other):
            return True
        first = [self.key(getattr(row, name)) for name in self.same]
        if not all(first) or first != [self.key(getattr(other, name)) for name in self.same]:
            return False
        return all(
            agree(self.key(getattr(row, name)), self.key(getattr(other, name)))
            for name in self.maybe
        )

    def _said(self, row: Row) -> list[Any]:
        return [self.key(getattr(row, name)) for name in (*self.same, *self.maybe)]


EMAILS = Coordinates(Email, _("E-mails"), ["key"])
TELEPHONES = Coordinates(Telephone, _("Telephones"), ["number", "extension"])
ADDRESSES = Coordinates(PostalAddress, _("Addresses"), ["line_1"], key=name_key)


def plan_coordinates(coordinates: Coordinates, merging: Merging) -> Part:
    """Move the source's rows; one that the target has completes it and stays with the source."""
    rows: models.QuerySet[Any] = models.QuerySet(coordinates.model)
    found = list(rows.filter(contact_id__in=merging.both).order_by("pk"))
    standing = [row for row in found if row.contact_id == merging.target]
    coming = [row for row in found if row.contact_id == merging.source]
    completions, moving, changed = Completions(coordinates.key), [], []
    for row in coming:
        double = coordinates.double_of(row, standing)
        title = f"{coordinates.label}, {double}"
        if double is None:
            moving.append(row)
        elif fields := completions.complete(double, row, coordinates.maybe):
            changed.append(RowChange(title, fields))
    steps = [*_put_out(coordinates.model, standing, moving), *completions.steps()]
    if moving:
        keys = [row.pk for row in moving]
        steps.append(move(coordinates.model._meta.label, "contact_id", keys, *merging.both))
    counts = len(coming), len(standing), len(moving)
    filled = sum(one.has(FieldOutcome.FILLED) for one in changed)
    return Part(steps, counted(coordinates.label, *counts, filled=filled), changed)


def _put_out(model: type[models.Model], standing: list[Row], moving: list[Row]) -> list[Step]:
    """One of each sort is preferred: the target's own, if it has one."""
    lit = [row.pk for row in moving if row.preferred]
    if not lit or not any(row.preferred for row in standing):
        return []
    on, off = ((True,),) * len(lit), ((False,),) * len(lit)
    return [Step(StepKind.CHANGE, model._meta.label, ("preferred",), lit, on, off)]
