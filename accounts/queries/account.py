"""What the page of one account shows: its owners, values and holdings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from accounts.enums import Right
from accounts.models import Account, Holding, Ownership, Valuation
from accounts.queries.ownerships import shares_of_accounts
from accounts.queries.shares import Claim, stated
from contacts.models import Contact
from contacts.visibility import is_not_secret_for, is_visible
from persistence import keyset
from users.models import User

VALUES_ON_A_PAGE = 12


@dataclass(frozen=True)
class SeenOwner:
    """An owner who exists for the user; the share is what the account's owners make of it."""

    contact: Contact
    right: Right
    share: Decimal


def owners(account: Account, user: User) -> list[SeenOwner]:
    """Return the owners that the user sees, in the order of the rights; two queries.

    A blank share is said as the number it makes: a number alone tells of nobody else.
    """
    found = shares_of_accounts([account.pk]).get(account.pk, {})
    rows = Ownership.objects.filter(is_visible(user, "contact"), account=account)
    seen = [
        SeenOwner(
            row.contact,
            Right(row.right),
            stated(found[Claim(row.contact_id, row.right, row.share)]),
        )
        for row in rows.select_related("contact").order_by("contact__sort_name", "pk")
    ]
    order = list(Right)
    return sorted(seen, key=lambda owner: order.index(owner.right))


def version_seen_by(account: Account, user: User) -> int:
    """Return a number that moves with every change of the account that the user may know of.

    A private folder's share that changes alone leaves the account's version as it is, else the
    number on the page, and being refused for it, would tell others of the folder. Those who see
    the folder have these changes counted too.
    """
    private = Ownership.history.filter(is_visible(user, "contact"), contact__is_private=True)
    return account.version + private.filter(account_id=account.pk).count()


def last_author(account: Account, user: User) -> User | None:
    """Return who made the last change that moved `version_seen_by`, if the user may know.

    What private folders that the user does not see had is passed over, as if they did not exist;
    a change on a public owner whom the user does not see is somebody's.
    """
    known = Ownership.history.filter(is_not_secret_for(user, "contact"), account_id=account.pk)
    rows = [one.select_related("history_user").first() for one in (account.history, known)]
    last = max((row for row in rows if row), key=lambda row: row.history_date)
    if isinstance(last, Ownership.history.model) and not _is_seen(last.contact_id, user):
        return None
    author: User | None = last.history_user
    return author


def _is_seen(contact_id: int, user: User) -> bool:
    return Contact.objects.visible_to(user).filter(pk=contact_id).exists()


def values_page(
    account: Account, *, before: dt.date | None = None, after: dt.date | None = None
) -> keyset.Page[Valuation, tuple[Any, ...]]:
    """Return one page of values, the newest first: those before a date or those after it."""
    return keyset.page(
        Valuation.objects.filter(account=account),
        ("date",),
        size=VALUES_ON_A_PAGE,
        # The page before, as it is shown, holds what came after.
        before=(after,) if after else None,
        after=(before,) if before else None,
    )


@dataclass(frozen=True)
class Situation:
    """What an account was worth at a date, with its lines when the value came in detail."""

    valuation: Valuation
    holdings: Sequence[Holding]

    @property
    def split(self) -> list[tuple[str, Decimal]]:
        """Return the value of each support, the largest first."""
        parts = [(holding.name, holding.value) for holding in self.holdings if holding.value > 0]
        return sorted(parts, key=lambda part: -part[1])


def situation_at(account: Account, date: dt.date) -> Situation | None:
    """Return the latest value at a date, and its lines."""
    rows = Valuation.objects.filter(account=account, date__lte=date).order_by("-date")
    valuation = rows.prefetch_related("holdings").first()
    if valuation is None:
        return None
    holdings = sorted(valuation.holdings.all(), key=lambda holding: (-holding.value, holding.pk))
    return Situation(valuation, holdings)
