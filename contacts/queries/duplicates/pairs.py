"""The page Doublons: pairs among contacts that the user sees, the likeliest first."""

from django.db.models import QuerySet

from contacts.models import DuplicatePair, NotDuplicates
from contacts.visibility import is_visible
from persistence import keyset
from users.models import User

PAGE = 20
COUNTED_UP_TO = 1_000
_ENDS = ("first", "second")
# The page's order, downwards: its anchor is the score and both keys of a page's last pair.
ORDER = ("score", "first_id", "second_id")


def pairs_seen_by(user: User) -> QuerySet[DuplicatePair]:
    """Return the pairs of which the user sees both, in the page's order."""
    rows = DuplicatePair.objects.filter(is_visible(user, "first"), is_visible(user, "second"))
    return rows.order_by(*keyset.ordered(ORDER, downwards=True)).select_related(*_ENDS)


def set_aside_seen_by(user: User) -> QuerySet[NotDuplicates]:
    """Return the pairs that somebody set aside, both of which the user sees, newest first."""
    rows = NotDuplicates.objects.filter(is_visible(user, "first"), is_visible(user, "second"))
    return rows.order_by("-pk").select_related(*_ENDS, "by")


def counted(rows: QuerySet[DuplicatePair] | QuerySet[NotDuplicates]) -> int:
    """Return how many there are; 1 001 says "more"."""
    return rows.order_by()[: COUNTED_UP_TO + 1].count()
