"""Spending the token of a form that did something, so that it does it once."""

import datetime as dt

from django.db import connection

from users.models import SpentForm

# How long a token can be used, and is kept once it was.
LIFE = dt.timedelta(days=1)


def wait_for(*, key: str) -> None:
    """Let the first of several that came at once end; SQLite's transactions wait by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


def spend(*, key: str, digest: str, answer: str, messages: str = "[]") -> SpentForm:
    """Keep what the form held and was answered, in the transaction of what it did."""
    return SpentForm.objects.create(key=key, digest=digest, answer=answer, messages=messages)
