"""A word of the firm that goes, written by its replacement in every search that names it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast

from contacts.models import Category
from searches.errors import SearchRefused
from searches.models import SavedSearch, SearchVersion
from searches.querying.schema import MOST_VALUES, Condition, Group, Node, Rows, read, written
from searches.querying.vocabulary import SUBJECTS, Place, model_of
from users.models import User

_AT_ONCE = 200
_OF_BRANCHES = {"in_branch", "not_in_branch"}


@dataclass(frozen=True)
class _Replacement:
    """One key for another; `below`: what left the branch of the one and is not in the other's."""

    model: type[Model]
    old: int
    new: int
    below: Sequence[int] = ()

    def within(self, node: Node, place: Place) -> Node:
        """Return a node with the new key."""
        match node:
            case Group(how, parts):
                return Group(how, tuple(self.within(part, place) for part in parts))
            case Rows():
                return self._of_rows(node, place)
            case Condition():
                return self._compared(node, place)
        return node

    def _of_rows(self, node: Rows, place: Place) -> Node:
        link = place.of_link(node.link)
        where = self.within(node.where, Place(SUBJECTS[link[0].subject])) if link else node.where
        return replace(node, where=where) if isinstance(where, Group) else node

    def _compared(self, node: Condition, place: Place) -> Node:
        field = place.of_field(node.field)
        if field is None or model_of(field[0]) is not self.model or self.old not in node.values:
            return node
        values = dict.fromkeys(self.new if each == self.old else each for each in node.values)
        if node.op in _OF_BRANCHES:
            values |= dict.fromkeys(self.below)
        return replace(node, values=tuple(values)[:MOST_VALUES])


@transaction.atomic
def replace_word(word: Model, replacement: Model, by: User) -> None:
    """Write the replacement in all searches that name the word, everybody's, deleted ones too.

    Nothing is told of them to `by`. What was kept has a version more, which its owner reads.
    """
    below = _left_alone(word, replacement) if isinstance(word, Category) else ()
    change = _Replacement(type(word), word.pk, replacement.pk, below)
    changed = list(_changed(change))
    SavedSearch.objects.bulk_update(changed, ["stored", "version"], batch_size=_AT_ONCE)
    _tell([search for search in changed if search.name], by)


def _left_alone(category: Category, replacement: Any) -> list[int]:
    """Return the categories below one that goes, which do not come under its replacement."""
    if replacement.pk == category.parent_id:
        return []
    below = category.children.exclude(pk=replacement.pk).order_by("position", "name", "pk")
    return list(below.values_list("pk", flat=True))


def _changed(change: _Replacement) -> Iterator[SavedSearch]:
    """Give the searches that name it, as they are to be written."""
    for search in _candidates(change.model):
        try:
            asked = read(search.stored)
        except SearchRefused:  # nobody can ask it either
            continue
        where = change.within(asked.where, Place(SUBJECTS[asked.on]))
        if where != asked.where and isinstance(where, Group):
            search.stored = written(replace(asked, where=where))
            search.version += 1
            yield search


def _candidates(model: type[Model]) -> QuerySet[SavedSearch]:
    """Return those that name a field of such values, locked."""
    keys = {
        key
        for subject in SUBJECTS.values()
        for key, asked in subject.fields.items()
        if model_of(asked) is model
    }
    names_one = reduce(or_, (Q(text__contains=f'"{key}"') for key in keys), Q(pk__in=[]))
    rows = SavedSearch.objects.annotate(text=Cast("stored", TextField())).filter(names_one)
    return rows.order_by("pk").select_for_update()


def _tell(searches: Sequence[SavedSearch], by: User) -> None:
    """Note what each is from now on."""
    readers: dict[int, list[int]] = {search.pk: [] for search in searches}
    links = SavedSearch.readers.through.objects.filter(savedsearch__in=readers)
    for search, reader in links.order_by("user").values_list("savedsearch", "user"):
        readers[search].append(reader)
    versions = [
        SearchVersion(
            search=search,
            by=by,
            name=search.name,
            stored=search.stored,
            reach=search.reach,
            readers=readers[search.pk],
        )
        for search in searches
    ]
    SearchVersion.objects.bulk_create(versions, batch_size=_AT_ONCE)
