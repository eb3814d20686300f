"""A base of the demo, with its public logins, is served as the demo or not at all."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from users.models import User


def refuse_to_serve_it() -> None:
    """Stop a server of real visitors whose base is the demo's.

    A database that does not answer yet is no reason to stop: the demo's accounts cannot log in
    outside of it either (`views.LoginForm`).
    """
    try:
        is_demo = not settings.DEMO and User.objects.filter(is_demo=True).exists()
    except DatabaseError:
        return
    if is_demo:
        raise ImproperlyConfigured(
            "DATABASE_URL leads to a base of the demo, whose logins are public, and DEMO is off. "
            "Give DATABASE_URL a base of its own (docs/deployment.md), or show the demo with "
            "`make run`."
        )
