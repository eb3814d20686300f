"""What a merge does with each relation to Contact.

Knows no model: the app that owns one says it in its extension (contacts.extensions). The relations
are discovered, so that a merge meets one without a policy before it loses its rows.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import ngettext
from simple_history.models import HistoricalChanges

from contacts import extensions
from contacts.changes import Part, RowMove
from persistence.journal.steps import move
from users.models import User


@dataclass(frozen=True)
class Merging:
    """Who goes into whom, by the keys of the contacts, and for whose eyes it is planned."""

    source: int
    target: int
    by: User

    @property
    def both(self) -> tuple[int, int]:
        return self.source, self.target


class Policy:
    """What becomes of the rows of one relation: nothing, where it does not say otherwise."""

    def plan(self, relation: str, merging: Merging) -> Part:
        return Part()

    def refresh(self, contact_ids: Collection[int]) -> None:
        """Compute again what is kept beside these contacts, after a merge and after an undo."""


class NoPolicy(LookupError):
    """A relation to Contact of which nobody said what a merge does with it."""


@dataclass(frozen=True)
class Stay(Policy):
    """The rows stay with the source; `why` is for whoever reads the registration."""

    why: str


@dataclass(frozen=True)
class Derived(Policy):
    """The rows are computed from others: for both contacts, once the others have moved."""

    compute: Callable[[Collection[int]], object] | None = None

    def refresh(self, contact_ids: Collection[int]) -> None:
        if self.compute is not None:
            self.compute(contact_ids)


@dataclass(frozen=True, kw_only=True)
class Planned(Derived):
    """A plan of its own, for one relation or for several that move together."""

    planner: Callable[[Merging], Part]

    def plan(self, relation: str, merging: Merging) -> Part:
        return self.planner(merging)


@dataclass(frozen=True)
class Move(Policy):
    """The rows move to the target; one that it has already stays with the source.

    `same` are the columns that make two rows the same; nothing else is known of such rows, so
    that there is nothing to complete. Without `label` nothing is shown.
    """

    same: Sequence[str] = ()
    label: str | Promise = ""

    def plan(self, relation: str, merging: Merging) -> Part:
        model, field = locate(relation)
        rows: models.QuerySet[Any] = models.QuerySet(model).filter(
            **{f"{field.attname}__in": merging.both}
        )
        found = rows.order_by("pk").values_list("pk", field.attname, *self.same)
        standing = [row for row in found if row[1] == merging.target]
        coming = [row for row in found if row[1] == merging.source]
        known = {row[2:] for row in standing} if self.same else set()
        moving = [row[0] for row in coming if row[2:] not in known]
        steps = []
        if moving:
            steps.append(move(model._meta.label, field.attname, moving, *merging.both))
        return Part(steps, counted(self.label, len(coming), len(standing), len(moving)))


def counted(
    label: str | Promise, source: int, target: int, moved: int, *, filled: int = 0
) -> list[RowMove]:
    """Say how many rows of a list each side has, and what becomes of those that both have."""
    if not label or not source + target:
        return []
    notes = [already(source - moved - filled), completed(filled)]
    note = ", ".join(filter(None, notes))
    return [RowMove(str(label), source, target, target + moved, note)]


def already(count: int) -> str:
    """Say how many rows the target has already."""
    if not count:
        return ""
    return ngettext("%(n)s is there already", "%(n)s are there already", count) % {"n": count}


def completed(count: int) -> str:
    """Say how many rows of the target take something of the source's."""
    if not count:
        return ""
    return ngettext("%(n)s is completed", "%(n)s are completed", count) % {"n": count}


# From keys of rows to those of them that the user may know of.
Seen = Callable[[Collection[int], User], Collection[int]]


@dataclass(frozen=True)
class RowWords:
    """What an undo calls rows of a model that moved, and those that were completed.

    `seen` narrows them where the user may see both folders and yet not all of their rows.
    """

    moved: str | Promise = ""
    filled: str | Promise = ""
    seen: Seen = lambda keys, _user: keys


def _words(model: str) -> RowWords:
    known = (one.row_words[model] for one in extensions.every() if model in one.row_words)
    return next(known, RowWords())


def words_for(model: str, *, filled: bool = False) -> str:
    words = _words(model)
    return str(words.filled if filled else words.moved)


def seen_rows(model: str, keys: Collection[int], user: User) -> int:
    """Count those of these rows that the user may know of."""
    return len(_words(model).seen(keys, user))


def locate(relation: str) -> tuple[type[models.Model], Any]:
    """Return the model and the field that a relation names."""
    label, name = relation.rsplit(".", 1)
    model = apps.get_model(label)
    return model, model._meta.get_field(name)


def relations_to(model: type[models.Model]) -> list[str]:
    """Return every relation to the model, of all apps, those without a name of their own too.

    History rows never move. A many-to-many is the two keys of its rows.
    """
    found: Iterable[Any] = model._meta.get_fields(include_hidden=True)
    return sorted(
        f"{one.related_model._meta.label}.{one.field.name}"
        for one in found
        if (one.one_to_many or one.one_to_one)
        and one.auto_created
        and not one.concrete
        and not issubclass(one.related_model, HistoricalChanges)
    )


def policies() -> dict[str, Policy]:
    """Return what every app says of its relations, in the order in which the apps started."""
    known = (extension.merge_policies.items() for extension in extensions.every())
    return dict(chain.from_iterable(known))


def policies_for(model: type[models.Model]) -> dict[str, Policy]:
    """Return the policy of each relation to the model."""
    relations, known = set(relations_to(model)), policies()
    if missing := sorted(relations - known.keys()):
        raise NoPolicy(f"What does a merge do with {', '.join(missing)}?")
    return {name: policy for name, policy in known.items() if name in relations}
