"""A search that somebody opened, asked with their eyes."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from searches.models import SavedSearch
from searches.queries.matching import matching, today
from searches.queries.searches import conditions_of
from searches.querying.operators import Today
from searches.querying.schema import Group, Search, read
from users.models import User


class Asking:
    """What a kept search asks, for one reader."""

    def __init__(self, saved: SavedSearch, user: User) -> None:
        self.saved, self.user = saved, user

    @property
    def on(self) -> str:
        return self.saved.on

    @cached_property
    def search(self) -> Search:
        return read(self.saved.stored)

    @cached_property
    def searches(self) -> dict[int, Group]:
        """Return what those ask that it refers to; `SearchRefused` of a circle."""
        return conditions_of(self.search.where, self.user, own=self.saved.pk)

    @cached_property
    def now(self) -> Today:
        return today()

    def rows(self, *, by_sets: bool = False) -> QuerySet[Any]:
        """Return the rows that exist for the reader and of which it is true, in no order."""
        return matching(self.search, self.user, self.now, searches=self.searches, by_sets=by_sets)
