"""The results that an action is about: those ticked, or all that the search finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from contacts.views.selection import ticked
from persistence.time_limit import time_limit
from searches.queries.counting import SECONDS
from searches.queries.matching import visible
from searches.views.opened import Opened
from users.http import SignedIn

ALL = "all"
TICKS = {"contacts": "contact", "accounts": "account"}
# The address of the results, as they stood where an action began.
PLACE = "from"
LONGEST_PLACE = 500


@dataclass(frozen=True)
class Chosen:
    """`rows`: through the rule, in no order; `fields`: the inputs that carry the choice on."""

    rows: QuerySet[Any]
    fields: Sequence[tuple[str, str]]

    def keys(self, at_most: int) -> list[int]:
        """Return the keys, one more than these where there are more; or `OutOfTime`."""
        with time_limit(SECONDS):
            return list(self.rows.values_list("pk", flat=True)[: at_most + 1])


def chosen(request: SignedIn, asking: Opened) -> Chosen | None:
    """Return what is chosen of a search's results; None when nothing is.

    All of them are none while something that the search asks is not there.
    """
    data = data_of(request)
    place = [(PLACE, text) for text in [data.get(PLACE, "")] if _is_place(text, asking)]
    if data.get(ALL):
        if not asking.is_runnable:
            return None
        return Chosen(asking.rows(by_sets=True), [(ALL, "1"), *place])
    name = TICKS[asking.on]
    keys = ticked(data, name)
    if not keys:
        return None
    rows = visible(asking.on, asking.user).order_by().filter(pk__in=keys)
    return Chosen(rows, [*((name, str(key)) for key in keys), *place])


def way_back(request: SignedIn, asking: Opened) -> str:
    """Return where in the results an action began: their order and page, or the first page."""
    place = data_of(request).get(PLACE, "")
    return place if _is_place(place, asking) else _home(asking)


def _home(asking: Opened) -> str:
    return reverse("searches:search-show", args=[asking.saved.pk])


def _is_place(text: str, asking: Opened) -> bool:
    is_short = len(text) <= LONGEST_PLACE and text.isprintable()
    return is_short and text.startswith(f"{_home(asking)}?")


def data_of(request: SignedIn) -> QueryDict:
    return request.POST if request.method == "POST" else request.GET


def nothing_chosen(request: SignedIn, asking: Opened) -> HttpResponse:
    """Say that an action needs a tick, at the results."""
    words = _("Nothing is ticked: tick one result or more, or all of them, then choose again.")
    return refused(request, asking, words)


def refused(request: SignedIn, asking: Opened, words: str) -> HttpResponse:
    """Say at the results why nothing can be done with them."""
    messages.error(request, words)
    return redirect(way_back(request, asking))


def takes_too_long() -> str:
    return _("This takes too long: add a condition that leaves fewer rows, then show again.")
