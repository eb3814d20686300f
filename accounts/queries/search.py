"""Accounts found by their number, for whoever sees an owner."""

from accounts.models import Account, Ownership
from accounts.queries.numbers import begins_so, is_enough
from contacts.visibility import is_visible
from users.models import User

SHOWN = 5


def owners_by_number(user: User, text: str) -> list[Ownership]:
    """Return at most five visible owners of accounts whose number begins so, signs aside."""
    if not is_enough(text):
        return []
    found = Account.objects.filter(begins_so(text))
    owned = Ownership.objects.filter(is_visible(user, "contact"), account__in=found)
    return list(
        owned.select_related("contact", "account__product").order_by("account__number", "pk")[
            :SHOWN
        ]
    )
