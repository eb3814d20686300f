"""How many contacts each category has, for one user: one query, each count capped."""

from collections.abc import Mapping

from django.db import connection

from contacts.models import Category, Contact
from users.models import User

COUNTED_UP_TO = 1_000


def by_category(user: User) -> dict[int, int]:
    """Return what the user sees in each category and those below it; 1 001 says "more".

    Each category is an index range that stops at the cap, after the rule: a count over the whole
    table grows with it, and a cap before the rule would tell of hidden folders.
    """
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    if not parents:
        return {}
    seen = Contact.objects.visible_to(user).order_by()
    pieces, params = [], []
    for category in parents:
        capped = seen.filter(category=category).values("pk")[: COUNTED_UP_TO + 1]
        sql, given = capped.query.sql_with_params()
        # Only the compiler's own text and a key of ours stand in the statement.
        pieces.append(f"SELECT {int(category)}, COUNT(*) FROM ({sql}) AS found")  # noqa: S608
        params += given
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(pieces), params)
        own = dict(cursor.fetchall())
    return _with_those_below(own, parents)


def _with_those_below(own: dict[int, int], parents: Mapping[int, int | None]) -> dict[int, int]:
    total = dict.fromkeys(own, 0)
    for category, count in own.items():
        here: int | None = category
        while here is not None:
            total[here] = min(total[here] + count, COUNTED_UP_TO + 1)
            here = parents[here]
    return total
