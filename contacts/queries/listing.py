"""The list of contacts: one page by keyset, and how many there are up to a thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, F, OuterRef, Q

from contacts.fields import ENTRIES, Entry, Shape, text
from contacts.models import Category, Contact, ContactKeyword, Keyword
from contacts.models.contact import ContactQuerySet
from contacts.queries import column_values
from contacts.queries.search import containing
from contacts.visibility import is_assigned
from persistence import keyset
from text import normalise
from users.models import User

PAGE = 50
COUNTED_UP_TO = 1_000
COLUMNS = ("pk", "kind", "name", "first_name", "is_private")
# The value that a page's first or last row sorts by, as an address writes it, and its key.
Anchor = tuple[str, int]
Row = dict[str, Any]


@dataclass(frozen=True)
class Filters:
    """What the address of a list asks for; unknown names were dropped by the form."""

    category: Category | None = None
    text: str = ""
    kind: str = ""
    adviser: User | None = None
    keyword: Keyword | None = None
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class Page:
    """`too_many_to_sort`: the order asked for is that of short results; this is by name."""

    rows: Sequence[Row]
    count: int
    after: Anchor | None
    before: Anchor | None
    too_many_to_sort: bool = False


def filtered(user: User, filters: Filters) -> ContactQuerySet:
    """Return the contacts that the user sees and that fit."""
    found: ContactQuerySet = Contact.objects.visible_to(user)
    if filters.category:
        found = found.filter(category__in=branches().get(filters.category.pk, ()))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.adviser:
        found = found.filter(is_assigned(filters.adviser))
    if filters.keyword:
        ticked = ContactKeyword.objects.filter(contact=OuterRef("pk"), keyword=filters.keyword)
        found = found.filter(Exists(ticked))
    return containing(found, filters.text)


def branches() -> dict[int, set[int]]:
    """Return the keys of each category and of those below it; the tree is small and read once."""
    parents = dict(Category.objects.values_list("pk", "parent_id"))
    below: dict[int, set[int]] = {}
    for key in parents:
        above: int | None = key
        while above is not None:
            below.setdefault(above, set()).add(key)
            above = parents[above]
    return below


def columns_with(entries: Iterable[Entry]) -> list[str]:
    """Return what a row holds, with what of these entries stands once for a contact."""
    return [*dict.fromkeys((*COLUMNS, *column_values.own_paths(entries)))]


def page(
    user: User,
    filters: Filters,
    entries: Iterable[Entry] = (),
    *,
    after: Anchor | None = None,
    before: Anchor | None = None,
) -> Page:
    """Return the page after (or before) a row; the row is its sort value and its key."""
    columns = columns_with(entries)
    found = filtered(user, filters)
    count = found.order_by()[: COUNTED_UP_TO + 1].count()
    entry = ENTRIES[filters.sort]
    refused = not entry.sort and count > COUNTED_UP_TO
    if refused:
        entry = ENTRIES["name"]
    # The young were born last.
    downwards = filters.descending != (entry.shape is Shape.AGE)
    anchor, backwards = before or after, before is not None
    if entry.sort:
        walk = _Walk(found, entry.sort, columns, downwards=downwards)
        taken = walk.take(anchor, backwards=backwards)
    else:
        taken = _sorted_in_memory(
            found, entry, columns, filters.descending, anchor, backwards=backwards
        )
    shown = keyset.cut(taken, _anchor, size=PAGE, backwards=backwards, begins=anchor is None)
    return Page(
        rows=shown.rows,
        count=count,
        after=shown.after,
        before=shown.before,
        too_many_to_sort=refused,
    )


def _anchor(row: Row) -> Anchor:
    value = row["sort_value"]
    return "" if value is None else str(value), row["pk"]


class _Walk:
    """Rows in the order of a column, those without a value last, whichever the direction.

    Each of the two parts is a range of an index; one query over both would sort the whole table.
    """

    def __init__(
        self, found: ContactQuerySet, column: str, columns: Sequence[str], *, downwards: bool
    ) -> None:
        self.found, self.column, self.downwards = found, column, downwards
        self.columns = columns
        *owner, name = column.split("__")
        model = Contact._meta.get_field(owner[0]).related_model if owner else Contact
        self.field: Any = model._meta.get_field(name)  # type: ignore[union-attr]

    def take(self, anchor: Anchor | None, *, backwards: bool) -> list[Row]:
        """Return one row more than a page, away from the anchor."""
        value = self._value(anchor)
        begun = int(anchor is not None and value is None)
        parts = [False, True][begun:] if not backwards else [True, False][1 - begun :]
        if self.column == "sort_name":
            parts = [False]
        downwards = self.downwards != backwards
        taken: list[Row] = []
        for empty in parts:
            rows = self.found.filter(self._part(empty=empty))
            if anchor is not None and empty == bool(begun):
                rows = rows.filter(self._beyond(value, anchor[1], downwards=downwards))
            taken += self._ordered(rows, empty=empty, downwards=downwards)[: PAGE + 1 - len(taken)]
            if len(taken) > PAGE:
                break
        return taken

    def _value(self, anchor: Anchor | None) -> Any:
        """Read the anchor's value; an address that nobody made begins with those without."""
        if anchor is None or (anchor[0] == "" and self.column != "sort_name"):
            return None
        try:
            return self.field.to_python(anchor[0])
        except ValidationError:
            return None

    def _part(self, *, empty: bool) -> Q:
        if self.column == "sort_name":
            return Q()
        if self.field.null or "__" in self.column:
            return Q(**{f"{self.column}__isnull": empty})
        return Q(**{self.column: ""}) if empty else Q(**{f"{self.column}__gt": ""})

    def _beyond(self, value: Any, pk: int, *, downwards: bool) -> Q:
        columns, anchor = (("pk",), (pk,)) if value is None else ((self.column, "pk"), (value, pk))
        return keyset.beyond(columns, anchor, downwards=downwards)

    def _ordered(self, rows: ContactQuerySet, *, empty: bool, downwards: bool) -> Any:
        sorted_by = ("pk",) if empty else (self.column, "pk")
        order = keyset.ordered(sorted_by, downwards=downwards)
        return rows.order_by(*order).values(*self.columns, sort_value=F(self.column))


def _sorted_in_memory(
    found: ContactQuerySet,
    entry: Entry,
    columns: Sequence[str],
    descending: bool,  # noqa: FBT001 - the address's own flag
    anchor: Anchor | None,
    *,
    backwards: bool,
) -> list[Row]:
    """Sort a short result by a value that no index holds; those without a value come last."""
    keys = list(found.order_by("sort_name", "pk").values_list("pk", flat=True)[:COUNTED_UP_TO])
    ordered = by_value(keys, entry, descending=descending)
    if backwards:
        ordered.reverse()
    if anchor is not None and anchor[1] in ordered:
        ordered = ordered[ordered.index(anchor[1]) + 1 :]
    wanted = ordered[: PAGE + 1]
    rows = {row["pk"]: row for row in found.filter(pk__in=wanted).values(*columns)}
    return [rows[key] | {"sort_value": ""} for key in wanted if key in rows]


def by_value(keys: list[int], entry: Entry, *, descending: bool) -> list[int]:
    """Return the keys, which come by name, in the order of the entry's values."""
    found = column_values.values(keys, [entry])
    names = column_values.names([entry], found).get(entry.shape)
    filled: list[tuple[Any, int]] = []
    empty = []
    for key in keys:
        value = found[key].get(entry.key)
        if value is None or value == "":
            empty.append(key)
        else:
            filled.append((_comparable(entry, value, names), key))
    filled.sort(key=lambda pair: pair[0], reverse=descending)
    return [key for _, key in filled] + empty


AS_STORED = {Shape.DATE, Shape.MOMENT, Shape.AMOUNT, Shape.RATE, Shape.NUMBER, Shape.YES_NO}


def _comparable(entry: Entry, value: Any, names: Any) -> Any:
    if entry.shape in AS_STORED:
        return value
    return normalise.sort_key(text(entry, value, names))
