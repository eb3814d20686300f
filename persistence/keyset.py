"""One page of rows in a fixed order, which begins beyond the row at the edge of another page.

An offset reads every row before it; the values of a row's order are a range of an index. Rows are
ordered by columns in one direction, the last of which tells any two rows apart.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import F, Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import TupleGreaterThan, TupleLessThan

R = TypeVar("R")
A = TypeVar("A")
M = TypeVar("M", bound=Model)
Values = tuple[Any, ...]


@dataclass(frozen=True)
class Page(Generic[R, A]):
    """Rows as they are shown; `before` and `after` are the anchors of the pages beside this one."""

    rows: list[R]
    before: A | None
    after: A | None


def beyond(columns: Sequence[str], anchor: Values, *, downwards: bool) -> Q:
    """Return the condition of the rows beyond the anchor's values, in that direction.

    A row value, which an index answers; the same written with OR read 36 times slower.
    """
    lookup = TupleLessThan if downwards else TupleGreaterThan
    if len(columns) == 1:
        return Q(**{f"{columns[0]}__{'lt' if downwards else 'gt'}": anchor[0]})
    return Q(lookup(tuple(F(column) for column in columns), anchor))


def ordered(columns: Sequence[str], *, downwards: bool) -> list[str]:
    return [f"-{column}" if downwards else column for column in columns]


def cut(
    taken: Sequence[R], anchor_of: Callable[[R], A], *, size: int, backwards: bool, begins: bool
) -> Page[R, A]:
    """Make a page of rows taken away from an anchor, one more than it holds if there are more.

    `backwards` says that they were taken upwards, and `begins` that the page is the first one.
    """
    more, rows = len(taken) > size, list(taken[:size])
    if backwards:
        rows.reverse()
    has_before, has_after = (more, True) if backwards else (not begins, more)
    return Page(
        rows,
        before=anchor_of(rows[0]) if rows and has_before else None,
        after=anchor_of(rows[-1]) if rows and has_after else None,
    )


def page(
    rows: QuerySet[M],
    columns: Sequence[str],
    *,
    size: int,
    after: Values | None = None,
    before: Values | None = None,
    downwards: bool = True,
) -> Page[M, Values]:
    """Return the page after an anchor, or the one before it; one query."""
    backwards = before is not None
    anchor = before if backwards else after
    if anchor is not None:
        rows = rows.filter(beyond(columns, anchor, downwards=downwards != backwards))
    order = ordered(columns, downwards=downwards != backwards)
    return cut(
        list(rows.order_by(*order)[: size + 1]),
        lambda row: tuple(getattr(row, column) for column in columns),
        size=size,
        backwards=backwards,
        begins=anchor is None,
    )


def lots(rows: QuerySet[Any], size: int) -> Iterator[list[int]]:
    """Give the keys of these rows, so many at once; each lot is read when it is asked for."""
    keys, last = rows.order_by("pk").values_list("pk", flat=True), 0
    while lot := list(keys.filter(pk__gt=last)[:size]):
        yield lot
        last = lot[-1]
