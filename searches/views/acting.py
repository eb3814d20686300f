"""Changing the contacts that a search finds: those ticked, or all of them."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from contacts.views.change_category import CategoryChange
from contacts.views.change_keywords import KeywordsChange
from contacts.views.change_people import PeopleChange
from contacts.views.deleting import Deletion
from contacts.views.mass_change import AT_ONCE, Choice, MassChange, page
from persistence.time_limit import OutOfTime
from searches.views.chosen import (
    ALL,
    Chosen,
    chosen,
    nothing_chosen,
    refused,
    takes_too_long,
    way_back,
)
from searches.views.opened import Opened, opened
from text import formats
from users.http import SignedIn


@require_http_methods(["GET", "HEAD", "POST"])
def search_categorise(request: SignedIn, search: int) -> HttpResponse:
    """Move the chosen contacts to another category."""
    return _act(request, opened(request, search), CategoryChange)


@require_http_methods(["GET", "HEAD", "POST"])
def search_keywords(request: SignedIn, search: int) -> HttpResponse:
    """Tick keywords for the chosen contacts, and take others away."""
    return _act(request, opened(request, search), KeywordsChange)


@require_http_methods(["GET", "HEAD", "POST"])
def search_people(request: SignedIn, search: int) -> HttpResponse:
    """Replace somebody by somebody else in the chosen contacts."""
    return _act(request, opened(request, search), PeopleChange)


@require_http_methods(["GET", "HEAD", "POST"])
def search_delete_contacts(request: SignedIn, search: int) -> HttpResponse:
    """Delete the chosen contacts."""
    return _act(request, opened(request, search), Deletion)


def _act(request: SignedIn, asking: Opened, kind: type[MassChange]) -> HttpResponse:
    if asking.on != "contacts":
        raise Http404
    picked = chosen(request, asking)
    if picked is None:
        return nothing_chosen(request, asking)
    try:
        keys = picked.keys(AT_ONCE)
    except OutOfTime:
        return refused(request, asking, takes_too_long())
    if len(keys) > AT_ONCE:
        words = _("%(n)s contacts at most are changed at once: add a condition.")
        return refused(request, asking, words % {"n": formats.number_fr(AT_ONCE)})
    if not keys and (ALL, "1") in picked.fields:
        return refused(request, asking, _("Nothing is found any more."))
    return page(request, _choice(picked, keys, way_back(request, asking)), kind(keys, request.user))


def _choice(picked: Chosen, keys: list[int], url: str) -> Choice:
    return Choice(keys=keys, fields=picked.fields, url=url, query={"from": url}, cancel_url=url)
