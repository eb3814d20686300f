"""How many contacts each category has, for one user: one query, each count capped."""

from django.db.models import IntegerField, OuterRef, Subquery

from contacts.models import Category, Contact
from users.models import User

COUNTED_UP_TO = 1_000


class CappedCount(Subquery):
    """How many rows a sliced query gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS found)"
    output_field = IntegerField()


def by_category(user: User) -> dict[Category, int]:
    """Return what the user sees in each category and those below it, in order; 1 001 says "more".

    Each category is an index range that stops at the cap, after the rule: a count over the whole
    table grows with it, and a cap before the rule would tell of hidden folders.
    """
    # In the index's order, or PostgreSQL reads the whole range before it takes the first row.
    seen = Contact.objects.visible_to(user).order_by("sort_name", "pk")
    capped = seen.filter(category=OuterRef("pk")).values("pk")[: COUNTED_UP_TO + 1]
    counted = Category.objects.annotate(seen=CappedCount(capped)).order_by("position", "name")
    categories = {category.pk: category for category in counted}
    total: dict[Category, int] = dict.fromkeys(categories.values(), 0)
    for category in categories.values():
        here: int | None = category.pk
        while here is not None:
            above = categories[here]
            total[above] = min(total[above] + category.seen, COUNTED_UP_TO + 1)
            here = above.parent_id
    return total
