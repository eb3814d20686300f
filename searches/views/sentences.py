"""What several searches ask, in sentences; the names in them are read together."""

from collections.abc import Sequence
from typing import Any, Protocol

from searches.errors import SearchRefused
from searches.forms.choices import Choices
from searches.queries.keeping import names_of
from searches.queries.searches import referred
from searches.querying.schema import Search, read
from searches.querying.sentences import Part, sentence, text
from searches.views.opened import Labels
from users.models import User


class Stored(Protocol):
    """A search, or what one was."""

    stored: Any


def sentences(searches: Sequence[Stored], user: User) -> list[str]:
    """Return what each asks, with the reader's eyes; "" of what cannot be read."""
    return [text(parts) for parts in sentences_of([each.stored for each in searches], user)]


def sentences_of(stored: Sequence[Any], user: User) -> list[Sequence[Part]]:
    """Return the same of what was stored, in parts; none of what cannot be read."""
    trees = [_tree(each) for each in stored]
    names = names_of(set().union(*(referred(tree.where) for tree in trees if tree)), user)
    choices = Choices(user)
    # All is noted before the first name is read.
    labels = [Labels(tree.where, tree.on, choices) if tree else None for tree in trees]
    return [
        sentence(tree, label, names) if tree and label else ()
        for tree, label in zip(trees, labels, strict=True)
    ]


def _tree(stored: Any) -> Search | None:
    try:
        return read(stored)
    except SearchRefused:
        return None
