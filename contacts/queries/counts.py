"""How many contacts each category has, for one user: one query, each count capped."""

from collections.abc import Mapping

from django.db.models import IntegerField, OuterRef, Subquery

from contacts.models import Category, Contact
from users.models import User

COUNTED_UP_TO = 1_000


class CappedCount(Subquery):
    """How many rows a sliced query gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()


def by_category(user: User) -> dict[int, int]:
    """Return what the user sees in each category and those below it; 1 001 says "more".

    Each category is an index range that stops at the cap, after the rule: a count over the whole
    table grows with it, and a cap before the rule would tell of hidden folders.
    """
    # In the index's order, or PostgreSQL reads the whole range before it takes the first row.
    seen = Contact.objects.visible_to(user).order_by("sort_name", "pk")
    capped = seen.filter(category=OuterRef("pk")).values("pk")[: COUNTED_UP_TO + 1]
    counted = Category.objects.annotate(seen=CappedCount(capped)).order_by("pk")
    rows = list(counted.values_list("pk", "parent_id", "seen"))
    return _with_those_below(
        {category: count for category, _parent, count in rows},
        {category: parent for category, parent, _count in rows},
    )


def _with_those_below(own: dict[int, int], parents: Mapping[int, int | None]) -> dict[int, int]:
    total = dict.fromkeys(own, 0)
    for category, count in own.items():
        here: int | None = category
        while here is not None:
            total[here] = min(total[here] + count, COUNTED_UP_TO + 1)
            here = parents[here]
    return total
