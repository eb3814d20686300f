"""Composing the columns of results: those of the firm, and those of one search."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.queries.ownerships import owners_seen
from contacts import rights
from contacts.fields import Entry
from contacts.queries import listing
from contacts.views.columns import PREVIEWED, TableCompose
from contacts.views.listing import cell_attributes, cells, rows
from searches import columns
from searches.actions.columns import choose_columns, choose_sort, compose_results
from searches.columns import FIRST, OFFERED, Sort, sort_of
from searches.enums import Reach
from searches.models import ResultColumns
from searches.queries import account_cells
from searches.queries.matching import visible
from searches.querying.vocabulary import ASKED_OF
from searches.views import chosen_columns
from searches.views.opened import Opened, opened
from searches.views.place import shown_last
from users.http import SignedIn
from users.models import User


class ResultsCompose(TableCompose):
    """The columns of results of contacts, or of accounts."""

    @property
    def on(self) -> str:
        raise NotImplementedError

    @property
    def offered(self) -> Mapping[str, Entry]:
        return OFFERED[self.on]

    @property
    def first_head(self) -> str | Promise:
        return FIRST[self.on].column_head

    @property
    def sampled(self) -> str | Promise:
        return _("with your accounts") if self.on == "accounts" else _("with your contacts")

    @property
    def unsorted(self) -> str | Promise:
        return _("does not sort") if self.on == "accounts" else _("sorts up to 1,000")

    def sample(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        return sample(self.on, entries, self.request.user)


def sample(on: str, entries: Sequence[Entry], user: User) -> list[dict[str, Any]]:
    """Return the first rows that the user sees, as they would stand."""
    read = listing.columns_with if on == "contacts" else account_cells.paths
    paths = dict.fromkeys(("pk", *read(entries)))
    taken = list(visible(on, user).order_by(FIRST[on].sort, "pk").values(*paths)[:PREVIEWED])
    if on == "contacts":
        return rows(taken, entries)
    owners = owners_seen([row["pk"] for row in taken], user)
    attributes = cell_attributes(entries)
    return [
        {
            "name": row["number"],
            "drawn": cells(attributes, account_cells.texts(row, entries, owners)),
        }
        for row in taken
    ]


class FirmResultsCompose(PermissionRequiredMixin, ResultsCompose):
    """Services > Modules > Requêtes: the columns of results, for the whole firm."""

    permission_required = rights.MANAGE_COLUMNS
    title = gettext_lazy("Columns of results")
    note = gettext_lazy(
        "These columns are for the whole firm: whoever reads results may choose others for them."
        " From top to bottom here, from left to right in Requêtes."
    )

    @cached_property
    def on(self) -> str:
        on = str(self.kwargs["on"])
        if on not in ASKED_OF:
            raise Http404
        return on

    @property
    def standing(self) -> Sequence[str]:
        return columns.of_firm(self.on)

    @property
    def first(self) -> Sequence[str]:
        return columns.standard(self.on)

    @cached_property
    def version(self) -> int:
        standing = ResultColumns.objects.filter(on=self.on).first()
        return standing.version if standing else 0

    def keep(self, keys: Sequence[str], version: int) -> str:
        compose_results(on=self.on, keys=keys, version=version, by=self.request.user)
        if self.on == "accounts":
            return _("The columns of results of accounts are saved.")
        return _("The columns of results of contacts are saved.")

    def extra(self) -> dict[str, Any]:
        changes = ResultColumns.history.filter(on=self.on)
        last = changes.select_related("history_user").order_by("-history_date").first()
        tabs = [
            {
                "label": _("Accounts") if on == "accounts" else _("Contacts"),
                "url": reverse("searches:result-columns", args=[on]),
                "current": on == self.on,
            }
            for on in ASKED_OF
        ]
        return {"tabs": [{"title": "", "entries": tabs}], "last": last}


class SearchColumnsCompose(ResultsCompose):
    """The columns of one search: kept with one's own, for this session with somebody else's."""

    around = "base.html"
    title = gettext_lazy("Columns of these results")

    @cached_property
    def asking(self) -> Opened:
        return opened(self.request, self.kwargs["search"])

    @property
    def on(self) -> str:
        return self.asking.on

    @property
    def is_own(self) -> bool:
        return self.asking.saved.owner_id == self.request.user.pk

    @property
    def note(self) -> str | Promise:
        if self.is_own and self.asking.saved.reach != Reach.PRIVATE:
            return _("They stay with this search, for all who may open it.")
        if self.is_own:
            return _("They stay with this search.")
        return _("They are yours alone, until you log out: the search is somebody else’s.")

    @property
    def standing(self) -> Sequence[str]:
        return [column.key for column in self.asking.columns]

    @property
    def first(self) -> Sequence[str]:
        return columns.of_firm(self.on)

    def keep(self, keys: Sequence[str], version: int) -> str:
        search = self.asking.saved
        if self.is_own:
            choose_columns(search=search, keys=keys, by=self.request.user)
        else:
            chosen_columns.choose_columns(self.request, search, keys)
        return _("The columns of these results are saved.")

    def extra(self) -> dict[str, Any]:
        return {"cancel_url": self.after()}

    def after(self) -> str:
        return f"{shown_last(self.request, self.asking.saved)}#results"


@require_POST
def search_sort(request: SignedIn, search: int) -> HttpResponse:
    """Keep the order in which one's own search is shown."""
    asking = opened(request, search)
    if asking.saved.owner_id != request.user.pk:
        raise PermissionDenied
    sort: Sort = sort_of(asking.saved, request.POST.get("sort", ""))
    choose_sort(search=asking.saved, sort=sort, by=request.user)
    return redirect(reverse("searches:search-show", args=[search]) + "#results")
