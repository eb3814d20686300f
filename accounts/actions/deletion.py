"""Deleting accounts softly, and bringing them back."""

from collections.abc import Collection, Mapping, Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions.totals import refresh_owners
from accounts.errors import ClashesLeft
from accounts.models import Account
from accounts.queries.deleted import Choice, changeable_owners, clashes, own_deletions
from contacts.actions.undoing import Undone, keep
from contacts.enums import ChangeKind
from contacts.errors import CannotUndo
from contacts.models import Change
from persistence.models import save_as
from users.models import User

DELETION = ["deleted_at", "deleted_by"]


@transaction.atomic
def delete_account(*, account: Account, by: User) -> Account:
    """Take the account out of every list and sum, with its values and owners as they are.

    Deleting it twice changes nothing: the first to do so stays the one who did.
    """
    standing = Account.everything.select_for_update(of=("self",)).get(pk=account.pk)
    if standing.deleted_at is None:
        standing.deleted_at, standing.deleted_by = timezone.now(), by
        save_as(standing, by, update_fields=DELETION)
        keep(ChangeKind.ACCOUNT_DELETION, about=[standing.pk], by=by, at=standing.deleted_at)
        refresh_owners(standing)
    return standing


def put_back(change: Change, by: User, keys: Collection[int]) -> Undone:
    """Bring the account back, unless its number is another's since."""
    standing = own_deletions(by).filter(deleted_at=change.at, pk__in=keys)
    account = standing.first()
    if account is None:
        raise CannotUndo(_("Nothing to put back: it was changed since."))
    try:
        reactivate_accounts(accounts=[account], by=by)
    except ClashesLeft as error:
        raise CannotUndo(
            _(
                "The account %(account)s stays deleted: its number is that of another account "
                "since. Whoever may reactivate accounts can choose between the two."
            )
            % {"account": account}
        ) from error
    owner = changeable_owners([account], by)[account.pk][0]
    told = _("The account %(account)s is reactivated.") % {"account": account}
    return Undone(told, reverse("accounts:account-show", args=[owner.pk, account.pk]))


@transaction.atomic
def reactivate_accounts(
    *, accounts: Sequence[Account], choices: Mapping[int, Choice] | None = None, by: User
) -> list[Account]:
    """Bring the accounts back as they were; return those that came back.

    All of them or none: a clash (accounts.queries.deleted.clashes) without a choice refuses the
    whole. A clash resolved by `STAY` leaves its account deleted.
    """
    keys = [account.pk for account in accounts]
    locked = Account.deleted.select_for_update(of=("self",)).visible_to(by).filter(pk__in=keys)
    rows = list(locked.order_by("pk"))
    chosen = dict(choices or {})
    found = {clash.account.pk: clash for clash in clashes(rows, user=by)}
    if left := [clash for pk, clash in found.items() if chosen.get(pk) not in clash.choices]:
        raise ClashesLeft(
            _("Choose what becomes of %(numbers)s.")
            % {"numbers": ", ".join(clash.account.number for clash in left)}
        )
    back = [row for row in rows if row.pk not in found or chosen[row.pk] != Choice.STAY]
    for row in back:
        clash = found.get(row.pk)
        if clash and chosen[row.pk] == Choice.REPLACE:
            delete_account(account=clash.other, by=by)
        _bring_back(row, by)
    return back


def _bring_back(account: Account, by: User) -> None:
    account.deleted_at = account.deleted_by = None
    save_as(account, by, update_fields=DELETION)
    refresh_owners(account)
