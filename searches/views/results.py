"""What a search finds: a page of contacts with the columns of their list, or of accounts."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.queries.ownerships import owners_seen
from contacts import columns
from contacts.fields import ENTRIES
from contacts.queries import listing
from contacts.views.listing import lines, rows
from contacts.views.menu import selection_actions
from persistence.time_limit import OutOfTime
from searches.forms.builder import Builder
from searches.forms.choices import Choices
from searches.queries import results
from searches.queries.results import Edge
from searches.querying.schema import Condition, Group, Node, Rows, Search
from searches.querying.sentences import sentence
from searches.querying.vocabulary import SUBJECTS, Asked, Place
from users.models import User

ACCOUNT = (
    *("product__name", "product__custodian__name"),
    *("last_value", "last_valued_on", "last_currency"),
)
BEFORE, AFTER = "before", "after"


def found(
    request: HttpRequest, builder: Builder, user: User, trees: Mapping[int, Group]
) -> dict[str, Any]:
    """Return what draws the results, once they are asked for; nothing while conditions are made."""
    if not _is_asked_for(request):
        return {}
    # Without it more would be found than was meant, and acted on.
    if builder.gone or not builder.is_complete:
        held = _("A condition is wrong or incomplete: mend it or remove it, then show again.")
        return {"held": held}
    search = builder.search()
    context = {"sentence": sentence(search, _Labels(search, user), builder.searches)}
    show = _contacts if search.on == "contacts" else _accounts
    try:
        return context | show(search, user, trees, _edge(request))
    except OutOfTime:
        late = _("This takes too long: add a condition that leaves fewer rows, then show again.")
        return context | {"late": late}


def _is_asked_for(request: HttpRequest) -> bool:
    return request.POST.get("do") == "show" or bool(request.POST.keys() & {BEFORE, AFTER})


def _edge(request: HttpRequest) -> Edge | None:
    name = BEFORE if BEFORE in request.POST else AFTER
    key = request.POST.get(name, "")
    is_key = key.isascii() and key.isdigit() and len(key) < len(str(2**63))
    return Edge(int(key), is_before=name == BEFORE) if is_key else None


def _contacts(
    search: Search, user: User, trees: Mapping[int, Group], edge: Edge | None
) -> dict[str, Any]:
    shown = columns.entries(columns.composition(None))
    wanted = listing.columns_with(shown)
    page = results.page(search, user, wanted, searches=trees, edge=edge)
    heads = [
        {"label": entry.column_head, "numeric": entry.is_figure}
        for entry in (ENTRIES[columns.NAME], *shown)
    ]
    drawn = lines(rows(page.rows, shown))
    return {"page": page, "heads": heads, "lines": drawn, "actions": selection_actions(user)}


def _accounts(
    search: Search, user: User, trees: Mapping[int, Group], edge: Edge | None
) -> dict[str, Any]:
    page = results.page(search, user, ACCOUNT, searches=trees, edge=edge)
    owners = owners_seen([row["pk"] for row in page.rows], user)
    accounts = [_account(row, owners.get(row["pk"], [])) for row in page.rows]
    return {"page": page, "accounts": accounts}


def _account(row: results.Row, owners: list[tuple[int, str]]) -> dict[str, Any]:
    """Return an account as a line shows it; it opens in the folder of its first owner seen."""
    return row | {
        "url": reverse("accounts:account-show", args=[owners[0][0], row["pk"]]) if owners else "",
        "product": row["product__name"],
        "custodian": row["product__custodian__name"],
        "owners": ", ".join(name for _key, name in owners),
    }


class _Labels:
    """The names of what a search is compared with, as one reader may know them."""

    def __init__(self, search: Search, user: User) -> None:
        self.choices = Choices(user)
        self._want(search.where, Place(SUBJECTS[search.on]))

    def _want(self, node: Node, place: Place) -> None:
        """Note every name, so that those of a sort are read together."""
        if isinstance(node, Group):
            for part in node.parts:
                self._want(part, place)
        elif isinstance(node, Rows) and (link := place.of_link(node.link)):
            self._want(node.where, Place(SUBJECTS[link[0].subject]))
        elif isinstance(node, Condition) and (asked := place.of_field(node.field)):
            self.choices.want(asked[0], map(str, node.values))

    def __call__(self, asked: Asked, value: Any) -> str:
        return self.choices.label(asked, str(value))
