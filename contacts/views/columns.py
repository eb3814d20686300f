"""Services > Modules > Contacts > Composition du tableau des contacts: a page per category."""

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View

from contacts import columns, rights
from contacts.actions.columns import compose
from contacts.errors import EditConflict
from contacts.models import Category, ListColumns
from contacts.queries import listing
from contacts.views.listing import rows
from users.http import SignedIn

PREVIEWED = 8


class ColumnsCompose(PermissionRequiredMixin, View):
    """The columns as they would be; only Enregistrer writes.

    Every other button asks for the page again with the order it makes, so that ticking and
    moving work without script too.
    """

    request: SignedIn
    permission_required = rights.MANAGE_COLUMNS
    shown: list[str]

    @cached_property
    def category(self) -> Category | None:
        key = self.kwargs.get("category")
        return get_object_or_404(Category, pk=key, parent=None) if key else None

    @cached_property
    def version(self) -> int:
        standing = ListColumns.objects.filter(category=self.category).first()
        return standing.version if standing else 0

    def get(self, request: SignedIn, category: int | None = None) -> HttpResponse:
        self.shown = columns.composition(self.category)
        return self._page()

    def post(self, request: SignedIn, category: int | None = None) -> HttpResponse:
        self.shown = columns.known(request.POST.getlist("column"))
        act, _sign, key = request.POST.get("act", "").partition(":")
        if act == "save":
            return self._save()
        if act == "reset":
            self.shown = list(columns.FIRST)
        if act in {"up", "down"} and key in self.shown:
            _move(self.shown, key, -1 if act == "up" else 1)
        return self._page(changed=True)

    def _save(self) -> HttpResponse:
        if len(self.shown) > columns.AT_MOST:
            return self._refused(
                ngettext(
                    "Choose %(n)s column at most.",
                    "Choose %(n)s columns at most.",
                    columns.AT_MOST,
                )
                % {"n": columns.AT_MOST}
            )
        typed = self.request.POST.get("version", "")
        version = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else -1  # noqa: PLR2004 - a version's digits
        user = self.request.user
        try:
            compose(category=self.category, keys=self.shown, version=version, by=user)
        except EditConflict:
            return self._refused(
                _("Somebody saved these columns since you opened them. Save again to keep yours.")
            )
        words = {"page": self.category or _("All contacts")}
        messages.success(self.request, _("The columns of %(page)s are saved.") % words)
        return redirect(self.request.path)

    def _refused(self, refusal: str) -> HttpResponse:
        return self._page(status=422, changed=True, refusal=refusal)

    def _page(self, status: int = 200, **context: Any) -> HttpResponse:
        entries = columns.entries(self.shown)
        found = listing.filtered(
            self.request.user, listing.Filters(category=self.category)
        ).order_by("sort_name", "pk")
        sample = list(found.values(*listing.columns_with(entries))[:PREVIEWED])
        context |= {"shown": entries, "rows": rows(sample, entries), "offered": self._offered()}
        context |= {"version": self.version, "all_count": len(columns.OFFERED)}
        if self.request.htmx:
            return render(self.request, "services/columns/_composition.html", context)
        context |= {"tabs": [{"title": "", "entries": self._tabs()}], "last": self._last()}
        return render(self.request, "services/columns/compose.html", context, status=status)

    def _offered(self) -> list[tuple[Any, list[Any]]]:
        """Return the columns not shown, in the blocks in which the folder has them."""
        left = [entry for key, entry in columns.OFFERED.items() if key not in self.shown]
        by_group: dict[str, list[Any]] = {}
        for group, entries in groupby(left, lambda entry: str(entry.group)):
            by_group.setdefault(group, []).extend(entries)
        return list(by_group.items())

    def _tabs(self) -> list[dict[str, Any]]:
        first = [(None, _("All contacts"))]
        pages = [*first, *((one, one.name) for one in Category.objects.filter(parent=None))]
        return [
            {
                "label": label,
                "url": reverse("services:columns", args=[one.pk] if one else []),
                "current": one == self.category,
            }
            for one, label in pages
        ]

    def _last(self) -> Any:
        changes = ListColumns.history.filter(category=self.category)
        return changes.select_related("history_user").order_by("-history_date").first()


def _move(keys: list[str], key: str, step: int) -> None:
    """Move a column by one place; at the ends it stays."""
    here = keys.index(key)
    there = max(0, min(len(keys) - 1, here + step))
    keys.insert(there, keys.pop(here))
