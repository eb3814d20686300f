from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django_htmx.http import HttpResponseClientRedirect

from users.models import User


class NeverStoredMiddleware:
    """Pages hold the private facts of families: no browser or proxy may keep them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_cache_control(response, no_store=True, private=True)
        return response


class OwnPasswordMiddleware:
    """Who logs in with a password that somebody else set chooses another one before all else."""

    OPEN = ("own-account", "login", "logout", "admin:logout")

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        user, match = request.user, request.resolver_match
        if not (isinstance(user, User) and user.must_change_password):
            return None
        if match is not None and match.view_name in self.OPEN:
            return None
        answer = redirect("own-account")
        asked_by_htmx = "HX-Request" in request.headers
        return HttpResponseClientRedirect(answer.url) if asked_by_htmx else answer
