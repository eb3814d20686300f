"""Passwords that somebody else set: private folders stay hidden until who it is is confirmed."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from contacts.models import PrivateFolderGrant
from contacts.queries.confirmations import may_confirm
from users.actions import accounts
from users.models import AccountEvent, Confirmation, User


@transaction.atomic
def set_password(*, account: User, password: str, by: User) -> None:
    """Give somebody's account a password that they change when they log in."""
    account = User.objects.select_for_update().get(pk=account.pk)
    if account == by:
        raise PermissionDenied
    accounts.set_password(
        account=account, password=password, confirmation=_confirmation(account), by=by
    )


def _confirmation(account: User) -> Confirmation:
    """Return who must confirm: nobody for the first password of an account without a folder."""
    if account.last_login is not None or account.confirmation == Confirmation.ALL:
        return Confirmation.ALL
    has_folders = PrivateFolderGrant.objects.filter(user=account).exists()
    return Confirmation.COLLEAGUES if has_folders else Confirmation.NONE


@transaction.atomic
def confirm(*, event: AccountEvent, by: User) -> User:
    """Say that who logs in since this password was set is who the account belongs to."""
    account = User.objects.select_for_update().get(pk=event.account_id)
    if not may_confirm(event, by):
        raise PermissionDenied
    account.confirmation = Confirmation.NONE
    account.save(update_fields=["confirmation"])
    accounts.note(account=account, kind=AccountEvent.Kind.CONFIRMED, by=by)
    return account
