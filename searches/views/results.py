"""What a search finds: a page of contacts with the columns of their list, or of accounts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

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
from searches.queries.results import Edge
from searches.views.menu import line_acts, result_actions
from users.http import SignedIn

ACCOUNT = (
    *("product__name", "product__custodian__name"),
    *("last_value", "last_valued_on", "last_currency"),
)
BEFORE, AFTER = "before", "after"


def found(request: SignedIn, asking: Asking) -> dict[str, Any]:
    """Return what draws the results, or the words why there are none."""
    show = _contacts if asking.on == "contacts" else _accounts
    try:
        found = show(asking, _edge(request))
    except OutOfTime:
        late = _("This takes too long: add a condition that leaves fewer rows, then show again.")
        return {"late": late}
    return found | _moves(found["page"])


def _moves(page: results.Page) -> dict[str, str]:
    """Return where Précédent and Suivant lead."""
    return {
        "previous_url": f"?{BEFORE}={page.before}#results" if page.before else "",
        "next_url": f"?{AFTER}={page.after}#results" if page.after else "",
    }


def _edge(request: SignedIn) -> Edge | None:
    name = BEFORE if BEFORE in request.GET else AFTER
    pk = key(request.GET.get(name, ""))
    return Edge(pk, is_before=name == BEFORE) if pk else None


def _contacts(asking: Asking, edge: Edge | None) -> dict[str, Any]:
    shown = columns.entries(columns.composition(None))
    wanted = listing.columns_with(shown)
    page = results.page(asking, wanted, edge=edge)
    heads = [
        {"label": entry.column_head, "numeric": entry.is_figure}
        for entry in (ENTRIES[columns.NAME], *shown)
    ]
    drawn = lines([_with_acts(asking, row) for row in rows(page.rows, shown)])
    actions = [*selection_actions(asking.user), *result_actions(asking.saved, asking.user)]
    return {"page": page, "heads": heads, "lines": drawn, "actions": actions}


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
