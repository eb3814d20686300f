"""Account numbers as people type them: with or without their signs, in any case."""

from functools import reduce

from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower, Replace
from django.db.models.lookups import StartsWith

SIGNS = " -./_"
# Fewer characters than these would find everything.
SHORTEST = 4


def plain(number: str) -> str:
    """Return the number without its signs and capitals."""
    return number.translate(dict.fromkeys(map(ord, SIGNS))).lower()


def begins_so(typed: str, path: str = "number") -> Q:
    """Accounts whose number begins with what was typed; nothing is found by next to nothing.

    The migration `index_plain_numbers` indexes this very expression on PostgreSQL.
    """
    return Q(StartsWith(_plain(path), plain(typed))) if is_enough(typed) else Q(pk__in=())


def is_enough(typed: str) -> bool:
    """Tell whether it is long enough to be looked up: one of its characters may be a sign."""
    long_enough = len("".join(typed.split())) >= SHORTEST and len(plain(typed)) >= SHORTEST - 1
    return long_enough and "\0" not in typed


def _plain(path: str) -> Func:
    lowered: Func = Lower(F(path))
    return reduce(lambda text, sign: Replace(text, Value(sign), Value("")), SIGNS, lowered)
