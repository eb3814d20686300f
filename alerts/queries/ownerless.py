"""Accounts that were accepted without an owner, as one user may know them.

Without an owner an account is on no page of a contact: whoever treats alerts finds it here. One
whose line is hidden by a private folder stays hidden by it.
"""

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Ownership
from accounts.queries.numbers import begins_so, is_enough
from accounts.queries.search import SHOWN
from alerts.enums import State
from alerts.models import DetectedAccount
from alerts.queries.pending import accounts_seen_by
from users.models import User


def ownerless_accounts(user: User) -> QuerySet[DetectedAccount]:
    """Return the lines of accounts that never had an owner, the newest decision first.

    What a deleted contact owns, or somebody once owned, is not one of them.
    """
    owned = Ownership.objects.filter(account=OuterRef("account"))
    formerly = Ownership.history.filter(account_id=OuterRef("account_id"))
    added = accounts_seen_by(user).filter(state=State.ADDED, owner__isnull=True)
    never = added.filter(~Exists(owned), ~Exists(formerly), account__is_provisional=False)
    full = never.select_related("account__product__custodian", "client", "decided_by")
    return full.order_by("-pk")


def ownerless_by_number(user: User, text: str) -> list[DetectedAccount]:
    """Return at most five of these whose number begins so, signs aside."""
    if not is_enough(text):
        return []
    found = ownerless_accounts(user).filter(begins_so(text, "account__number"))
    return list(found.order_by("account__number", "pk")[:SHOWN])
