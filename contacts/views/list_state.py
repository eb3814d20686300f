"""Where somebody stands in the list of contacts: filters, order and place, kept for the way back.

An action that begins in a list carries its query along (`back`); a folder's way back is the list
shown last in this browser, which a cookie holds until somebody logs in or out.
"""

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from users.http import SignedIn

COOKIE = "contact_list"
LONGEST_QUERY = 2_000


def is_query(text: str) -> bool:
    """Tell a query of a list from an address that leads elsewhere."""
    return text.startswith("?") and text.isprintable() and len(text) < LONGEST_QUERY


def remember(request: SignedIn, response: HttpResponse, query: str) -> HttpResponse:
    """Keep in the browser which list this user sees, signed for this user alone."""
    if is_query(query):
        response.set_signed_cookie(
            COOKIE,
            query,
            salt=_salt(request),
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def last_query(request: SignedIn) -> str:
    """Return the query of the list shown last, or nothing."""
    try:
        query = request.get_signed_cookie(COOKIE, default="", salt=_salt(request)) or ""
    except BadSignature:
        return ""
    return query if is_query(query) else ""


def _salt(request: SignedIn) -> str:
    return f"contacts.list.{request.user.pk}"


def back(request: HttpRequest) -> str:
    """Return the list's query that an action of it brought along, and nothing else."""
    query = request.POST.get("back") or request.GET.get("back") or ""
    return query if is_query(query) else ""


def back_query(request: HttpRequest) -> str:
    """Return the query that hands the list's own on to the next page of an action."""
    query = back(request)
    return f"?{urlencode({'back': query})}" if query else ""


def page_named(request: HttpRequest) -> str:
    """Return the page of another app that `from` names as the way back, or nothing."""
    place = request.GET.get("from", "")
    is_ours = place.startswith("/") and url_has_allowed_host_and_scheme(place, allowed_hosts=None)
    return place if is_ours else ""


def list_url(request: SignedIn) -> str:
    """Return the address of the list from which this request came."""
    return page_named(request) or reverse("contacts:contact-list") + (
        back(request) or last_query(request)
    )
