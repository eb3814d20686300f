"""One page of what a search finds, in the order of the list, with the reader's eyes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from contacts.queries.listing import PAGE
from persistence import keyset
from persistence.time_limit import time_limit
from searches.queries.asking import Asking
from searches.queries.counting import SECONDS
from searches.queries.matching import visible

# The order of a page, which an index has.
ORDERS = {"contacts": ("sort_name", "pk"), "accounts": ("number", "pk")}
Row = dict[str, Any]
Page = keyset.Page[Row, int]


@dataclass(frozen=True)
class Edge:
    """The row at the edge of the page that is shown, and on which side the next one is."""

    pk: int
    is_before: bool = False


def page(asking: Asking, columns: Iterable[str], *, edge: Edge | None = None) -> Page:
    """Return the page beyond the row at an edge; of a row that is not there, the first one.

    `OutOfTime` when the database needs longer than one waits.
    """
    order = ORDERS[asking.on]
    anchor = _anchor(asking, edge)
    backwards = anchor is not None and edge is not None and edge.is_before
    rows = asking.rows()
    if anchor is not None:
        rows = rows.filter(keyset.beyond(order, anchor, downwards=backwards))
    ordered = rows.order_by(*keyset.ordered(order, downwards=backwards))
    with time_limit(SECONDS):
        taken = list(ordered.values(*dict.fromkeys((*columns, *order)))[: PAGE + 1])
    return keyset.cut(
        taken, lambda row: int(row["pk"]), size=PAGE, backwards=backwards, begins=anchor is None
    )


def _anchor(asking: Asking, edge: Edge | None) -> tuple[Any, ...] | None:
    """Return what the row at the edge is ordered by, if the reader may know of it."""
    if edge is None:
        return None
    rows = visible(asking.on, asking.user).filter(pk=edge.pk)
    return rows.values_list(*ORDERS[asking.on]).first()
