"""Foyer: what the folder and its couple own and owe."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.views.folder import FolderView, has_couple
from users.http import SignedIn
from wealth.queries.household import Household, household, spouse_of
from wealth.queries.parts import Parts

# What assets are made of, as they are called, and the page that shows them.
SORTS: dict[str, tuple[str | Promise, str]] = {
    "accounts": (gettext_lazy("Accounts"), "accounts:folder-accounts"),
    "properties": (gettext_lazy("Property"), "wealth:folder-properties"),
    "investments": (gettext_lazy("Declared investments"), "wealth:folder-assets"),
}


@dataclass(frozen=True)
class Line:
    """One line of the statement: the contact's part, the spouse's, and both together."""

    label: str | Promise
    parts: Parts
    url: str = ""
    is_total: bool = False


class FolderHousehold(FolderView):
    tab = "wealth:folder-household"
    template_name = "wealth/household/show.html"

    def prepare(self) -> HttpResponseBase | None:
        if not self.contact.is_person:
            raise Http404
        return None

    def get(self, request: SignedIn, pk: int) -> HttpResponse:
        spouse = spouse_of(self.contact, request.user) if has_couple(self.contact) else None
        totals = household(self.contact, spouse, user=request.user, today=timezone.localdate())
        return self.show(
            totals=totals,
            lines=list(self._lines(totals)),
            split=_split(totals),
            # Held by a spouse whose folder is not there to say it.
            held_by_spouse=totals.assets.spouse if spouse is None else Decimal(0),
            first_steps=self._first_steps(),
        )

    def _lines(self, totals: Household) -> Iterator[Line]:
        for name, found in totals.split():
            label, url_name = SORTS[name]
            yield Line(label, found, reverse(url_name, args=[self.contact.pk]))
        yield Line(_("Assets"), totals.assets, is_total=True)
        debts = reverse("wealth:folder-debts", args=[self.contact.pk])
        yield Line(_("Liabilities"), totals.debts, debts)
        yield Line(_("Net wealth"), totals.net, is_total=True)

    def _first_steps(self) -> list[dict[str, Any]]:
        """Return what an empty page offers."""
        if not self.may_change:
            return []
        return [
            {"url": reverse("wealth:row-add", args=[self.contact.pk, slug]), "label": label}
            for slug, label in (
                ("immobilier", _("Add a property")),
                ("placements", _("Add an investment")),
                ("emprunts", _("Add a debt")),
            )
        ]


def _split(totals: Household) -> list[tuple[str, Decimal]]:
    """Return what the assets of the couple, or of the contact alone, are made of."""
    return [
        (str(SORTS[name][0]), found.couple if totals.is_couple else found.contact)
        for name, found in totals.split()
    ]
