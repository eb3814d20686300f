"""Composing the columns of a table; Services > Modules > Contacts does so for each category."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views import View

from contacts import columns, rights
from contacts.actions.columns import compose
from contacts.errors import EditConflict
from contacts.fields import Entry
from contacts.forms.inputs import version
from contacts.models import Category, ListColumns
from contacts.queries import listing
from contacts.views.listing import rows
from users.http import SignedIn

PREVIEWED = 8
Words = str | Promise


class TableCompose(View):
    """The columns as they would be; only Enregistrer writes.

    Every other button asks for the page again with the order it makes, so that ticking and
    moving work without script too.
    """

    request: SignedIn
    shown: list[str]
    at_most = columns.AT_MOST
    # What draws the page: what it extends, and its words.
    around = "services/base.html"
    title: Words

    @property
    def offered(self) -> Mapping[str, Entry]:
        """Return the columns that may be chosen, by their keys."""
        raise NotImplementedError

    @property
    def standing(self) -> Sequence[str]:
        """Return the columns as they are now."""
        raise NotImplementedError

    @property
    def first(self) -> Sequence[str]:
        """Return the columns that one may go back to."""
        raise NotImplementedError

    @property
    def note(self) -> Words:
        """Return for whom the columns are."""
        raise NotImplementedError

    @property
    def first_head(self) -> Words:
        """Return the head of what always stands first."""
        return pgettext("columns", "Name")

    @property
    def sampled(self) -> Words:
        """Return what the preview shows."""
        return _("with your contacts")

    @property
    def unsorted(self) -> Words:
        """Return what is said of a column that no index sorts."""
        return _("sorts up to 1,000")

    @property
    def version(self) -> int:
        """Return which version one begins with."""
        return 0

    def sample(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        """Return a few rows as they would be: `name`, `first_name`, `drawn`."""
        raise NotImplementedError

    def keep(self, keys: Sequence[str], version: int) -> str:
        """Keep these columns and return what to say; `EditConflict` when the version moved."""
        raise NotImplementedError

    def extra(self) -> dict[str, Any]:
        """Return what else the whole page draws: `tabs`, `last`."""
        return {}

    def get(self, request: SignedIn, **_kwargs: Any) -> HttpResponse:
        self.shown = list(self.standing)
        return self._page()

    def post(self, request: SignedIn, **_kwargs: Any) -> HttpResponse:
        typed = dict.fromkeys(request.POST.getlist("column"))
        self.shown = [key for key in typed if key in self.offered]
        act, _sign, key = request.POST.get("act", "").partition(":")
        if act == "save":
            return self._save()
        if act == "reset":
            self.shown = list(self.first)
        if act in {"up", "down"} and key in self.shown:
            _move(self.shown, key, -1 if act == "up" else 1)
        return self._page(changed=True)

    def after(self) -> str:
        """Return where one is led once the columns are kept."""
        return self.request.path

    def _save(self) -> HttpResponse:
        if len(self.shown) > self.at_most:
            return self._refused(
                ngettext(
                    "Choose %(n)s column at most.",
                    "Choose %(n)s columns at most.",
                    self.at_most,
                )
                % {"n": self.at_most}
            )
        opened = version(self.request.POST.get("version", ""))
        try:
            told = self.keep(self.shown, -1 if opened is None else opened)
        except EditConflict:
            return self._refused(
                _("Somebody saved these columns since you opened them. Save again to keep yours.")
            )
        messages.success(self.request, told)
        return redirect(self.after())

    def _refused(self, refusal: str) -> HttpResponse:
        return self._page(status=422, changed=True, refusal=refusal)

    def _page(self, status: int = 200, **context: Any) -> HttpResponse:
        entries = [self.offered[key] for key in self.shown]
        context |= {"shown": entries, "rows": self.sample(entries), "offered": self._others()}
        context |= {"version": self.version, "all_count": len(self.offered)}
        context |= {"first_head": self.first_head, "sampled": self.sampled}
        context |= {"unsorted": self.unsorted}
        if self.request.htmx:
            return render(self.request, "services/columns/_composition.html", context)
        context |= {"title": self.title, "note": self.note, "around": self.around}
        context |= self.extra()
        return render(self.request, "services/columns/compose.html", context, status=status)

    def _others(self) -> list[tuple[Any, list[Any]]]:
        """Return the columns not shown, in the blocks in which the folder has them."""
        left = [entry for key, entry in self.offered.items() if key not in self.shown]
        by_group: dict[str, list[Any]] = {}
        for group, entries in groupby(left, lambda entry: str(entry.group)):
            by_group.setdefault(group, []).extend(entries)
        return list(by_group.items())


class ColumnsCompose(PermissionRequiredMixin, TableCompose):
    """The columns of the list of contacts: a page for each category."""

    permission_required = rights.MANAGE_COLUMNS
    title = gettext_lazy("Composition of the contacts table")
    note = gettext_lazy(
        "These columns are for the whole firm, subcategories included. From top to bottom here,"
        " from left to right in Contacts."
    )
    offered = columns.OFFERED
    first = columns.FIRST

    @cached_property
    def category(self) -> Category | None:
        key = self.kwargs.get("category")
        return get_object_or_404(Category, pk=key, parent=None) if key else None

    @property
    def standing(self) -> Sequence[str]:
        return columns.composition(self.category)

    @cached_property
    def version(self) -> int:
        standing = ListColumns.objects.filter(category=self.category).first()
        return standing.version if standing else 0

    def keep(self, keys: Sequence[str], version: int) -> str:
        compose(category=self.category, keys=keys, version=version, by=self.request.user)
        words = {"page": self.category or _("All contacts")}
        return _("The columns of %(page)s are saved.") % words

    def sample(self, entries: Sequence[Entry]) -> list[dict[str, Any]]:
        found = listing.filtered(self.request.user, listing.Filters(category=self.category))
        sample = found.order_by("sort_name", "pk").values(*listing.columns_with(entries))
        return rows(list(sample[:PREVIEWED]), entries)

    def extra(self) -> dict[str, Any]:
        changes = ListColumns.history.filter(category=self.category)
        last = changes.select_related("history_user").order_by("-history_date").first()
        return {"tabs": [{"title": "", "entries": self._tabs()}], "last": last}

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


def _move(keys: list[str], key: str, step: int) -> None:
    """Move a column by one place; at the ends it stays."""
    here = keys.index(key)
    there = max(0, min(len(keys) - 1, here + step))
    keys.insert(there, keys.pop(here))
