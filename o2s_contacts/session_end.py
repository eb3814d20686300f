"""The end of a session: who may still see a page, why not, and what they had typed (adr 0012)."""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from o2s_contacts import drafts
from users.actions import sealing
from users.models import User

# In the address: of a form that is given back; of the login, because a session ended.
GIVEN_BACK, ENDED = "given_back", "ended"


class SignedInMiddleware(LoginRequiredMiddleware):
    """Django's own; it also keeps a session alive by what somebody does, and no longer.

    A form that comes after the end is kept for whoever that session was of. It stands after the
    middleware of CSRF: what has no valid token never gets here.
    """

    def process_view(
        self, request: Any, view_func: drafts.Ask, view_args: Any, view_kwargs: Any
    ) -> Any:
        if request.user.is_authenticated:
            if not getattr(view_func, "is_polled", False):
                request.session.extend()
            return _give_back(request, view_func, view_args, view_kwargs)
        answer = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is None or not request.session.ended_user:
            return answer
        return _say_why(request, view_func, answer)


def _say_why(request: Any, view: drafts.Ask, answer: Any) -> HttpResponse:
    """Lead to the login, which says that the session ended; keep what was typed."""
    sign = "&" if "?" in answer["Location"] else "?"
    answer = redirect(f"{answer['Location']}{sign}{ENDED}=1")
    if request.method == "POST" and drafts.can_show(view):
        key = sealing.seal(
            typed=_typed(request.POST),
            address=_address(request),
            key=request.COOKIES.get(sealing.COOKIE, ""),
            user_id=int(request.session.ended_user),
        )
        if key:
            answer.set_cookie(
                sealing.COOKIE,
                key,
                max_age=sealing.LIFE,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
    return answer


def _typed(data: QueryDict) -> QueryDict:
    """Return what was typed: no password, and not the token of the session that ended."""
    kept = data.copy()
    for name in data:
        if name == "csrfmiddlewaretoken" or "password" in name:
            del kept[name]
    return kept


def _address(request: HttpRequest) -> str:
    """Return the page's address as one writes it before and after the login."""
    query = request.GET.copy()
    query.pop(GIVEN_BACK, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _give_back(request: Any, view: drafts.Ask, args: Any, kwargs: Any) -> HttpResponse | None:
    """Show the page's form with what was typed, as long as it is neither saved nor too old."""
    key = request.COOKIES.get(sealing.COOKIE)
    if not key or request.method != "GET" or GIVEN_BACK not in request.GET:
        return None
    typed = sealing.unseal(address=_address(request), key=key, user=request.user)
    if typed is None or not drafts.can_show(view):
        return None
    why = drafts.Why(_("Your session had ended. Here is what you had typed: it is not saved yet."))
    page = drafts.show(request, typed, lambda asked: view(asked, *args, **kwargs), why)
    if page is not None and page.status_code == drafts.REFUSED:
        page.status_code = 200
    return page


def forget(request: HttpRequest) -> None:
    """Destroy what was kept of a form that is saved now."""
    if key := request.COOKIES.get(sealing.COOKIE):
        sealing.destroy(key=key, address=_address(request))


def is_kept(request: HttpRequest) -> bool:
    """Say whether this browser holds the key of a form that somebody had typed."""
    key = request.COOKIES.get(sealing.COOKIE)
    return bool(key) and sealing.standing(str(key)).exists()


def way_back(request: HttpRequest, user: User, address: str) -> str:
    """Return where a login leads: to the form that was typed there, with what was typed."""
    key = request.COOKIES.get(sealing.COOKIE)
    if not key or not sealing.standing(key).filter(user=user, address=address).exists():
        return address
    return f"{address}{'&' if '?' in address else '?'}{GIVEN_BACK}=1"
