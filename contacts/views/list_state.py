"""Where somebody stands in the list of contacts: filters, order and place, kept for the way back.

An action that begins in a list carries its query along (`back`), one that begins in a page of
another app its address (`from`). A folder's way back is the list, or the page of another app that
lists contacts, shown last in this browser: a cookie holds it until somebody logs in or out.
"""

from typing import NamedTuple

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from contacts import extensions
from users.http import SignedIn

COOKIE = "contact_list"
LONGEST_QUERY = 2_000


def is_query(text: str) -> bool:
    """Tell a query of a list from an address that leads elsewhere."""
    return text.startswith("?") and text.isprintable() and len(text) < LONGEST_QUERY


def is_page(text: str) -> bool:
    """Tell an address of ours from one that leads elsewhere."""
    is_short = text.isprintable() and len(text) < LONGEST_QUERY
    is_local = text.startswith("/") and url_has_allowed_host_and_scheme(text, allowed_hosts=None)
    return is_short and is_local


class Page(NamedTuple):
    """Where a way back leads, and what it is called."""

    url: str
    label: str


def remember(request: SignedIn, response: HttpResponse, place: str) -> HttpResponse:
    """Keep in the browser which list this user sees, signed for this user alone.

    `place`: the query of the list of contacts, or the address of another app's page.
    """
    if is_query(place) or is_page(place):
        response.set_signed_cookie(
            COOKIE,
            place,
            salt=_salt(request),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def last_page(request: SignedIn) -> Page | None:
    """Return the list shown last; None when there is none, or it is gone for this user since."""
    try:
        place = request.get_signed_cookie(COOKIE, default="", salt=_salt(request)) or ""
    except BadSignature:
        return None
    if is_query(place):
        return Page(reverse("contacts:contact-list") + place, _("Back to the list"))
    label = extensions.page_label(place, request.user) if is_page(place) else ""
    return Page(place, label) if label else None


def _salt(request: SignedIn) -> str:
    return f"contacts.list.{request.user.pk}"


def back(request: HttpRequest) -> str:
    """Return the list's query that an action of it brought along, and nothing else."""
    query = request.POST.get("back") or request.GET.get("back") or ""
    return query if is_query(query) else ""


def back_query(request: HttpRequest) -> str:
    """Return the query that hands the way back on to the next page of an action."""
    ways = {"back": back(request), "from": page_named(request)}
    query = urlencode({name: way for name, way in ways.items() if way})
    return f"?{query}" if query else ""


def page_named(request: HttpRequest) -> str:
    """Return the page of another app that `from` names as the way back, or nothing."""
    place = request.GET.get("from", "")
    return place if is_page(place) else ""


def list_url(request: SignedIn) -> str:
    """Return the address of the list from which this request came."""
    if page := page_named(request):
        return page
    if not back(request) and (last := last_page(request)):
        return last.url
    return reverse("contacts:contact-list") + back(request)
