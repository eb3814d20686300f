"""Pictures of what a search finds: how it is split, and what its accounts were worth over time."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from persistence.time_limit import OutOfTime
from searches.queries.pictures import Pictures
from searches.views.opened import Opened, opened
from searches.views.place import shown_last
from users.http import SignedIn


@require_safe
def search_pictures(request: SignedIn, search: int) -> HttpResponse:
    asking = opened(request, search)
    if not asking.is_runnable:
        return redirect("searches:search-show", search)
    context = {"asking": asking, "results_url": shown_last(request, asking.saved)}
    return render(request, "searches/search/pictures.html", context | _drawn(asking))


def _drawn(asking: Opened) -> dict[str, Any]:
    """Return the pictures; where time runs out, those that came before and the words for it."""
    rows = asking.rows(by_sets=True)
    pictures = Pictures(asking.on, rows, asking.user, asking.now)
    drawn: dict[str, Any] = {"splits": []}
    try:
        for split in pictures.splits():
            drawn["splits"].append(split)
        if asking.on == "accounts":
            drawn["points"] = pictures.points()
    except OutOfTime:
        drawn["late"] = _("There is too much to draw it all: add a condition that leaves fewer.")
    return drawn
