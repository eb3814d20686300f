"""How many rows a search finds, as its conditions are made: capped, and never slow."""

import time
from collections.abc import Iterator, Mapping, Sequence

from contacts.queries.listing import COUNTED_UP_TO
from persistence.time_limit import OutOfTime, time_limit
from searches.queries.matching import matching, today
from searches.querying.operators import Today
from searches.querying.schema import Group, How, InSearch, Node, Rows, Search, Vanished
from users.models import User

# How long one waits for the number of rows, and for those that each condition leaves.
SECONDS, SECONDS_EACH = 10.0, 2.0


class Counting:
    """Counts with the eyes of one reader; `searches` are those that a search may refer to."""

    def __init__(self, user: User, on: str, searches: Mapping[int, Group]) -> None:
        self.user, self.on, self.searches = user, on, searches

    def total(self, where: Group, seconds: float = SECONDS) -> int | None:
        """Return how many rows there are, 1 001 for more; None when it takes too long."""
        return self._counted(where, today(), seconds)

    def exact(self, where: Group, seconds: float = SECONDS) -> int | None:
        """Return how many rows there are, however many; None when it takes too long."""
        return self._counted(where, today(), seconds, up_to=None)

    def left_by_each(
        self, parts: Sequence[Node], seconds: float = SECONDS_EACH
    ) -> Iterator[int | None]:
        """Give how many rows are left after each of the conditions that all must hold, in order.

        What is not told within so many seconds in all is None.
        """
        now, until = today(), time.monotonic() + seconds
        for number in range(1, len(parts) + 1):
            left = until - time.monotonic()
            where = Group(How.ALL, tuple(parts[:number]))
            yield self._counted(where, now, left) if left > 0 else None

    def _counted(
        self, where: Group, now: Today, seconds: float, up_to: int | None = COUNTED_UP_TO + 1
    ) -> int | None:
        search = Search(self.on, self._known(where))
        rows = matching(search, self.user, now, searches=self.searches, by_sets=True)
        try:
            with time_limit(seconds):
                return rows[:up_to].count()
        except OutOfTime:
            return None

    def _known(self, where: Group) -> Group:
        """Leave out the searches that are not there for this reader."""
        return Group(where.how, tuple(map(self._known_part, where.parts)))

    def _known_part(self, node: Node) -> Node:
        match node:
            case Group():
                return self._known(node)
            case Rows(link, quantifier, inside, n):
                return Rows(link, quantifier, self._known(inside), n)
            case InSearch(search) if search not in self.searches:
                return Vanished("{}")
        return node
