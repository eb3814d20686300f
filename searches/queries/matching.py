"""The rows that a search finds, with the eyes of one reader."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Account
from contacts.models import Contact
from contacts.queries.listing import branches
from searches.querying.compiling import Compiler
from searches.querying.operators import Today
from searches.querying.schema import Group, Search
from searches.querying.vocabulary import SUBJECTS, Place
from users.models import User


def today() -> Today:
    """Return the firm's day and the tree of its categories; one query."""
    return Today(timezone.localdate(), branches())


def visible(on: str, user: User, *, by_sets: bool = False) -> QuerySet[Any]:
    """Return the contacts, or the accounts, that exist for the user."""
    if on == "contacts":
        return Contact.objects.visible_to(user, by_sets=by_sets)
    return Account.objects.visible_to(user, by_sets=by_sets)


def matching(
    search: Search,
    user: User,
    now: Today,
    *,
    searches: Mapping[int, Group] | None = None,
    by_sets: bool = False,
) -> QuerySet[Any]:
    """Return the rows that exist for the user and of which the search is true, in no order.

    `searches`: what those that it refers to ask. `by_sets`: for what reads all, not a page.
    """
    compiler = Compiler(user, now, searches or {}, by_sets=by_sets)
    place = Place(SUBJECTS[search.on])
    rows = visible(search.on, user, by_sets=by_sets).order_by()
    return rows.filter(compiler.true_of(search.where, place))
