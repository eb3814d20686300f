"""Where one is in the results of a search, as their address says, and what stands around them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contacts.fields import Entry
from contacts.forms.inputs import key
from contacts.views import list_state
from searches.columns import FIRST, Sort, sort_of
from searches.models import SavedSearch
from searches.queries import results
from searches.queries.counting import COUNTED_UP_TO
from searches.queries.results import Edge
from searches.views.asking import EXACT
from text import formats
from users.http import SignedIn

BEFORE, AFTER, NUMBER, SORT, COUNT = "before", "after", "first", "sort", "count"


@dataclass(frozen=True)
class Place:
    """`first`: the number of the first row shown, which no query knows; both ends know it better.

    `count`: how many rows there are, 1 001 for more unless all were counted, as `is_exact` says;
    None when counting took too long.
    """

    search: SavedSearch
    sort: Sort
    edge: Edge | None = None
    first: int = 1
    count: int | None = None
    is_exact: bool = False

    @property
    def on(self) -> str:
        return self.search.on

    @property
    def is_counted(self) -> bool:
        """Tell whether `count` is the number of rows."""
        return self.count is not None and (self.is_exact or self.count <= COUNTED_UP_TO)

    def url(self, **changed: Any) -> str:
        """Return the address of these results, from their first page on."""
        is_usual = not self.search.sort and self.sort == Sort(FIRST[self.search.on])
        asked = {SORT: None if is_usual else self.sort, COUNT: EXACT if self.is_exact else None}
        kept = {name: value for name, value in (asked | changed).items() if value}
        return f"?{urlencode(kept)}#results"

    def sorted_by(self, column: Entry) -> str:
        """Return the address that the column's head leads to: the other way if it sorts already."""
        is_current = column == self.sort.column
        sort = Sort(column, descending=is_current and not self.sort.descending)
        return replace(self, sort=sort).url()


def place_of(request: SignedIn, search: SavedSearch, count: int | None) -> Place:
    """Read the address; what is nothing there is left out."""
    asked: Mapping[str, str] = request.GET.dict()
    name = BEFORE if BEFORE in asked else AFTER
    pk = key(asked.get(name, ""))
    return Place(
        search=search,
        sort=sort_of(search, asked.get(SORT, "")),
        edge=Edge(pk, is_before=name == BEFORE) if pk else None,
        first=key(asked.get(NUMBER, "")) or 1,
        count=count,
        is_exact=asked.get(COUNT) == EXACT,
    )


def shown_last(request: SignedIn, search: SavedSearch) -> str:
    """Return where this reader was in the results, with their order, or their first page."""
    first_page = reverse("searches:search-show", args=[search.pk])
    last = list_state.last_page(request)
    return last.url if last and urlsplit(last.url).path == first_page else first_page


def around(place: Place, page: results.Page) -> dict[str, Any]:
    """Return the words and ways that stand around a page of results."""
    first = place.first if page.before else 1
    if place.is_counted and not page.after:
        first = max(1, (place.count or 0) - len(page.rows) + 1)
    last = first + len(page.rows) - 1
    before, after = {BEFORE: page.before}, {AFTER: page.after}
    return {
        "previous_url": place.url(**before, first=max(1, first - results.PAGE))
        if page.before
        else "",
        "next_url": place.url(**after, first=last + 1) if page.after else "",
        "range": _range(first, last, place),
        "all_label": _all(place),
        "all_words": _all_selected(place),
        "exact_url": "" if place.is_counted else replace(place, is_exact=True).url(),
    }


def _range(first: int, last: int, place: Place) -> str:
    """Say which results a page shows: "51 à 100 sur 318"."""
    words = {"first": formats.number_fr(first), "last": formats.number_fr(last)}
    if place.count is None:
        return _("%(first)s to %(last)s") % words
    if not place.is_counted:
        words["n"] = formats.number_fr(COUNTED_UP_TO)
        return _("%(first)s to %(last)s of more than %(n)s") % words
    words["n"] = formats.number_fr(place.count)
    return _("%(first)s to %(last)s of %(n)s") % words


def _all(place: Place) -> str:
    """Say what is ticked by the tick of all results, also beyond the page."""
    if place.count is None:
        return _("Select all results")
    if place.is_counted:
        words = ngettext("Select the result", "Select the %(n)s results", place.count)
        return words % {"n": formats.number_fr(place.count)}
    words = _("Select all results (more than %(n)s)")
    return words % {"n": formats.number_fr(COUNTED_UP_TO)}


def _all_selected(place: Place) -> str:
    if place.count is None or not place.is_counted:
        return _("All results selected")
    words = ngettext("%(n)s selected", "%(n)s selected", place.count)
    return words % {"n": formats.number_fr(place.count)}
