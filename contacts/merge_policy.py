"""What a merge does with each relation to Contact, and what a deletion entails.

Knows no model: whoever owns a model registers its policy when it starts, upper apps too. The
relations are discovered, so that a merge meets one without a policy before it loses its rows.
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import ngettext
from simple_history.models import HistoricalChanges

from contacts.changes import Part, RowMove, Step, StepKind, move
from users.models import User

# From the keys of contacts to sentences, counting what the user sees and nothing else.
Consequence = Callable[[Collection[int], User], Sequence[str]]

_CONSEQUENCES: list[Consequence] = []


def register_consequence(consequence: Consequence) -> None:
    """Have this asked before every deletion of contacts."""
    if consequence not in _CONSEQUENCES:
        _CONSEQUENCES.append(consequence)


def consequences(contact_ids: Collection[int], user: User) -> list[str]:
    """Return what follows if these contacts are deleted, in the words of the one who asks."""
    return [sentence for ask in _CONSEQUENCES for sentence in ask(contact_ids, user)]


@dataclass(frozen=True)
class Merging:
    """Who goes into whom, by the keys of the contacts, and for whose eyes it is planned."""

    source: int
    target: int
    by: User

    @property
    def both(self) -> tuple[int, int]:
        return self.source, self.target


class Policy(Protocol):
    """What becomes of the rows of one relation."""

    def plan(self, relation: str, merging: Merging) -> Part: ...

    def refresh(self, contact_ids: Collection[int]) -> None:
        """Compute again what is kept beside these contacts, after a merge and after an undo."""


class NoPolicy(LookupError):
    """A relation to Contact of which nobody said what a merge does with it."""


class _Nothing:
    def plan(self, relation: str, merging: Merging) -> Part:
        return Part()

    def refresh(self, contact_ids: Collection[int]) -> None:
        return None


@dataclass(frozen=True)
class Stay(_Nothing):
    """The rows stay with the source; `why` is for whoever reads the registration."""

    why: str


@dataclass(frozen=True)
class Derived(_Nothing):
    """The rows are computed from others: for both contacts, once the others have moved."""

    compute: Callable[[Collection[int]], object] | None = None

    def refresh(self, contact_ids: Collection[int]) -> None:
        if self.compute is not None:
            self.compute(contact_ids)


@dataclass(frozen=True)
class Planned(Derived):
    """A plan of its own, for one relation or for several that move together."""

    planner: Callable[[Merging], Part] | None = None

    def plan(self, relation: str, merging: Merging) -> Part:
        return self.planner(merging) if self.planner else Part()


@dataclass(frozen=True)
class Move(_Nothing):
    """The rows move to the target; one that it has already stays with the source.

    `same` are the columns that make two rows the same, through `key` where they are compared in
    another form than they are stored. `single` is a flag that one row of a contact has at most:
    it goes out where the target has one. Without `label` nothing is shown.
    """

    same: Sequence[str] = ()
    key: Callable[[Sequence[Any]], Hashable] = tuple
    single: str = ""
    label: str | Promise = ""

    def plan(self, relation: str, merging: Merging) -> Part:
        model, field = locate(relation)
        flags = [self.single] if self.single else []
        rows: models.QuerySet[Any] = models.QuerySet(model).filter(
            **{f"{field.attname}__in": merging.both}
        )
        found = rows.order_by("pk").values_list("pk", field.attname, *flags, *self.same)
        standing = [row for row in found if row[1] == merging.target]
        coming = [row for row in found if row[1] == merging.source]
        known = {self._key(row) for row in standing} if self.same else set()
        moving = [row for row in coming if not self.same or self._key(row) not in known]
        steps = self._dim(model, standing, moving) if self.single else []
        if moving:
            keys = [row[0] for row in moving]
            steps.append(move(model._meta.label, field.attname, keys, *merging.both))
        return Part(steps, self._shown(len(coming), len(standing), len(moving)))

    def _key(self, row: Sequence[Any]) -> Hashable:
        return self.key(row[-len(self.same) :])

    def _dim(self, model: type[models.Model], standing: list[Any], moving: list[Any]) -> list[Step]:
        lit = [row[0] for row in moving if row[2]]
        if not lit or not any(row[2] for row in standing):
            return []
        on, off = ((True,),) * len(lit), ((False,),) * len(lit)
        return [Step(StepKind.CHANGE, model._meta.label, (self.single,), lit, on, off)]

    def _shown(self, source: int, target: int, moved: int) -> list[RowMove]:
        if not self.label or not source + target:
            return []
        return [RowMove(str(self.label), source, target, target + moved, already(source - moved))]


def already(count: int) -> str:
    """Say how many rows the target has already."""
    if not count:
        return ""
    return ngettext("%(n)s is there already", "%(n)s are there already", count) % {"n": count}


# From keys of rows to those of them that the user may know of.
Seen = Callable[[Collection[int], User], Collection[int]]

_WORDS: dict[str, tuple[str | Promise, Seen | None]] = {}


def register_words(model: str, label: str | Promise, seen: Seen | None = None) -> None:
    """Say what an undo calls the rows of a model; those of a model without words are not told.

    `seen` narrows them where the user may see both folders and yet not all of their rows.
    """
    _WORDS[model] = (label, seen)


def words_for(model: str) -> str:
    return str(_WORDS[model][0]) if model in _WORDS else ""


def seen_rows(model: str, keys: Collection[int], user: User) -> int:
    """Count those of these rows that the user may know of."""
    seen = _WORDS[model][1]
    return len(keys if seen is None else seen(keys, user))


_POLICIES: dict[str, Policy] = {}


def register(policies: dict[str, Policy]) -> None:
    """Say what a merge does with these relations, each as `app.Model.field`."""
    _POLICIES.update(policies)


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


def policies_for(model: type[models.Model]) -> dict[str, Policy]:
    """Return the policy of each relation to the model, in the order that they were registered."""
    relations = set(relations_to(model))
    if missing := sorted(relations - _POLICIES.keys()):
        raise NoPolicy(f"What does a merge do with {', '.join(missing)}?")
    return {name: policy for name, policy in _POLICIES.items() if name in relations}
