"""What accounts add to the pages and deeds of contacts: registered when the app starts."""

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from accounts.actions.reactivation import clashes, refresh_co_owners
from accounts.models import Account, Ownership
from accounts.queries.deleted import own_deletions_told
from accounts.queries.deletion import consequences
from contacts import history
from contacts.actions.reactivation import register_reactivation
from contacts.merge_policy import register_consequence
from contacts.queries.deleted import register_own_deletions
from users.models import User

_OWNERSHIPS = history.Source(
    Ownership,
    history.of_contact("contact", Ownership),
    history.Words(
        _("added the account %(row)s"),
        _("changed the part in account %(row)s"),
        _("took away the account %(row)s"),
    ),
    lambda record: str(record.account),
    icon="wallet",
    left_out=frozenset(("contact", "account")),
)


def _accounts(folders: Collection[int], _user: User) -> QuerySet[Any]:
    """Return what happened to accounts themselves since these folders own them.

    What an account was before is another owner's, who may be hidden.
    """
    owned = Ownership.objects.filter(contact__in=folders)
    taken = Ownership.history.filter(
        account_id=OuterRef("id"), contact__in=folders, id__in=owned.values("pk")
    )
    found: QuerySet[Any] = Account.history.filter(
        id__in=owned.values("account"),
        history_type="~",
        history_date__gte=Subquery(taken.order_by("history_date").values("history_date")[:1]),
    )
    return found


_ACCOUNTS = history.Source(
    Account,
    _accounts,
    history.Words(
        _("opened the account %(row)s"),
        _("changed the account %(row)s"),
        _("deleted the account %(row)s"),
    ),
    lambda record: str(record.number),
    icon="wallet",
    left_out=frozenset(("deleted_at", "deleted_by", "is_provisional", "namesake")),
)


def register() -> None:
    register_consequence(consequences)
    register_own_deletions(own_deletions_told)
    register_reactivation(finder=clashes, after=refresh_co_owners)
    history.register(_OWNERSHIPS)
    history.register(_ACCOUNTS)
