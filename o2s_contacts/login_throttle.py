"""Logins guessed from one address, many names with one password each (security.md line 39).

A pair of name and address is locked by django-axes itself; this adds the address that tries name
after name, which no pair would ever count.
"""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from axes.models import AccessFailureLog, AccessLog
from django.http import HttpRequest
from django.utils import timezone

NAMES = 30
WINDOW = timedelta(minutes=10)
# A name that logged in from an address since then is no guess there.
KNOWN_FOR = timedelta(days=30)


def blocked_until(failures: Iterable[tuple[str, datetime]]) -> datetime | None:
    """Return the end of the block that these failures of one address, oldest first, have earned.

    Thirty different names within ten minutes block for ten minutes from the last of them.
    """
    recent: deque[tuple[str, datetime]] = deque()
    end = None
    for name, moment in failures:
        recent.append((name.casefold(), moment))
        while recent[0][1] <= moment - WINDOW:
            recent.popleft()
        if len({recent_name for recent_name, _moment in recent}) >= NAMES:
            end = moment + WINDOW
    return end


def is_throttled(address: str | None, username: str, now: datetime) -> bool:
    """Tell whether this address has tried too many names for another one to be heard."""
    failures = (
        AccessFailureLog.objects.filter(ip_address=address, attempt_time__gt=now - 2 * WINDOW)
        .order_by("attempt_time", "pk")
        .values_list("username", "attempt_time")
    )
    end = blocked_until((name or "", moment) for name, moment in failures)
    if end is None or now >= end:
        return False
    return not AccessLog.objects.filter(
        ip_address=address, username__iexact=username, attempt_time__gte=now - KNOWN_FOR
    ).exists()


class ThrottlingHandler(AxesDatabaseHandler):
    """What django-axes asks before it lets a password be checked."""

    def is_allowed(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        if not super().is_allowed(request, credentials):
            return False
        address = getattr(request, "axes_ip_address", None)
        return not is_throttled(address, (credentials or {}).get("username", ""), timezone.now())
