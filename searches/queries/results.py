"""One page of what a search finds, in the order of a column, with the reader's eyes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django.db import models
from django.db.models import F, OrderBy, Q, QuerySet
from django.db.models.functions import Coalesce

from contacts.fields import Shape
from contacts.queries.listing import COUNTED_UP_TO, PAGE, by_value
from persistence import keyset
from persistence.time_limit import time_limit
from searches.columns import FIRST, Sort
from searches.queries.asking import Asking
from searches.queries.counting import SECONDS
from searches.queries.matching import visible

Row = dict[str, Any]
Page = keyset.Page[Row, int]
Anchor = tuple[Any, int]
# Every row has something in these.
_NEVER_EMPTY = {first.sort for first in FIRST.values()}
_TEXTS = (models.CharField, models.TextField)
# Few rows are looked up one by one, in memory, before a worker beside would have begun: PostgreSQL
# takes a row to come from a disk that turns, and a worker to be there in the fifth of the time.
_FEW_ROWS = {"random_page_cost": "1.1", "parallel_setup_cost": "5000"}


@dataclass(frozen=True)
class Edge:
    """The row at the edge of the page that is shown, and on which side the next one is."""

    pk: int
    is_before: bool = False


class TooManyToSort(Exception):
    """The column sorts short results only."""


def page(
    asking: Asking,
    paths: Iterable[str],
    sort: Sort,
    *,
    edge: Edge | None = None,
    count: int | None = None,
) -> Page:
    """Return the page beyond the row at an edge; of a row that is not there, the first one.

    `count`: how many there are, where that is known: few are found as a set, where many are met
    on the way through the list. `TooManyToSort`, or `OutOfTime` when the database needs longer
    than one waits.
    """
    is_short = count is not None and count <= COUNTED_UP_TO
    rows = asking.rows(by_sets=is_short)
    with time_limit(SECONDS, planner=_FEW_ROWS if is_short else None):
        if sort.column.sort:
            order = Order(asking.on, sort, is_short=is_short)
            return _walked(asking, rows, paths, order, edge)
        return _sorted_by_value(asking, rows, paths, sort, edge)


def ordered_keys(on: str, rows: QuerySet[Any], sort: Sort) -> list[int]:
    """Return the keys of all these rows in the order of a column.

    Where it sorts short results only, others stand in the order of their list.
    """
    if sort.column.sort:
        parts = Order(on, sort).parts(rows)
        return list(chain.from_iterable(part.values_list("pk", flat=True) for part in parts))
    keys = ordered_keys(on, rows, Sort(FIRST[on]))
    if len(keys) > COUNTED_UP_TO:
        return keys
    return by_value(keys, sort.column, descending=sort.descending)


class Order:
    """Rows in the order of a column, those without a value last, whichever the direction.

    They are read in two parts, those with a value and those without: each is a range of an index.
    `is_short`: the rows are few, and sorted when all are found. PostgreSQL takes them to be evenly
    spread over that index, and would walk it through every name before M for ten Martin.
    """

    def __init__(self, on: str, sort: Sort, *, is_short: bool = False) -> None:
        self.path = sort.column.sort
        self.is_short = is_short
        # The young were born last.
        self.downwards = sort.descending != (sort.column.shape is Shape.AGE)
        self.is_text = isinstance(_field(FIRST[on].model, self.path), _TEXTS)

    def parts(self, rows: QuerySet[Any]) -> list[QuerySet[Any]]:
        """Return the rows in parts that follow each other, each in its order."""
        parts = self._parts(rows)
        return [self._in_order(part, is_empty=is_empty) for is_empty, part in parts]

    def beyond(
        self, rows: QuerySet[Any], anchor: Anchor | None, *, backwards: bool
    ) -> Iterator[QuerySet[Any]]:
        """Give the rows beyond the anchor in parts, the nearest first."""
        parts = self._parts(rows)
        if backwards:
            parts.reverse()
        begun = False
        if anchor is not None:
            begun = self.path not in _NEVER_EMPTY and anchor[0] in {None, ""}
            # Those of the part before the anchor's lie on its other side.
            parts = [part for part in parts if part[0] == begun or begun == backwards]
        downwards = self.downwards != backwards
        for is_empty, part in parts:
            if anchor is not None and is_empty == begun:
                values = anchor[1:] if is_empty else anchor
                by = self._columns(is_empty=is_empty)
                yield self._in_order(
                    part.filter(keyset.beyond(by, values, downwards=downwards)),
                    is_empty=is_empty,
                    backwards=backwards,
                )
            else:
                yield self._in_order(part, is_empty=is_empty, backwards=backwards)

    def _parts(self, rows: QuerySet[Any]) -> list[tuple[bool, QuerySet[Any]]]:
        if self.path in _NEVER_EMPTY:
            return [(False, rows)]
        blank, filled = Q(**{self.path: ""}), Q(**{f"{self.path}__gt": ""})
        if not self.is_text:
            blank, filled = Q(), Q(**{f"{self.path}__isnull": False})
        if not self.is_text or "__" in self.path:
            blank |= Q(**{f"{self.path}__isnull": True})
        return [(False, rows.filter(filled)), (True, rows.filter(blank))]

    def _columns(self, *, is_empty: bool) -> Sequence[str]:
        return ("pk",) if is_empty else (self.path, "pk")

    def _in_order(
        self, part: QuerySet[Any], *, is_empty: bool, backwards: bool = False
    ) -> QuerySet[Any]:
        columns = self._columns(is_empty=is_empty)
        downwards = self.downwards != backwards
        if self.is_short:
            return part.order_by(*(_sorted(column, downwards=downwards) for column in columns))
        return part.order_by(*keyset.ordered(columns, downwards=downwards))


def _sorted(column: str, *, downwards: bool) -> OrderBy:
    """Return the order of a column as an expression, which no index holds."""
    return OrderBy(Coalesce(F(column), F(column)), descending=downwards)


def _field(model: type[models.Model], path: str) -> Any:
    """Return the field at the end of a path, each step of which leads to one row."""
    *steps, name = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model  # type: ignore[assignment]
    return model._meta.get_field(name)


def _walked(
    asking: Asking, rows: QuerySet[Any], paths: Iterable[str], order: Order, edge: Edge | None
) -> Page:
    anchor = _anchor(asking, order.path, edge)
    backwards = anchor is not None and edge is not None and edge.is_before
    parts = order.beyond(rows, anchor, backwards=backwards)
    wanted = dict.fromkeys(("pk", *paths))
    taken: list[Row] = []
    for part in parts:
        size = PAGE + 1 - len(taken)
        shown = _first_rows(asking, part, size) if order.is_short else part
        taken += shown.values(*wanted)[:size]
        if len(taken) > PAGE:
            break
    return _cut(taken, backwards=backwards, begins=anchor is None)


def _first_rows(asking: Asking, part: QuerySet[Any], size: int) -> QuerySet[Any]:
    """Return the first rows of a part in its order, without what the others have beside them.

    A short result is sorted when all of it is found: what hangs on a row is then joined to those of
    the page, and not to each that was found.
    """
    rows = visible(asking.on, asking.user).filter(pk__in=part.values("pk")[:size])
    return rows.order_by(*part.query.order_by)


def _anchor(asking: Asking, path: str, edge: Edge | None) -> Anchor | None:
    """Return what the row at the edge is sorted by, if the reader may know of it."""
    if edge is None:
        return None
    rows = visible(asking.on, asking.user).filter(pk=edge.pk)
    return rows.values_list(path, "pk").first()


def _sorted_by_value(
    asking: Asking, rows: QuerySet[Any], paths: Iterable[str], sort: Sort, edge: Edge | None
) -> Page:
    """Sort a short result by a value that no index holds."""
    by_name = rows.order_by(FIRST[asking.on].sort, "pk").values_list("pk", flat=True)
    keys = list(by_name[: COUNTED_UP_TO + 1])
    if len(keys) > COUNTED_UP_TO:
        raise TooManyToSort
    ordered = by_value(keys, sort.column, descending=sort.descending)
    is_known = edge is not None and edge.pk in ordered
    backwards = edge is not None and is_known and edge.is_before
    if backwards:
        ordered.reverse()
    begins_at = ordered.index(edge.pk) + 1 if edge is not None and is_known else 0
    wanted = list(islice(ordered, begins_at, begins_at + PAGE + 1))
    found = visible(asking.on, asking.user).filter(pk__in=wanted)
    shown = {row["pk"]: row for row in found.values(*dict.fromkeys(("pk", *paths)))}
    taken = [shown[key] for key in wanted if key in shown]
    return _cut(taken, backwards=backwards, begins=not is_known)


def _cut(taken: Sequence[Row], *, backwards: bool, begins: bool) -> Page:
    return keyset.cut(
        taken, lambda row: int(row["pk"]), size=PAGE, backwards=backwards, begins=begins
    )
