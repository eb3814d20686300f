"""Who administers accounts, and which accounts somebody may have in their hands."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from users.models import PROBATION, AccountEvent, User

# How long the others are told on Accueil; the journal keeps all of it.
TOLD_FOR = timedelta(days=30)
TOLD_AT_MOST = 5
# What it takes to set somebody's password.
CHANGE_USERS = "users.change_user"


def administrators() -> QuerySet[User]:
    """Return the active people who may change accounts."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return User.objects.with_perm(CHANGE_USERS, backend=backend).filter(is_staff=True)


def is_administrator(user: User) -> bool:
    return user.is_staff and user.has_perm(CHANGE_USERS)


def makers_of(account: User, *, lately: bool = False) -> set[int]:
    """Return who may have the account in their hands: who made it, or set its password.

    Whoever made or set those of such a person is among them, and so on. `lately`: only what was
    done in the last seven days, or to accounts that nobody has used yet.
    """
    since = timezone.now() - PROBATION if lately else None
    found: set[int] = set()
    frontier = {account.pk}
    while frontier:
        rows = User.objects.filter(pk__in=frontier).only(
            *("created_by", "date_joined", "password_set_by", "password_set_at", "last_login")
        )
        frontier = set().union(*(_hands_on(row, since) for row in rows)) - found
        found |= frontier
    return found


def _hands_on(account: User, since: datetime | None) -> set[int]:
    ends = (
        (account.created_by_id, account.date_joined),
        (account.password_set_by_id, account.password_set_at),
    )
    return {
        key
        for key, moment in ends
        if key is not None
        and (since is None or account.last_login is None or (moment is not None and moment > since))
    }


def events_by_others(user: User) -> QuerySet[AccountEvent]:
    """Return what others did to accounts lately, newest first, a few of it."""
    lately = AccountEvent.objects.filter(at__gt=timezone.now() - TOLD_FOR)
    rows = lately.exclude(by=user).select_related("account", "by")
    return rows.order_by("-at", "-pk")[:TOLD_AT_MOST]
