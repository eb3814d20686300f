"""A search at its address, with the eyes of the reader who opened it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from contacts.fields import Entry
from searches.columns import columns_of
from searches.errors import SearchRefused
from searches.forms.builder import Builder
from searches.forms.choices import Choices
from searches.forms.flattening import flatten
from searches.forms.gone import mark_broken, want, without_gone
from searches.queries.asking import Asking
from searches.queries.searches import known_to, names_known_to
from searches.querying.schema import Group, Search
from searches.querying.sentences import Part, sentence
from searches.querying.vocabulary import SUBJECTS, Asked, Place
from searches.views.chosen_columns import chosen_columns
from users.http import SignedIn


class Opened(Asking):
    """A search with its words: the sentence, and whether it can be asked as it stands."""

    # What this reader chose to see of it.
    chosen_columns: Sequence[str] = ()

    @cached_property
    def columns(self) -> list[Entry]:
        """Return the columns of its results, in the order in which they stand."""
        return columns_of(self.saved, self.chosen_columns)

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
    def without_gone(self) -> tuple[Search, list[str]]:
        """Return the search without what is gone, and the names of that."""
        self._know_names()
        return without_gone(self.search, self.builder.choices, self.searches)

    def _know_names(self) -> None:
        """Note all that will be named before any of it is read."""
        self.labels  # noqa: B018 - notes them
        mark_broken(self.builder, self.searches)

    @cached_property
    def is_runnable(self) -> bool:
        """Tell whether all that it asks is there, for this reader."""
        try:
            self._know_names()
        except SearchRefused:  # they refer to each other in a circle
            return False
        return self.builder.is_complete and not self.builder.gone

    @cached_property
    def sentence(self) -> list[Part]:
        return sentence(self.search, self.labels, self.names)


class Labels:
    """The names of what a search is compared with, as one reader may know them."""

    def __init__(self, where: Group, on: str, choices: Choices) -> None:
        self.choices = choices
        want(where, Place(SUBJECTS[on]), choices)

    def __call__(self, asked: Asked, value: Any) -> str:
        return self.choices.label(asked, str(value))


def opened(request: SignedIn, pk: int) -> Opened:
    """Return the search of this address; 404 when it does not exist for the reader."""
    saved = get_object_or_404(known_to(request.user).select_related("owner"), pk=pk)
    asking = Opened(saved, request.user)
    asking.chosen_columns = chosen_columns(request, saved)
    return asking
