"""What several searches ask, in sentences; the names in them are read together."""

from collections.abc import Sequence
from typing import Any, Protocol

from searches.errors import SearchRefused
from searches.forms.choices import Choices
from searches.queries.keeping import names_of
from searches.queries.searches import referred
from searches.querying.schema import Search, read
from searches.querying.sentences import sentence, text
from searches.views.opened import Labels
from users.models import User


class Stored(Protocol):
    """A search, or what one was."""

    stored: Any


def sentences(searches: Sequence[Stored], user: User) -> list[str]:
    """Return what each asks, with the reader's eyes; "" of what cannot be read."""
    trees = [_tree(search) for search in searches]
    wheres = [tree.where for tree in trees if tree]
    names = names_of(set().union(*map(referred, wheres)), user)
    choices = Choices(user)
    # All is noted before the first name is read.
    labels = [tree and Labels(tree.where, tree.on, choices) for tree in trees]
    return [
        text(sentence(tree, label, names)) if tree and isinstance(label, Labels) else ""
        for tree, label in zip(trees, labels, strict=True)
    ]


def _tree(search: Stored) -> Search | None:
    try:
        return read(search.stored)
    except SearchRefused:
        return None
