"""What a search finds: a page of contacts with the columns of their list, or of accounts."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.queries.ownerships import owners_seen
from contacts import columns
from contacts.fields import ENTRIES
from contacts.forms.inputs import key
from contacts.queries import listing
from contacts.views.listing import lines, rows
from contacts.views.menu import selection_actions
from persistence.time_limit import OutOfTime
from searches.queries import results
from searches.queries.asking import Asking
from searches.queries.counting import COUNTED_UP_TO
from searches.queries.results import Edge
from searches.views.asking import EXACT
from searches.views.menu import line_acts, result_actions
from text import formats
from users.http import SignedIn
from users.models import User

ACCOUNT = (
    *("product__name", "product__custodian__name"),
    *("last_value", "last_valued_on", "last_currency"),
)
BEFORE, AFTER, FIRST = "before", "after", "first"


def found(request: SignedIn, asking: Asking, count: int | None) -> dict[str, Any]:
    """Return what draws the results, or the words why there are none.

    `count`: how many there are, 1 001 for more unless the address has all of them counted; None
    when counting took too long.
    """
    show = _contacts if asking.on == "contacts" else _accounts
    place = _place(request)
    try:
        found = show(asking, place.edge)
    except OutOfTime:
        late = _("This takes too long: add a condition that leaves fewer rows, then show again.")
        return {"late": late}
    return found | _around(place, found["page"], count)


@dataclass(frozen=True)
class Place:
    """Where one is in the results, as their address says.

    `first` is the number of the first row shown, which no query knows; a page at either end knows
    it better.
    """

    edge: Edge | None
    first: int
    is_exact: bool

    def url(self, **changed: Any) -> str:
        """Return the address of these results with something else in it."""
        asked = {"count": EXACT if self.is_exact else None} | changed
        kept = {name: value for name, value in asked.items() if value}
        return f"?{urlencode(kept)}#results"


def _place(request: SignedIn) -> Place:
    name = BEFORE if BEFORE in request.GET else AFTER
    pk = key(request.GET.get(name, ""))
    return Place(
        edge=Edge(pk, is_before=name == BEFORE) if pk else None,
        first=key(request.GET.get(FIRST, "")) or 1,
        is_exact=request.GET.get("count") == EXACT,
    )


def _around(place: Place, page: results.Page, count: int | None) -> dict[str, Any]:
    """Return what stands around the rows: where one is, the other pages, and the tick of all."""
    is_known = count is not None and (count <= COUNTED_UP_TO or place.is_exact)
    first = place.first if page.before else 1
    if is_known and not page.after:
        first = max(1, (count or 0) - len(page.rows) + 1)
    last = first + len(page.rows) - 1
    before, after = max(1, first - results.PAGE), last + 1
    return {
        "previous_url": place.url(before=page.before, first=before) if page.before else "",
        "next_url": place.url(after=page.after, first=after) if page.after else "",
        "range": _range(first, last, count, is_known=is_known),
        "all_label": _all(count, is_known=is_known),
        "all_words": _all_selected(count, is_known=is_known),
        "exact_url": "" if is_known else replace(place, is_exact=True).url(),
    }


def _range(first: int, last: int, count: int | None, *, is_known: bool) -> str:
    """Say which results a page shows: "51 à 100 sur 318"."""
    words = {"first": formats.number_fr(first), "last": formats.number_fr(last)}
    if count is None:
        return _("%(first)s to %(last)s") % words
    if not is_known:
        words["n"] = formats.number_fr(COUNTED_UP_TO)
        return _("%(first)s to %(last)s of more than %(n)s") % words
    words["n"] = formats.number_fr(count)
    return _("%(first)s to %(last)s of %(n)s") % words


def _all(count: int | None, *, is_known: bool) -> str:
    """Say what is ticked by the tick of all results, also beyond the page."""
    if count is not None and is_known:
        words = ngettext("Select the result", "Select the %(n)s results", count)
        return words % {"n": formats.number_fr(count)}
    if count is None:
        return _("Select all results")
    words = _("Select all results (more than %(n)s)")
    return words % {"n": formats.number_fr(COUNTED_UP_TO)}


def _all_selected(count: int | None, *, is_known: bool) -> str:
    if count is not None and is_known:
        words = ngettext("%(n)s selected", "%(n)s selected", count)
        return words % {"n": formats.number_fr(count)}
    return _("All results selected")


def _contacts(asking: Asking, edge: Edge | None) -> dict[str, Any]:
    shown = columns.entries(columns.composition(None))
    wanted = listing.columns_with(shown)
    page = results.page(asking, wanted, edge=edge)
    heads = [
        {"label": entry.column_head, "numeric": entry.is_figure}
        for entry in (ENTRIES[columns.NAME], *shown)
    ]
    drawn = lines([_with_acts(asking, row) for row in rows(page.rows, shown)])
    actions = [*_of_ticked(asking.user), *result_actions(asking.saved, asking.user)]
    return {"page": page, "heads": heads, "lines": drawn, "actions": actions}


def _of_ticked(user: User) -> list[dict[str, Any]]:
    """Return the actions of the list of contacts, which know the ticked ones alone."""
    groups = selection_actions(user)
    for group in groups:
        group["entries"] = [entry | {"of_ticked": True} for entry in group["entries"]]
    return groups


def _with_acts(asking: Asking, row: dict[str, Any]) -> dict[str, Any]:
    name = f"{row['first_name']} {row['name']}".strip()
    return row | {"acts": line_acts(asking.saved, row["pk"], name)}


def _accounts(asking: Asking, edge: Edge | None) -> dict[str, Any]:
    page = results.page(asking, ACCOUNT, edge=edge)
    owners = owners_seen([row["pk"] for row in page.rows], asking.user)
    accounts = [
        _account(row, owners.get(row["pk"], []))
        | {"acts": line_acts(asking.saved, row["pk"], row["number"])}
        for row in page.rows
    ]
    return {
        "page": page,
        "accounts": accounts,
        "actions": result_actions(asking.saved, asking.user),
    }


def _account(row: results.Row, owners: list[tuple[int, str]]) -> dict[str, Any]:
    """Return an account as a line shows it; it opens in the folder of its first owner seen."""
    return row | {
        "url": reverse("accounts:account-show", args=[owners[0][0], row["pk"]]) if owners else "",
        "product": row["product__name"],
        "custodian": row["product__custodian__name"],
        "owners": ", ".join(name for _key, name in owners),
    }
