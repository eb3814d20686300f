"""Deleted accounts that a person may see, and what stands in the way of bringing them back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.models import Account, Ownership
from contacts.enums import ChangeKind
from contacts.models import Contact
from contacts.queries.changes import OwnChanges, Subject
from contacts.visibility import is_changeable
from persistence.journal.recording import undoable_since
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


def own_deletions(user: User) -> QuerySet[Account]:
    """Return what the user deleted lately, and may take back whatever their profile.

    Of these, those that have an active owner whom the user may change.
    """
    mine = (
        Account.deleted.changeable_by(user)
        .filter(deleted_by=user, deleted_at__gte=undoable_since())
        .select_related("product")
    )
    ordered: QuerySet[Account] = mine.order_by("-deleted_at", "-pk")
    return ordered


def changeable_owners(accounts: Sequence[Account], user: User) -> dict[int, list[Contact]]:
    """Return the owners that the user may change of each account, by name."""
    owned = Ownership.objects.filter(is_changeable(user, "contact"), account__in=accounts)
    owners: dict[int, dict[int, Contact]] = defaultdict(dict)
    for row in owned.select_related("contact").order_by("contact__sort_name", "pk"):
        owners[row.account_id][row.contact_id] = row.contact
    return {key: list(contacts.values()) for key, contacts in owners.items()}


def account_subjects(accounts: Sequence[Account], user: User) -> dict[int, Subject]:
    """Return each with its product and the owners that the user may change; one query."""
    owners = changeable_owners(accounts, user)
    return {
        account.pk: Subject(
            account.number,
            ", ".join([account.product.name, *map(str, owners[account.pk])]),
            _url(account, owners[account.pk][0]),
            is_private=any(owner.is_private for owner in owners[account.pk]),
        )
        for account in accounts
        if account.pk in owners
    }


def _url(account: Account, owner: Contact) -> str:
    is_gone = account.deleted_at is not None
    return "" if is_gone else reverse("accounts:account-show", args=[owner.pk, account.pk])


DELETIONS = OwnChanges(
    ChangeKind.ACCOUNT_DELETION,
    own_deletions,
    subjects=account_subjects,
    what=_("Account deleted"),
    moment="deleted_at",
)


def clashes(accounts: Sequence[Account], *, user: User) -> list[Clash]:
    """Return the accounts whose number another active one has that this user sees; two queries.

    Only those who may change and delete the other account may put it aside.
    """
    taken = Account.objects.visible_to(user).filter(
        number__in={account.number for account in accounts},
        product__in={account.product_id for account in accounts},
    )
    others = {(row.product_id, row.number): row for row in taken.select_related("product")}
    keys = [other.pk for other in others.values()]
    mine = Account.objects.changeable_by(user).filter(pk__in=keys)
    replaceable = set(mine.values_list("pk", flat=True)) if user.has_perm(rights.DELETE) else set()
    found = [(account, others.get((account.product_id, account.number))) for account in accounts]
    return [
        Clash(account, other, tuple(Choice) if other.pk in replaceable else (Choice.STAY,))
        for account, other in found
        if other
    ]
