"""Kept searches: their lists, those that one pinned, and which of them refer to which."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import F, Q, QuerySet

from searches.enums import Reach
from searches.models import SavedSearch, SearchPin, SearchVersion
from searches.queries.searches import kept, known_to, of
from searches.querying.folding import Folded, folded
from users.models import User

# How many of each list are shown; more are found by their names.
MOST_LISTED = 100
LAST_ASKED = 10
# Of whoever changed a search, the last changes that are told.
MOST_TOLD = 50


def kept_by(user: User, text: str) -> QuerySet[SavedSearch]:
    """Return the user's own that have a name, of those whose name contains the text."""
    return _named(kept(user).filter(owner=user), text)


def shared_with(user: User, text: str) -> QuerySet[SavedSearch]:
    """Return those that others keep for everybody or for the user, with their owners."""
    others = kept(user).exclude(owner=user).select_related("owner")
    return _named(others, text)


def _named(searches: QuerySet[SavedSearch], text: str) -> QuerySet[SavedSearch]:
    if not text:
        return searches
    lookup: Any = Folded(F("name"))
    return searches.alias(folded_name=lookup).filter(folded_name__contains=folded(text))


def last_asked(user: User) -> QuerySet[SavedSearch]:
    """Return what the user asked last and did not keep."""
    asked = SavedSearch.objects.filter(of(user), name="", deleted_at=None)
    return asked.order_by("-asked_at", "-pk")[:LAST_ASKED]


def pinned_by(user: User) -> QuerySet[SavedSearch]:
    """Return those that the user pinned and that exist for them; no query for who has none."""
    if not user.has_pins:
        return SavedSearch.objects.none()
    pins = SearchPin.objects.filter(user=user).values("search")
    return kept(user).filter(pk__in=pins)


def is_pinned(search: SavedSearch, user: User) -> bool:
    return user.has_pins and SearchPin.objects.filter(user=user, search=search).exists()


def versions_of(search: SavedSearch) -> list[SearchVersion]:
    """Return what a search was from which moment on, the newest first."""
    return list(search.versions.select_related("by").order_by("-pk")[:MOST_TOLD])


def narrower(
    keys: Collection[int], reach: str, readers: Collection[int], owner: User
) -> list[SavedSearch]:
    """Return those of the searches that somebody would not find for whom `reach` is."""
    if reach == Reach.PRIVATE or not keys:
        return []
    searches = kept(owner).filter(pk__in=keys).prefetch_related("readers")
    return [search for search in searches if not _is_for(search, reach, readers)]


def _is_for(search: SavedSearch, reach: str, readers: Collection[int]) -> bool:
    if search.reach == Reach.PUBLIC:
        return True
    named = search.readers.all() if search.reach == Reach.CHOSEN else ()
    found_by = {search.owner_id, *(reader.pk for reader in named)}
    return reach == Reach.CHOSEN and found_by >= set(readers)


def shared_that_refer_to(search: SavedSearch, user: User) -> list[str]:
    """Return the names of the shared ones, known to the user, that name this one."""
    return _that_refer_to(search, kept(user).filter(~Q(reach=Reach.PRIVATE)))


def kept_that_refer_to(search: SavedSearch, user: User) -> list[str]:
    """Return the names of those known to the user, also one's own private ones, that name this."""
    return _that_refer_to(search, kept(user))


def _that_refer_to(search: SavedSearch, among: QuerySet[SavedSearch]) -> list[str]:
    rows = among.exclude(pk=search.pk).values_list("name", "stored")
    return [name for name, stored in rows.iterator() if search.pk in _named_in(stored)]


def _named_in(stored: Any) -> Iterator[int]:
    """Give the keys of searches that stand anywhere in what is stored, of whatever version."""
    inner: Iterable[Any] = ()
    if isinstance(stored, dict):
        if "in_search" in stored:
            yield stored["in_search"]
        inner = stored.values()
    elif isinstance(stored, list):
        inner = stored
    for part in inner:
        yield from _named_in(part)


def names_of(keys: Collection[int], user: User) -> dict[int, str]:
    """Return the names of those of these searches that exist for the user."""
    if not keys:
        return {}
    return dict(known_to(user).exclude(name="").filter(pk__in=keys).values_list("pk", "name"))
