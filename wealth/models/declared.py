"""What every declared row has: a query that asks whether its folder exists for the reader."""

from typing import Any, Self

from contacts.visibility import is_visible
from persistence.models import TrackedQuerySet
from users.models import User


class DeclaredQuerySet(TrackedQuerySet[Any]):
    def visible_to(self, user: User, *, by_sets: bool = False) -> Self:
        """Return those whose folder exists for the user; `by_sets` where all are read."""
        return self.filter(is_visible(user, "contact", by_sets=by_sets))
