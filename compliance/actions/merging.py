"""What the rows of compliance become when one contact is merged into another."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.functional import Promise

from compliance.models import (
    BeneficialOwner,
    FinancialYear,
    InvestmentProject,
    Objective,
    Shareholder,
    TaxResidence,
)
from contacts.actions.merging.completing import Completions, blank_columns
from contacts.changes import FieldOutcome, Part, RowChange
from contacts.merge_policy import Merging, Policy, counted
from persistence.journal.steps import move
from text.normalise import name_key


@dataclass(frozen=True)
class Complete(Policy):
    """The rows move, one of a kind: the target's own wins, completed by the source's.

    `kind` says which of two folders' rows are the same, `also` names columns that are always
    filled, whose other value is told; `label` is what the rows are called.
    """

    model: type[models.Model]
    kind: Callable[[Any], Hashable]
    label: str | Promise
    also: tuple[str, ...] = ()

    def plan(self, relation: str, merging: Merging) -> Part:
        found: models.QuerySet[Any] = models.QuerySet(self.model)
        rows = list(found.filter(contact_id__in=merging.both).order_by("pk"))
        own = {self.kind(row): row for row in rows if row.contact_id == merging.target}
        coming = [row for row in rows if row.contact_id == merging.source]
        moving = [row.pk for row in coming if self.kind(row) not in own]
        completions, changed = Completions(), []
        names = [*self.also, *blank_columns(self.model)]
        for row in coming:
            standing = own.get(self.kind(row))
            if standing and (changes := completions.complete(standing, row, names)):
                changed.append(RowChange(f"{self.label}, {standing}", changes))
        label = self.model._meta.label
        steps = [move(label, "contact_id", moving, *merging.both)] if moving else []
        filled = sum(row.has(FieldOutcome.FILLED) for row in changed)
        counts = len(coming), len(rows) - len(coming), len(moving)
        told = counted(self.label, *counts, filled=filled)
        return Part([*steps, *completions.steps()], told, changed)


def of_aim(row: Objective) -> Hashable:
    return row.kind


def of_project(_row: InvestmentProject) -> Hashable:
    """There is one in a folder."""
    return None


def of_residence(row: TaxResidence) -> Hashable:
    return row.country


def of_year(row: FinancialYear) -> Hashable:
    return row.year


def of_shareholder(row: Shareholder) -> Hashable:
    return name_key(row.name)


def of_owner(row: BeneficialOwner) -> Hashable:
    return name_key(row.last_name), name_key(row.first_name), row.birth_date
