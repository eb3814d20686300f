"""Search as one types: the one way in which a text typed finds contacts, wherever it is typed."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from contacts.enums import Kind
from contacts.models import Contact
from text import normalise
from users.models import User

R = TypeVar("R", bound=QuerySet[Any])
SHOWN = 10
# Whose names are put in order, of those that a rarer word would have told apart.
LOOKED_AT = 1_000
LAST_CHARACTER = "\U0010ffff"
# A word of so many letters may have two of them swapped: of fewer it would be any other word.
MAY_BE_MISTYPED = range(4, 25)


def containing(rows: R, text: str, path: str = "search__text") -> R:
    """Keep the rows whose text to search in, at `path`, holds every word of what was typed."""
    for word in normalise.search_words(text):
        rows = rows.filter(**{f"{path}__contains": word})
    return rows


def matches(user: User, text: str, *, kind: Kind | None = None) -> list[Contact]:
    """Return at most ten contacts that the user sees, of one kind where it is said.

    First those whose name begins so, or whose telephone ends so; then whatever else holds every
    word; last those who would with two letters swapped.
    """
    words = normalise.search_words(text)
    if not words:
        return []
    seen = Contact.objects.visible_to(user)
    if kind:
        seen = seen.filter(kind=kind)
    found: list[Contact] = []
    for rows, order in _ways(seen, text, words):
        rest = rows.exclude(pk__in=[contact.pk for contact in found])
        found += rest.order_by(order, "pk")[: SHOWN - len(found)]
        if len(found) == SHOWN:
            break
    return found


def _ways(
    seen: QuerySet[Contact], text: str, words: list[str]
) -> Iterator[tuple[QuerySet[Contact], Any]]:
    """Give the rows that each way finds and their order; nobody asks for one that is not needed."""
    # Of a few hundred the names are sorted when they are found: an index of names would be walked
    # from A through everybody before L for ten Le Goff.
    as_found = Concat("sort_name", Value(""))
    yield seen.filter(_first(text, words)), "sort_name"
    yield seen.filter(_some(containing(seen, text))), as_found
    yield seen.filter(_some(_mistyped(seen, words))), as_found


def _some(rows: QuerySet[Contact]) -> Q:
    """Keep the first of them in no order, so many that it costs little to sort them."""
    return Q(pk__in=rows.order_by().values("pk")[:LOOKED_AT])


def _first(text: str, words: list[str]) -> Q:
    if len(words) == 1 and words[0].isdigit() and len(words[0]) >= normalise.FEWEST_DIGITS:
        return Q(search__text__contains=f"{words[0]}.")
    named = Q()
    for start in normalise.sort_prefixes(text):
        named |= Q(sort_name__gte=start, sort_name__lt=start + LAST_CHARACTER)
    return named


def _mistyped(rows: QuerySet[Contact], words: list[str]) -> QuerySet[Contact]:
    """Keep the rows that hold each word, or it with two letters swapped; none if no word is long.

    Each writing is looked up in the one index, so that a swap costs no more than a word.
    """
    if not any(map(_may_be_mistyped, words)):
        return rows.none()
    for word in words:
        holds = Q(search__text__contains=word)
        for other in normalise.transposed(word) if _may_be_mistyped(word) else ():
            holds |= Q(search__text__contains=other)
        rows = rows.filter(holds)
    return rows


def _may_be_mistyped(word: str) -> bool:
    return word.isalpha() and len(word) in MAY_BE_MISTYPED
