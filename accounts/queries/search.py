"""Accounts found by their number, for whoever sees an owner."""

from accounts.models import Account, Ownership
from contacts.visibility import is_visible
from users.models import User

SHOWN = 5
# Fewer signs than these would find everything.
SHORTEST = 4


def owners_by_number(user: User, text: str) -> list[Ownership]:
    """Return at most five visible owners of accounts whose number begins so."""
    number = "".join(text.split())
    if len(number) < SHORTEST or "\0" in number:
        return []
    found = Account.objects.filter(number__startswith=number)
    owned = Ownership.objects.filter(is_visible(user, "contact"), account__in=found)
    return list(
        owned.select_related("contact", "account__product").order_by("account__number", "pk")[
            :SHOWN
        ]
    )
