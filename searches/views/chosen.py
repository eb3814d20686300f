"""The results that an action is about: those ticked, or all that the search finds."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from contacts.views.selection import ticked
from searches.queries.matching import visible
from searches.views.opened import Opened
from users.http import SignedIn

ALL = "all"
TICKS = {"contacts": "contact", "accounts": "account"}


@dataclass(frozen=True)
class Chosen:
    """`rows`: through the rule, in no order; `fields`: the inputs that carry the choice on."""

    rows: QuerySet[Any]
    fields: Sequence[tuple[str, str]]

    @cached_property
    def count(self) -> int:
        return self.rows.count()


def chosen(request: SignedIn, asking: Opened) -> Chosen | None:
    """Return what is chosen of a search's results; None when nothing is.

    All of them are none while something that the search asks is not there.
    """
    data = request.POST if request.method == "POST" else request.GET
    if data.get(ALL):
        if not asking.is_runnable:
            return None
        return Chosen(asking.rows(by_sets=True), [(ALL, "1")])
    name = TICKS[asking.on]
    keys = ticked(data, name)
    if not keys:
        return None
    rows = visible(asking.on, asking.user).order_by().filter(pk__in=keys)
    return Chosen(rows, [(name, str(key)) for key in keys])


def nothing_chosen(request: SignedIn, asking: Opened) -> HttpResponse:
    """Say that an action needs a tick, at the results."""
    words = _("Nothing is ticked: tick one result or more, or all of them, then choose again.")
    messages.error(request, words)
    return redirect("searches:search-show", asking.saved.pk)
