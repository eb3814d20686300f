"""The list of contacts: one page by keyset, and how many there are up to a thousand."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

from contacts import normalise
from contacts.models import Category, Contact
from contacts.models.contact import ContactQuerySet
from users.models import User

PAGE = 50
COUNTED_UP_TO = 1_000
# Each is NOT NULL, so that a keyset page never loses a row.
SORTS = {"name": "sort_name", "code": "folder_code", "town": "town"}
COLUMNS = (
    "pk",
    "kind",
    "name",
    "first_name",
    "is_private",
    "folder_code",
    "town",
    "birth_date",
    "lead_adviser_id",
    "figures__total_value",
)


@dataclass(frozen=True)
class Filters:
    """What the address of a list asks for; unknown names were dropped by the form."""

    category: Category | None = None
    text: str = ""
    kind: str = ""
    adviser: User | None = None
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class Page:
    rows: Sequence[dict[str, object]]
    count: int
    after: tuple[str, int] | None
    before: tuple[str, int] | None


def filtered(user: User, filters: Filters) -> ContactQuerySet:
    """Return the contacts that the user sees and that fit."""
    found: ContactQuerySet = Contact.objects.visible_to(user)
    if filters.category:
        found = found.filter(category__in=with_descendants(filters.category))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.adviser:
        found = found.filter(lead_adviser=filters.adviser)
    for word in normalise.search_words(filters.text):
        found = found.filter(search__text__contains=word)
    return found


def with_descendants(category: Category) -> list[int]:
    """Return the category's key and those below it; the tree is small and read once."""
    below: dict[int | None, list[int]] = {}
    for pk, parent in Category.objects.values_list("pk", "parent_id"):
        below.setdefault(parent, []).append(pk)
    found = [category.pk]
    for pk in found:
        found += below.get(pk, [])
    return found


def page(
    user: User,
    filters: Filters,
    *,
    after: tuple[str, int] | None = None,
    before: tuple[str, int] | None = None,
) -> Page:
    """Return the page after (or before) a row; the row is its sort value and its key."""
    found = filtered(user, filters)
    count = found.order_by()[: COUNTED_UP_TO + 1].count()
    column = SORTS[filters.sort]
    backwards = before is not None
    downwards = filters.descending != backwards
    anchor = before or after
    rows = found if anchor is None else found.filter(_beyond(column, anchor, downwards=downwards))
    order = (f"-{column}", "-pk") if downwards else (column, "pk")
    taken = list(rows.order_by(*order).values(*COLUMNS, sort_value=F(column))[: PAGE + 1])
    more, taken = len(taken) > PAGE, taken[:PAGE]
    if backwards:
        taken.reverse()
    return Page(
        rows=taken,
        count=count,
        after=_anchor(taken, -1) if more or backwards else None,
        before=_anchor(taken, 0) if (backwards and more) or after else None,
    )


def _beyond(column: str, anchor: tuple[str, int], *, downwards: bool) -> Q:
    # A row value, which an index answers; the same written with OR reads 36 times slower.
    lookup = TupleLessThan if downwards else TupleGreaterThan
    return Q(lookup((F(column), F("pk")), anchor))


def _anchor(rows: Sequence[dict[str, object]], position: int) -> tuple[str, int] | None:
    if not rows:
        return None
    row = rows[position]
    return str(row["sort_value"]), int(str(row["pk"]))
