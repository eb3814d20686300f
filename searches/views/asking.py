"""Asking: conditions made step by step, with the number of rows that they find so far."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts.views.listing import count_text
from searches.errors import SearchRefused
from searches.forms.builder import Builder
from searches.queries.counting import COUNTED_UP_TO, Counting
from searches.querying.schema import Group, How, Node, read_node
from searches.querying.vocabulary import ASKED_OF
from searches.views import results
from text import formats
from users.http import SignedIn

NOT_TOLD = "…"


@require_http_methods(["GET", "HEAD", "POST"])
def search_create(request: SignedIn) -> HttpResponse:
    """A new search; without a script each of its buttons asks for the whole page again."""
    on = request.POST.get("on") or request.GET.get("on", ASKED_OF[0])
    context = composition(request, asked_of(on))
    context |= results.found(request, context["builder"], request.user, {})
    context["tabs"] = [{"entries": [_tab(each, is_current=each == on) for each in ASKED_OF]}]
    return render(request, "searches/search/create.html", context)


def _tab(on: str, *, is_current: bool) -> dict[str, Any]:
    """Return the way to a new search of contacts, or of accounts."""
    label = _("Accounts") if on == "accounts" else _("Contacts")
    url = reverse("searches:search-create", query={"on": on})
    return {"label": label, "url": url, "current": is_current}


@require_POST
def search_compose(request: SignedIn) -> HttpResponse:
    """Answer the conditions as they are now, drawn anew."""
    context = composition(request, asked_of(request.POST.get("on", "")))
    return render(request, "searches/search/_composition.html", context)


def asked_of(on: str) -> str:
    if on not in ASKED_OF:
        raise Http404
    return on


def composition(
    request: SignedIn,
    on: str,
    data: QueryDict | None = None,
    *,
    names: Mapping[int, str] | None = None,
    trees: Mapping[int, Group] | None = None,
) -> dict[str, Any]:
    """Return what draws the builder: from what is posted, or from `data` where that is given.

    `names` and `trees` are those of the searches that this one may refer to, by their keys.
    """
    posted = request.POST if data is None else data
    builder = Builder(posted, request.user, on, names)
    counting = Counting(request.user, on, trees or {})
    if posted.get("do") == "count":
        _count_each(builder, counting)
    return {"builder": builder, "on": on, "total": _total(builder, counting)}


def _total(builder: Builder, counting: Counting) -> str:
    try:
        where = builder.search().where
    except SearchRefused:
        return ""
    total = counting.total(where)
    if total is None:
        return _("Counting takes too long: add a condition that leaves fewer rows.")
    return counted(builder.on, total)


def counted(on: str, total: int) -> str:
    """Say a number of contacts or accounts: 1 001 stands for more."""
    if on == "contacts":
        return count_text(total)
    words = {"n": formats.number_fr(min(total, COUNTED_UP_TO))}
    if total > COUNTED_UP_TO:
        return _("More than %(n)s accounts") % words
    return ngettext("%(n)s account", "%(n)s accounts", total) % words


def _count_each(builder: Builder, counting: Counting) -> None:
    """Say beside each condition of the outermost `et` how many rows are left after it."""
    root = builder.root
    if root.stored is None or list(root.stored) != [How.ALL]:
        return
    parts = [part for part in root.parts if part.stored is not None]
    nodes: list[Node] = [read_node(part.stored, root.place) for part in parts]
    for part, left in zip(parts, counting.left_by_each(nodes), strict=True):
        part.count = NOT_TOLD if left is None else _left(left)


def _left(count: int) -> str:
    if count > COUNTED_UP_TO:
        return _("more than %(n)s left") % {"n": formats.number_fr(COUNTED_UP_TO)}
    return _("%(n)s left") % {"n": formats.number_fr(count)}
