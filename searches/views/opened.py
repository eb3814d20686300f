"""A search at its address, with the eyes of the reader who opened it."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from searches.errors import SearchRefused
from searches.forms.builder import Builder
from searches.forms.choices import Choices
from searches.forms.flattening import flatten
from searches.queries.asking import Asking
from searches.queries.searches import known_to, names_known_to
from searches.querying.schema import Condition, Group, Node, Rows
from searches.querying.sentences import Part, sentence
from searches.querying.vocabulary import SUBJECTS, Asked, Place
from users.http import SignedIn


class Opened(Asking):
    """A search with its words: the sentence, and whether it can be asked as it stands."""

    @cached_property
    def names(self) -> dict[int, str]:
        return names_known_to(self.user, self.on)

    @cached_property
    def labels(self) -> "Labels":
        return Labels(self.search.where, self.on, self.builder.choices)

    @cached_property
    def builder(self) -> Builder:
        """Return its conditions as they are drawn; what names them is read once for both."""
        return Builder(flatten(self.saved.stored), self.user, self.on, self.names)

    @cached_property
    def is_runnable(self) -> bool:
        """Tell whether all that it asks is there, for this reader."""
        try:
            self.searches  # noqa: B018 - refused when they stand in a circle
        except SearchRefused:
            return False
        self.labels  # noqa: B018 - before the builder reads the names that it wants
        return self.builder.is_complete and not self.builder.gone

    @cached_property
    def sentence(self) -> list[Part]:
        return sentence(self.search, self.labels, self.names)


class Labels:
    """The names of what a search is compared with, as one reader may know them."""

    def __init__(self, where: Group, on: str, choices: Choices) -> None:
        self.choices = choices
        self._want(where, Place(SUBJECTS[on]))

    def _want(self, node: Node, place: Place) -> None:
        """Note every name, so that those of a sort are read together."""
        if isinstance(node, Group):
            for part in node.parts:
                self._want(part, place)
        elif isinstance(node, Rows) and (link := place.of_link(node.link)):
            self._want(node.where, Place(SUBJECTS[link[0].subject]))
        elif isinstance(node, Condition) and (asked := place.of_field(node.field)):
            self.choices.want(asked[0], map(str, node.values))

    def __call__(self, asked: Asked, value: Any) -> str:
        return self.choices.label(asked, str(value))


def opened(request: SignedIn, pk: int) -> Opened:
    """Return the search of this address; 404 when it does not exist for the reader."""
    saved = get_object_or_404(known_to(request.user).select_related("based_on"), pk=pk)
    return Opened(saved, request.user)
