"""Sessions in the database that end when nobody works in them (SESSION_ENGINE).

A session ends SESSION_COOKIE_AGE after the last real request, and a working day after the login at
the latest. Its row is kept for a day more, so that a form that comes too late is known to be its
user's (users.actions.sealing).
"""

import datetime as dt
import logging
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.utils import timezone

from users.actions.sweeping import ENDED_SESSIONS_KEPT, sweep
from users.receivers import OPENED_AT

logger = logging.getLogger(__name__)
LONGEST = dt.timedelta(hours=12)


def grain() -> int:
    """Return the seconds within which requests are counted as one: not each writes."""
    return min(60, settings.SESSION_COOKIE_AGE // 10)


class SessionStore(db.SessionStore):
    """Django's own, which knows when it ends, and whose it was when it has ended."""

    ends_at: dt.datetime | None = None
    ended_user = ""

    def _get_session_from_db(self) -> Any:
        key = self.session_key
        row = super()._get_session_from_db()  # type: ignore[misc]
        if row is None:
            self.ended_user = self._user_of_ended(key)
        else:
            self.ends_at = row.expire_date
        return row

    def _user_of_ended(self, key: str | None) -> str:
        now = timezone.now()
        ended = Session.objects.filter(pk=key, expire_date__lte=now)
        row = ended.filter(expire_date__gt=now - ENDED_SESSIONS_KEPT).first()
        return str(self.decode(row.session_data).get(SESSION_KEY, "")) if row else ""

    @classmethod
    def clear_expired(cls) -> None:
        """Keep the day that a late form has: `clearsessions` would forget whose it was."""
        sweep()

    def is_empty(self) -> bool:
        """Leave the cookie of a session that ended in the browser: other tabs may hold a form."""
        return super().is_empty() and not self.ended_user

    def get_expiry_date(self, **kwargs: Any) -> dt.datetime:
        end = super().get_expiry_date(**kwargs)
        opened = self.get(OPENED_AT)
        return min(end, dt.datetime.fromtimestamp(opened, dt.UTC) + LONGEST) if opened else end

    def extend(self) -> None:
        """Count the idle time anew; the row alone is written, not what others put into it."""
        end = self.get_expiry_date()
        if self.ends_at is None or end - self.ends_at < dt.timedelta(seconds=grain()):
            return
        try:
            Session.objects.filter(pk=self.session_key).update(expire_date=end)
        except OperationalError:
            # SQLite has one writer, the night for a while: reading must not fail for it.
            logger.warning("A session was not extended: the database is busy.")
