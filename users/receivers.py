"""What follows when somebody logs in or leaves."""

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from users.actions import sealing
from users.actions.sweeping import sweep
from users.models import User

# In the session: when it was opened.
OPENED_AT = "opened_at"


@receiver(user_logged_in, dispatch_uid="session-opened")
def open_session(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Note when; what another typed in this browser before is destroyed."""
    request.session[OPENED_AT] = timezone.now().timestamp()
    if key := request.COOKIES.get(sealing.COOKIE):
        sealing.destroy(key=key, but_of=user)
    sweep()


@receiver(user_logged_out, dispatch_uid="session-left")
def leave_nothing(request: HttpRequest, **kwargs: Any) -> None:
    if key := request.COOKIES.get(sealing.COOKIE):
        sealing.destroy(key=key)
