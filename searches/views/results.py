"""What a search finds: a page of contacts or of accounts, in the columns of its results."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from accounts.queries.ownerships import owners_seen
from contacts.fields import Entry
from contacts.queries import listing
from contacts.views.listing import cell_attributes, cells, lines, rows
from look.markup import filled
from persistence.time_limit import OutOfTime
from searches.columns import FIRST, Sort, sort_of
from searches.queries import account_cells, results
from searches.queries.counting import COUNTED_UP_TO
from searches.queries.results import TooManyToSort
from searches.queries.totals import totals
from searches.views.chosen import takes_too_long
from searches.views.menu import line_acts, result_actions
from searches.views.opened import Opened
from searches.views.place import Place, around, place_of
from users.http import SignedIn

ACCOUNT_LINE = (
    '<tr role="row"><td role="cell" class="pick"><label>'
    '<input class="form-check-input" type="checkbox" name="account" value="{}" form="selection"'
    ' data-pick aria-label="{}"></label></td>'
    '<th role="rowheader" scope="row" class="name">'
    '<a href="{}"><strong>{}</strong></a>{}</th>{}</tr>'
)


def found(request: SignedIn, asking: Opened, count: int | None) -> dict[str, Any]:
    """Return what draws the results, or the words why there are none.

    `count`: how many there are (`Place.count`).
    """
    place = place_of(request, asking.saved, count)
    try:
        return _found(asking, place) | {"here": request.get_full_path()}
    except OutOfTime:
        return {"late": takes_too_long()}


def _found(asking: Opened, place: Place) -> dict[str, Any]:
    paths = (listing.columns_with if place.on == "contacts" else account_cells.paths)(
        asking.columns
    )
    unsorted = ""
    try:
        page = results.page(asking, paths, place.sort, edge=place.edge, count=place.count)
    except TooManyToSort:
        unsorted = _too_many(place)
        place = replace(place, sort=Sort(FIRST[place.on]))
        page = results.page(asking, paths, place.sort, edge=place.edge, count=place.count)
    if place.edge and not page.rows:
        # All that stood beyond left the results, as an action does: one starts at their head.
        place = replace(place, edge=None, first=1)
        page = results.page(asking, paths, place.sort, count=place.count)
    new_sort = _new_sort(asking, place)
    draw = _contacts if place.on == "contacts" else _accounts
    return around(place, page) | {
        "page": page,
        "unsorted": unsorted,
        "sort": place.sort,
        "new_sort": new_sort,
        "sort_query": f"?sort={new_sort}" if new_sort else "",
        "heads": _heads(place, asking.columns),
        "lines": draw(asking, page) if page.rows else "",
        "feet": _feet(asking, place) if page.rows else (),
        "actions": result_actions(asking.saved, asking.user),
    }


def _too_many(place: Place) -> str:
    words = _(
        "“%(unsorted)s” sorts 1,000 contacts at most: these are by name. Add a condition to sort"
        " them so."
    )
    return words % {"unsorted": place.sort.column.label}


def _new_sort(asking: Opened, place: Place) -> Sort | str:
    """Return the order that the owner of a search could keep with it."""
    is_own = place.search.owner_id == asking.user.pk
    return place.sort if is_own and place.sort != sort_of(place.search) else ""


def _heads(place: Place, columns: Sequence[Entry]) -> list[dict[str, Any]]:
    """Return the columns' heads; those that sort short results only lead nowhere in long ones."""
    is_short = place.on == "contacts" and place.count is not None and place.count <= COUNTED_UP_TO
    heads = []
    for column in (FIRST[place.on], *columns):
        head: dict[str, Any] = {"label": column.column_head, "numeric": column.is_figure}
        if column == place.sort.column:
            head["sort"] = "descending" if place.sort.descending else "ascending"
        if column.sort or is_short:
            head["url"] = place.sorted_by(column)
        heads.append(head)
    return heads


def _contacts(asking: Opened, page: results.Page) -> SafeString:
    return lines([_with_acts(asking, row) for row in rows(page.rows, asking.columns)])


def _with_acts(asking: Opened, row: dict[str, Any]) -> dict[str, Any]:
    name = f"{row['first_name']} {row['name']}".strip()
    return row | {"acts": line_acts(asking.saved, row["pk"], name)}


def _accounts(asking: Opened, page: results.Page) -> SafeString:
    """Draw accounts; each opens in the folder of its first owner seen."""
    owners = owners_seen([row["pk"] for row in page.rows], asking.user)
    attributes = cell_attributes(asking.columns)
    address = reverse("accounts:account-show", args=[0, 0]).replace("/0/", "/{}/")
    drawn = (
        filled(
            ACCOUNT_LINE,
            row["pk"],
            row["number"],
            address.format(owners[row["pk"]][0][0], row["pk"]) if row["pk"] in owners else "",
            row["number"],
            line_acts(asking.saved, row["pk"], row["number"]),
            cells(attributes, account_cells.texts(row, asking.columns, owners)),
        )
        for row in page.rows
    )
    return SafeString("".join(drawn))


def _feet(asking: Opened, place: Place) -> list[dict[str, str]]:
    """Return what stands under each column; nothing while it is not known how many rows there are.

    Sums take as long as counting does.
    """
    sums = totals(asking, asking.columns) if place.is_counted else {}
    if not sums:
        return []
    return [
        {
            "label": str(column.column_head),
            "text": ", ".join(
                account_cells.amount(total, currency)
                for currency, total in sums.get(column.key, {}).items()
            ),
        }
        for column in asking.columns
    ]
