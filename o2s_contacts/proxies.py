"""Who the visitor is, behind the proxies that a firm trusts, and whom the demo answers."""

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _

GetResponse = Callable[[HttpRequest], HttpResponse]


def visitor_address(forwarded_for: str, proxies: int) -> str:
    """Return the address that the outermost trusted proxy saw, or nothing where it said none.

    Each proxy appends the address it was asked from to `X-Forwarded-For`: what stands left of the
    last `proxies` entries was written by the visitor, and is not believed.
    """
    entries = forwarded_for.split(",")
    return _address(entries[-min(proxies, len(entries))]) if proxies else ""


def _address(entry: str) -> str:
    """Return the address of an entry, which may carry a port: `192.0.2.1:443`, `[2001:db8::1]`."""
    text = entry.strip().strip('"')
    if text.startswith("["):
        text = text[1:].split("]")[0]
    elif text.count(":") == 1:
        text = text.split(":")[0]
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return ""


class TrustedProxiesMiddleware:
    """Put the visitor's address where every other reader of the request looks for it."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.TRUSTED_PROXIES:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        forwarded_for = request.META.get("HTTP_X_FORWARDED_FOR", "")
        if address := visitor_address(forwarded_for, settings.TRUSTED_PROXIES):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


class LoopbackOnlyMiddleware:
    """Refuse whoever is not on this machine: the demo's logins are public."""

    def __init__(self, get_response: GetResponse) -> None:
        if not settings.DEMO:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            peer = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
        except ValueError:
            return self._refusal()
        mapped = getattr(peer, "ipv4_mapped", None) or peer
        return self.get_response(request) if mapped.is_loopback else self._refusal()

    def _refusal(self) -> HttpResponse:
        text = _("The demo serves the machine it runs on, and no other: its logins are public.")
        return HttpResponseForbidden(text, content_type="text/plain; charset=utf-8")
