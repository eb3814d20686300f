"""What accounts add to contacts."""

from collections.abc import Collection
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.actions import owner_return
from accounts.actions.deletion import put_back
from accounts.actions.merging import plan_ownerships
from accounts.actions.reactivation import clashes, refresh_co_owners
from accounts.actions.totals import refresh
from accounts.models import Account, Ownership
from accounts.queries import owner_change
from accounts.queries.deleted import DELETIONS
from accounts.queries.deletion import consequences
from contacts import history
from contacts.enums import ChangeKind
from contacts.extensions import ContactExtension, FolderTab, TabGroup
from contacts.merge_policy import Planned, RowWords
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
    with_names=lambda records: records.select_related("account"),
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


EXTENSION = ContactExtension(
    merge_policies={"accounts.Ownership.contact": Planned(refresh, planner=plan_ownerships)},
    row_words={Ownership._meta.label: RowWords(pgettext_lazy("merge", "Rights on accounts"))},
    consequences=consequences,
    changes={ChangeKind.ACCOUNT_DELETION: DELETIONS, ChangeKind.OWNERS: owner_change.CHANGES},
    undos={
        ChangeKind.ACCOUNT_DELETION: put_back,
        ChangeKind.OWNERS: owner_return.put_back,
    },
    clashes=clashes,
    after_reactivation=refresh_co_owners,
    history_sources=(_OWNERSHIPS, _ACCOUNTS),
    tabs=(
        TabGroup(
            pgettext_lazy("tabs", "Wealth"),
            (
                FolderTab(
                    _("Accounts"),
                    "accounts:folder-accounts",
                    # Read with the contact, so that no page pays for it.
                    count=lambda contact: contact.figures.account_count,
                ),
            ),
        ),
    ),
)
