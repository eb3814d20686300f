"""The page of a search at its address: its conditions, and what they find."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contacts.views import list_state
from searches import rights
from searches.enums import Reach
from searches.models import SavedSearch
from searches.queries.keeping import is_pinned
from searches.querying.schema import is_void
from searches.views import results
from searches.views.asking import composition, held
from searches.views.opened import Opened, opened
from searches.views.place import shown_last
from searches.views.versions import told_versions
from users.http import SignedIn
from users.models import User


@require_safe
def search_show(request: SignedIn, search: int) -> HttpResponse:
    """Show what a search finds now, and its conditions, which can be changed."""
    asking = opened(request, search)
    # Asked first: all that is named is noted before the first name is read.
    is_runnable = asking.is_runnable
    context = composition(request, asking.builder, asking.saved)
    context |= {"search": asking.saved, "sentence": asking.sentence}
    context |= _kept(request, asking) if asking.saved.name else _not_kept(asking, context)
    if is_runnable:
        context |= results.found(request, asking, context.get("count"))
    else:
        context |= _held(asking)
    response = render(request, "searches/search/show.html", context)
    return list_state.remember(request, response, request.get_full_path())


@require_safe
def search_conditions(request: SignedIn, search: int) -> HttpResponse:
    """Change the conditions of a kept search: its results read them from here when opened.

    Those of one that is not kept stand above its results.
    """
    asking = opened(request, search)
    if not asking.saved.name:
        return redirect("searches:search-show", search)
    context = composition(request, asking.builder, asking.saved)
    if request.htmx:
        return render(request, "searches/search/_form.html", context)
    context["results_url"] = shown_last(request, asking.saved)
    return render(request, "searches/search/create.html", context)


def _held(asking: Opened) -> dict[str, Any]:
    """Say why nothing is asked, and without what it can be."""
    if asking.builder.refusal:
        return {"held": held()}
    left, gone = asking.without_gone
    if not gone:
        return {"held": held()}
    what = {"what": ", ".join(gone)}
    told = _("This is no longer there: %(what)s. Nothing is asked without it.") % what
    if is_void(left.where):  # without it, everybody
        return {"held": f"{told} {_('Nothing else is asked: change the conditions.')}"}
    without = _("Show without %(what)s") if len(gone) == 1 else _("Show without these conditions")
    return {"held": told, "without": without % what}


def _not_kept(asking: Opened, context: dict[str, Any]) -> dict[str, Any]:
    """Return how it can be kept: as it is, or in the search that it was made of."""
    based_on: SavedSearch | None = context["based_on"]
    is_own = based_on is not None and based_on.owner_id == asking.user.pk
    return {"may_keep": True, "may_replace": is_own, "is_open": True}


def _kept(request: SignedIn, asking: Opened) -> dict[str, Any]:
    """Return what may be done with a search that has a name, and what its owner reads of it."""
    search, user = asking.saved, request.user
    is_own = search.owner_id == user.pk
    return {
        "is_own": is_own,
        "is_pinned": is_pinned(search, user),
        "address": request.build_absolute_uri(request.path),
        "keeping": [{"title": "", "entries": _entries(search, user)}],
        "versions": told_versions(search, user) if is_own else [],
    }


def _entries(search: SavedSearch, user: User) -> list[dict[str, Any]]:
    def entry(label: str, icon: str, name: str, **more: Any) -> dict[str, Any]:
        url = reverse(f"searches:search-{name}", args=[search.pk])
        return {"label": label, "icon": icon, "submit": url} | more

    entries = [entry(_("Copy"), "file", "copy")]
    if search.owner_id == user.pk:
        return [*entries, entry(_("Delete"), "trash", "delete", danger=True)]
    is_left = search.reach == Reach.PUBLIC and not search.owner.is_active
    if is_left and user.has_perm(rights.MAKE_PUBLIC):
        entries.append(entry(_("Take over"), "user", "take-over"))
    return entries
