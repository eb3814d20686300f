"""Search as one types: the one way in which a text typed finds contacts, wherever it is typed."""

from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from contacts import normalise
from contacts.models import Contact
from users.models import User

R = TypeVar("R", bound=QuerySet[Any])
SHOWN = 10
LAST_CHARACTER = "\U0010ffff"
# A word of so many letters may have two of them swapped: of fewer it would be any other word.
MAY_BE_MISTYPED = range(4, 25)


def containing(rows: R, text: str, path: str = "search__text") -> R:
    """Keep the rows whose text to search in, at `path`, holds every word of what was typed."""
    for word in normalise.search_words(text):
        rows = rows.filter(**{f"{path}__contains": word})
    return rows


def matches(user: User, text: str) -> list[Contact]:
    """Return at most ten contacts that the user sees.

    First those whose name begins so, or whose telephone ends so; then whatever else holds every
    word; last those who would with two letters swapped.
    """
    words = normalise.search_words(text)
    if not words:
        return []
    seen = Contact.objects.visible_to(user)
    found: list[Contact] = []
    for rows in (seen.filter(_first(text, words)), containing(seen, text), _mistyped(seen, words)):
        if rows is not None and len(found) < SHOWN:
            rest = rows.exclude(pk__in=[contact.pk for contact in found])
            found += rest.order_by("sort_name", "pk")[: SHOWN - len(found)]
    return found


def _first(text: str, words: list[str]) -> Q:
    if len(words) == 1 and words[0].isdigit() and len(words[0]) >= normalise.FEWEST_DIGITS:
        return Q(search__text__contains=f"{words[0]}.")
    named = Q()
    for start in normalise.sort_prefixes(text):
        named |= Q(sort_name__gte=start, sort_name__lt=start + LAST_CHARACTER)
    return named


def _mistyped(rows: QuerySet[Contact], words: list[str]) -> QuerySet[Contact] | None:
    """Keep the rows that hold each word, or it with two letters swapped; None: no word is long.

    Each writing is looked up in the one index, so that a swap costs no more than a word.
    """
    if not any(map(_may_be_mistyped, words)):
        return None
    for word in words:
        holds = Q(search__text__contains=word)
        for other in normalise.transposed(word) if _may_be_mistyped(word) else ():
            holds |= Q(search__text__contains=other)
        rows = rows.filter(holds)
    return rows


def _may_be_mistyped(word: str) -> bool:
    return word.isalpha() and len(word) in MAY_BE_MISTYPED
