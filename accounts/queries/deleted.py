"""Deleted accounts that a person may see, and what stands in the way of bringing them back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Account
from users.models import User


class Choice(TextChoices):
    """What to do about a clash."""

    STAY = "stay", _("Leave it deleted")
    REPLACE = "replace", _("Bring it back, and delete the other one")


@dataclass(frozen=True)
class Clash:
    """An account whose number was taken since, by `other`, which the person sees."""

    account: Account
    other: Account
    choices: Sequence[Choice]


def deleted_accounts(user: User) -> QuerySet[Account]:
    """Return those that have an active owner whom the user sees, the last deleted first.

    An account whose owners are all deleted comes back with the first of them.
    """
    seen = Account.deleted.visible_to(user).select_related("product__custodian", "deleted_by")
    ordered: QuerySet[Account] = seen.order_by("-deleted_at", "-pk")
    return ordered


def clashes(accounts: Sequence[Account], *, user: User) -> list[Clash]:
    """Return the accounts whose number another active one has that this user sees; two queries.

    Only those who may change the other account may put it aside.
    """
    taken = Account.objects.visible_to(user).filter(
        number__in={account.number for account in accounts},
        product__in={account.product_id for account in accounts},
    )
    others = {(row.product_id, row.number): row for row in taken.select_related("product")}
    keys = [other.pk for other in others.values()]
    replaceable = set(
        Account.objects.changeable_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    )
    found = [(account, others.get((account.product_id, account.number))) for account in accounts]
    return [
        Clash(account, other, tuple(Choice) if other.pk in replaceable else (Choice.STAY,))
        for account, other in found
        if other
    ]
