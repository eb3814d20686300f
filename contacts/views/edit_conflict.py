"""A page of a folder that somebody else saved since it was opened: both, field by field."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.http import QueryDict
from django.utils.choices import flatten_choices

from contacts.forms import edit_conflict
from contacts.forms.edit_conflict import Forms
from contacts.models import Contact

SETTLED = ("mine", "theirs")


@dataclass(frozen=True)
class Other:
    """What stands beside a field: the other's value, who saved it and when.

    `name` is the field's own, for the answer; `value` is what the control takes, `shown` what one
    reads. `taken`: the field holds it already, nothing is to choose.
    """

    who: str
    when: dt.datetime | None
    name: str
    value: str
    shown: str
    taken: bool


@dataclass
class Comparison:
    """What was posted, put together with what is saved now."""

    data: QueryDict
    names: dict[str, str] = field(default_factory=dict)
    saved: dict[str, list[str]] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    disputed: set[str] = field(default_factory=set)
    settling: bool = False

    @property
    def must_be_shown(self) -> bool:
        return bool(self.taken or self.disputed or self.settling)


def compare(posted: QueryDict, build: Callable[[], Forms], *, version: int) -> Comparison:
    """Compare what was posted with the page's forms as they are saved now.

    A page saved by nobody else since, with nothing left to choose, goes through as it was typed.
    """
    undecided, settled = set(posted.getlist("undecided")), posted.get("settle", "")
    moved = posted.get("version") != str(version)
    if not (moved or undecided or settled):
        return Comparison(data=posted)
    fresh = build()
    saved, typed = edit_conflict.as_posted(fresh), edit_conflict.typed_by_name(posted, fresh)
    names = edit_conflict.canonical_names(posted, fresh)
    opened = edit_conflict.read_opened(posted.get("opened", "")) if moved else saved
    result = edit_conflict.reconcile(
        opened=opened, typed=typed, saved=saved, several=edit_conflict.several(fresh)
    )
    standing = {names[raw] for raw in undecided if raw in names}
    result.disputed |= {name for name in standing if typed.get(name) != saved.get(name)}
    _settle(result, settled, names, saved)
    if not (result.taken or result.disputed or settled):
        return Comparison(data=posted)
    data, shown_names = edit_conflict.as_data(result.values, fresh)
    return Comparison(data, shown_names, saved, result.taken, result.disputed, bool(settled))


def _settle(
    result: edit_conflict.Reconciled,
    settled: str,
    names: dict[str, str],
    saved: edit_conflict.Values,
) -> None:
    """Do what one of the buttons beside a field asks, where there is no script to do it."""
    whose, _space, raw = settled.partition(" ")
    name = names.get(raw)
    if whose not in SETTLED or name not in result.disputed or name is None:
        return
    result.disputed.discard(name)
    if whose == "theirs":
        result.values[name] = list(saved.get(name, ()))


def mark(page: Forms, conflict: Comparison, contact: Contact) -> None:
    """Put the other's version beside each field of these bound forms."""
    last = contact.history.select_related("history_user").first()
    who = str(last.history_user) if last and last.history_user else ""
    when = last.history_date if last else None
    for bound in _fields(page):
        name = conflict.names.get(bound.html_name, "")
        taken = name in conflict.taken
        if taken or name in conflict.disputed:
            values = conflict.saved.get(name, [])
            shown = ", ".join(label(bound, value) for value in values)
            other = Other(who, when, bound.html_name, "".join(values[:1]), shown, taken)
            bound.form.__dict__.setdefault("edit_conflicts", {})[bound.name] = other


def _fields(page: Forms) -> list[BoundField]:
    every: list[BaseForm] = []
    for one in page.values():
        every += one.forms if isinstance(one, BaseFormSet) else [one]
    return [bound for form in every for bound in form]


def label(bound: BoundField, value: str) -> str:
    """Return what a value is called on the screen."""
    if not isinstance(bound.field, forms.ChoiceField):
        return value
    choices: Any = bound.field.choices
    flat: Iterator[tuple[Any, Any]] = flatten_choices(choices)
    labels = {str(key): str(label) for key, label in flat}
    return labels.get(value, value)
