"""What merging two contacts would do, as data: shown before, asked again, then executed."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from contacts import merge_policy
from contacts.actions.merging.fields import RELATED, Filling, fill, has_row
from contacts.actions.merging.losing import merge_losers
from contacts.actions.merging.relations import COUPLE
from contacts.changes import FieldChange, FieldOutcome, RowChange, RowMove
from contacts.errors import MergeRefused
from contacts.merge_policy import Merging
from contacts.models import Contact, OrganisationDetails, PersonDetails
from contacts.models.contact import ContactQuerySet
from contacts.people import people_of
from contacts.queries.lost_sight import Loser, active
from contacts.visibility import is_changeable
from persistence.journal.steps import Step, addition, change
from users.models import User

DETAILS: dict[str, type[models.Model]] = {
    "contact": Contact,
    "person": PersonDetails,
    "organisation": OrganisationDetails,
}


@dataclass(frozen=True)
class MergePlan:
    """`fields`, `rows` and `changed` are what `by` may know; `steps` is all that is written."""

    source: Contact
    target: Contact
    fields: list[FieldChange]
    rows: list[RowMove]
    changed: list[RowChange]
    steps: list[Step]
    losers: list[Loser] = field(default_factory=list)

    @property
    def loses_sight(self) -> list[str]:
        """Return who is to be named before, since they would not see the contact any more."""
        return active(self.losers)

    @property
    def digest(self) -> str:
        """Name what is shown, in one word: the same plan for the same eyes has the same."""
        shown = [asdict(one) for one in self.fields] + [asdict(one) for one in self.rows]
        shown += [asdict(one) for one in self.changed]
        ends = [self.source.pk, self.target.pk]
        said = json.dumps([*ends, shown, self.loses_sight], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

    def with_fate(self, fate: FieldOutcome) -> list[FieldChange]:
        return [one for one in self.fields if one.fate == fate]


def plan_merge(*, source: Contact, target: Contact, by: User) -> MergePlan:
    """Say what merging would do, in the eyes of `by`; refused where it cannot be done.

    Both must be contacts that `by` may see and change: the caller has asked.
    """
    found = in_full(Contact.objects.filter(is_changeable(by)), {source.pk, target.pk})
    require_both(found, source, target)
    source, target = found[source.pk], found[target.pk]
    require_mergeable(source, target)
    return make_plan(source, target, by)


def in_full(contacts: ContactQuerySet, keys: Collection[int]) -> dict[int, Contact]:
    """Return these contacts with the rows that hold their fields."""
    return contacts.select_related("person", *RELATED).in_bulk(list(keys))


def require_both(found: Collection[int], source: Contact, target: Contact) -> None:
    if source.pk == target.pk:
        raise MergeRefused(_("A contact cannot be merged with itself: choose another one."))
    if source.pk not in found or target.pk not in found:
        raise MergeRefused(
            _("One of the two contacts is gone since, or you may not change it. Nothing is done.")
        )


def require_mergeable(source: Contact, target: Contact) -> None:
    """Refuse two of different kinds, and a merge that would show a private folder to somebody."""
    if source.kind != target.kind:
        raise MergeRefused(
            _(
                "A natural person and a legal person cannot be merged: convert one of the two "
                "first."
            ),
            other_kind=True,
        )
    if source.is_private and not people_of(target) <= people_of(source):
        raise MergeRefused(
            _(
                "%(source)s is a private folder, and somebody assigned to %(target)s does not see "
                "it: merging would show it to them."
            )
            % {"source": source, "target": target}
        )


def make_plan(source: Contact, target: Contact, by: User) -> MergePlan:
    merging = Merging(source.pk, target.pk, by)
    policies = merge_policy.policies_for(Contact)
    parts = [policy.plan(relation, merging) for relation, policy in policies.items()]
    changed = [row for part in parts for row in part.changed]
    has_other_couple = any(one.name == COUPLE for row in changed for one in row.fields)
    filling = fill(source, target, has_other_couple=has_other_couple)
    steps = [step for part in parts for step in part.steps] + _field_steps(filling, target)
    return MergePlan(
        source,
        target,
        filling.changes,
        [row for part in parts for row in part.rows],
        changed,
        steps,
        merge_losers(source, target, steps, by),
    )


def _field_steps(filling: Filling, target: Contact) -> list[Step]:
    return [
        change(DETAILS[owner]._meta.label, target.pk, values)
        if has_row(target, owner)
        else _whole_row(DETAILS[owner], target.pk, values)
        for owner, values in filling.values.items()
    ]


def _whole_row(model: type[models.Model], key: int, values: Mapping[str, Any]) -> Step:
    """Add the row of a kind that the target never was.

    All of its columns are noted, so that an undo takes away none in which more was written since.
    """
    blank = model()
    columns = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    every = {column: (getattr(blank, column),) * 2 for column in columns}
    return addition(model._meta.label, key, every | dict(values))
