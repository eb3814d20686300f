"""Asking: conditions made step by step, with the number of rows that they find so far."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from contacts.forms.inputs import key, version
from contacts.views.listing import count_text
from searches.actions.searches import ask
from searches.errors import SearchRefused
from searches.forms.builder import Builder
from searches.forms.gone import mark_broken
from searches.models import SavedSearch
from searches.queries.counting import COUNTED_UP_TO, Counting
from searches.queries.searches import conditions_of, kept, names_known_to
from searches.querying.schema import How, Node, read_node
from searches.querying.vocabulary import ASKED_OF
from text import formats
from users.http import SignedIn

NOT_TOLD = "…"
# What the address of results asks for when all of them are to be counted.
EXACT = "exact"


@require_http_methods(["GET", "HEAD", "POST"])
def search_create(request: SignedIn) -> HttpResponse:
    """A new search; without a script each of its buttons asks for the whole page again."""
    on = asked_of(request.POST.get("on") or request.GET.get("on", ASKED_OF[0]))
    builder = posted_builder(request, on)
    context = composition(request, builder)
    if request.POST.get("do") == "show":
        # Without what is wrong more would be found than was meant, and acted on.
        if builder.is_complete and not builder.gone:
            based_on: SavedSearch | None = context["based_on"]
            asked = ask(
                stored=builder.stored(),
                based_on=based_on,
                based_version=context["based_version"] if based_on else None,
                by=request.user,
            )
            return redirect("searches:search-show", asked.pk)
        for part in builder.parts:
            part.refuse_incomplete()
        context["held"] = held()
    context["tabs"] = [{"entries": [_tab(each, is_current=each == on) for each in ASKED_OF]}]
    return render(request, "searches/search/create.html", context)


def held() -> str:
    return _("A condition is wrong or incomplete: mend it or remove it, then show again.")


def _tab(on: str, *, is_current: bool) -> dict[str, Any]:
    """Return the way to a new search of contacts, or of accounts."""
    label = _("Accounts") if on == "accounts" else _("Contacts")
    url = reverse("searches:search-create", query={"on": on})
    return {"label": label, "url": url, "current": is_current}


@require_POST
def search_compose(request: SignedIn) -> HttpResponse:
    """Answer the conditions as they are now, drawn anew."""
    builder = posted_builder(request, asked_of(request.POST.get("on", "")))
    context = composition(request, builder)
    return render(request, "searches/search/_composition.html", context)


def asked_of(on: str) -> str:
    if on not in ASKED_OF:
        raise Http404
    return on


def posted_builder(request: SignedIn, on: str) -> Builder:
    return Builder(request.POST, request.user, on, names_known_to(request.user, on))


def composition(
    request: SignedIn, builder: Builder, saved: SavedSearch | None = None
) -> dict[str, Any]:
    """Return what draws the builder.

    `saved`: the search that is open; its conditions may be changed to ask another one.
    """
    on = builder.on
    based_on = based_on_of(request, saved)
    context = {"builder": builder, "on": on, "based_on": based_on}
    context["based_version"] = based_version_of(request, saved)
    try:
        where = builder.search().where
        searches = conditions_of(where, request.user, own=based_on.pk if based_on else None)
    except SearchRefused as refusal:
        builder.refusal = builder.refusal or str(refusal)
        return context | {"total": ""}
    mark_broken(builder, searches)
    if builder.gone:
        return context | {"total": _("Not counted: something is no longer there.")}
    counting = Counting(request.user, on, searches)
    if request.POST.get("do") == "count":
        _count_each(builder, counting)
    exactly = request.GET.get("count") == EXACT
    total = counting.exact(where) if exactly else counting.total(where)
    if total is None:
        return context | {"total": _late()}
    return context | {"total": counted(on, total, exactly=exactly), "count": total}


def based_on_of(request: SignedIn, saved: SavedSearch | None) -> SavedSearch | None:
    """Return the kept search whose conditions are changed: the one open, or that it came from.

    None when that one does not exist for the reader any more.
    """
    if saved is not None and saved.name:
        return saved
    pk = saved.based_on_id if saved else key(request.POST.get("based_on", ""))
    return kept(request.user).filter(pk=pk).first() if pk else None


def based_version_of(request: SignedIn, saved: SavedSearch | None) -> int | None:
    """Return the version of that one when its conditions were opened."""
    if saved is not None:
        return saved.version if saved.name else saved.based_version
    return version(request.POST.get("based_version", ""))


def _late() -> str:
    return _("Counting takes too long: add a condition that leaves fewer rows.")


def counted(on: str, total: int, *, exactly: bool = False) -> str:
    """Say a number of contacts or accounts: 1 001 stands for more, unless all were counted."""
    is_capped = total > COUNTED_UP_TO and not exactly
    if is_capped and on == "contacts":
        return count_text(total)
    words = {"n": formats.number_fr(COUNTED_UP_TO if is_capped else total)}
    if is_capped:
        return _("More than %(n)s accounts") % words
    if on == "contacts":
        return ngettext("%(n)s contact", "%(n)s contacts", total) % words
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
