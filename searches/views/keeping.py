"""What its owner does with a search that is kept, and what others do: copy it, pin it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.http import require_POST

from contacts.forms.inputs import version
from searches import rights
from searches.actions import keeping
from searches.actions.columns import choose_sort
from searches.actions.searches import ask
from searches.columns import sort_of
from searches.enums import Reach
from searches.errors import EditConflict, SearchError, SearchRefused
from searches.forms.keeping import KeepForm
from searches.models import SavedSearch
from searches.queries.keeping import kept_that_refer_to, shared_that_refer_to
from searches.queries.searches import kept, known_to
from searches.querying.schema import is_void, written
from searches.views.asking import based_on_of, based_version_of
from searches.views.opened import opened
from searches.views.sentences import sentences
from text.formats import quoted_fr
from users.http import SignedIn


def known(request: SignedIn, pk: int) -> SavedSearch:
    return get_object_or_404(kept(request.user).select_related("owner"), pk=pk)


def own(request: SignedIn, pk: int) -> SavedSearch:
    """Return a search that only its owner may change; 404 when it does not exist for the user."""
    search = get_object_or_404(known_to(request.user), pk=pk)
    if search.owner_id != request.user.pk:
        raise PermissionDenied
    return search


class SearchKeep(View):
    """The name of a search and for whom it is: of one that was asked, or that is kept."""

    shows_drafts = True

    def get(self, request: SignedIn, search: int) -> HttpResponse:
        saved = own(request, search)
        return self._page(saved, KeepForm(request.user, saved))

    def post(self, request: SignedIn, search: int) -> HttpResponse:
        saved = own(request, search)
        form = KeepForm(request.user, saved, request.POST)
        if request.POST.get("do") == "add":
            form.complain_of({"add", "readers"})
            return self._page(saved, form)
        if not form.is_valid():
            return self._page(saved, form, status=422)
        broken = _broken(saved, form)
        if broken and request.POST.get("do") != "sure":
            return self._page(saved, form, broken=broken, status=409)
        try:
            self._save(saved, form)
        except EditConflict:
            return self._page(own(request, search), form, has_changed=True, status=409)
        except SearchRefused as refusal:
            form.add_error(None, str(refusal))
            return self._page(saved, form, status=422)
        messages.success(
            request, _("“%(search)s” is saved.") % {"search": form.cleaned_data["name"]}
        )
        return redirect("searches:search-show", saved.pk)

    def _save(self, saved: SavedSearch, form: KeepForm) -> None:
        keeping.share(
            search=saved,
            name=form.cleaned_data["name"],
            reach=form.cleaned_data["reach"],
            readers=form.people_chosen,
            version=_version(self.request),
            by=form.user,
        )
        # After it: what is refused keeps no order either.
        if sort := self.request.GET.get("sort", ""):
            choose_sort(search=saved, sort=sort_of(saved, sort), by=form.user)

    def _page(
        self, saved: SavedSearch, form: KeepForm, *, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {"search": saved, "form": form, "sentence": sentences([saved], form.user)[0]}
        return render(self.request, "searches/search/keep.html", context | more, status=status)


def _version(request: HttpRequest) -> int:
    """Return the version that was shown; one that nothing has when none was."""
    shown = version(request.POST.get("version", ""))
    return -1 if shown is None else shown


def _broken(search: SavedSearch, form: KeepForm) -> list[str]:
    """Name the shared searches whose readers could not ask them any more."""
    reach = form.cleaned_data["reach"]
    if search.reach == Reach.PRIVATE or reach == Reach.PUBLIC:
        return []
    if reach == search.reach and set(search.readers.all()) <= set(form.people_chosen):
        return []
    return shared_that_refer_to(search, form.user)


@require_POST
def search_replace(request: SignedIn, search: int) -> HttpResponse:
    """Have the kept search ask what this one asks, which was made of it."""
    asking = opened(request, search)
    if asking.saved.owner_id != request.user.pk or not asking.saved.based_on_id:
        raise Http404
    standing = own(request, asking.saved.based_on_id)
    if not asking.is_runnable:
        return redirect("searches:search-show", search)
    try:
        keeping.save_conditions(
            search=standing, asked=asking.saved, version=_version(request), by=request.user
        )
    except EditConflict:
        return _conflict(request, asking.saved, own(request, standing.pk))
    except SearchRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("searches:search-show", search)
    messages.success(request, _("The changes are saved in “%(search)s”.") % {"search": standing})
    return redirect("searches:search-show", standing.pk)


def _conflict(request: SignedIn, asked: SavedSearch, standing: SavedSearch) -> HttpResponse:
    """Show what stands now beside what was to replace it."""
    theirs, mine = sentences([standing, asked], request.user)
    context = {"search": asked, "standing": standing, "theirs": theirs, "mine": mine}
    return render(request, "searches/search/conflict.html", context, status=409)


@require_POST
def search_without(request: SignedIn, search: int) -> HttpResponse:
    """Ask the same without what is gone, since the reader agrees; what is kept stays as it is."""
    asking = opened(request, search)
    saved = asking.saved
    try:
        left, gone = asking.without_gone
    except SearchRefused:
        return redirect("searches:search-show", search)
    if not gone or is_void(left.where):
        return redirect("searches:search-show", search)
    asked = ask(
        stored=written(left),
        based_on=based_on_of(request, saved),
        based_version=based_version_of(request, saved),
        by=request.user,
    )
    return redirect("searches:search-show", asked.pk)


@require_POST
def search_pin(request: SignedIn, search: int) -> HttpResponse:
    saved = known(request, search)
    pinned = request.POST.get("pinned") == "1"
    keeping.pin(search=saved, pinned=pinned, by=request.user)
    text = _("“%(search)s” is pinned.") if pinned else _("“%(search)s” is no longer pinned.")
    messages.success(request, text % {"search": saved})
    return redirect("searches:search-show", saved.pk)


@require_POST
def search_copy(request: SignedIn, search: int) -> HttpResponse:
    copied = keeping.copy_search(search=known(request, search), by=request.user)
    messages.success(request, _("Your copy is “%(search)s”: it is private.") % {"search": copied})
    return redirect("searches:search-show", copied.pk)


@require_POST
def search_delete(request: SignedIn, search: int) -> HttpResponse:
    saved = own(request, search)
    if not saved.name:
        raise Http404
    broken = kept_that_refer_to(saved, request.user)
    if broken and request.POST.get("do") != "sure":
        context = {"search": saved, "broken": broken}
        return render(request, "searches/search/delete.html", context, status=409)
    keeping.delete_search(search=saved, by=request.user)
    text = _("“%(search)s” is deleted.") % {"search": saved}
    if broken:
        told = ngettext(
            "%(names)s refers to it and can no longer be run.",
            "%(names)s refer to it and can no longer be run.",
            len(broken),
        ) % {"names": ", ".join(quoted_fr(name) for name in broken)}
        text = f"{text} {told}"
    undo = reverse("searches:search-restore", args=[saved.pk])
    messages.success(request, text, extra_tags=f"undo={undo}")
    return redirect("searches:search-list")


@require_POST
def search_restore(request: SignedIn, search: int) -> HttpResponse:
    """Undo a deletion, by whoever did it."""
    deleted = get_object_or_404(
        SavedSearch.objects.exclude(name="").exclude(deleted_at=None), owner=request.user, pk=search
    )
    restored = keeping.restore_search(search=deleted, by=request.user)
    messages.success(request, _("“%(search)s” is back.") % {"search": restored})
    return redirect("searches:search-show", restored.pk)


@require_POST
@permission_required(rights.MAKE_PUBLIC, raise_exception=True)
def search_take_over(request: SignedIn, search: int) -> HttpResponse:
    saved = known(request, search)
    try:
        taken = keeping.take_over(search=saved, by=request.user)
    except SearchError as refusal:
        messages.error(request, str(refusal))
        return redirect("searches:search-show", saved.pk)
    messages.success(request, _("“%(search)s” is yours now.") % {"search": taken})
    return redirect("searches:search-show", taken.pk)
