"""What is done to accounts, each time with a line that the administration reads."""

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from users.models import AccountEvent, Confirmation, User


def note(*, account: User, kind: AccountEvent.Kind, by: User) -> AccountEvent:
    """Write what was done into the journal of accounts."""
    return AccountEvent.objects.create(account=account, kind=kind, by=by)


@transaction.atomic
def change_own_password(*, password: str, by: User) -> User:
    """Give oneself another password; every other session of the account ends by it.

    After a password that somebody else set, the seven days during which private folders stay
    hidden begin here: before, nobody has seen the notice.
    """
    account = User.objects.select_for_update().get(pk=by.pk)
    if account.password != by.password:
        # Somebody set it since the request began: whoever asks does not know this one.
        raise PermissionDenied
    account.password = make_password(password)
    if account.must_change_password:
        account.must_change_password = False
        account.password_renewed_at = timezone.now()
    account.save(update_fields=["password", "must_change_password", "password_renewed_at"])
    return account


@transaction.atomic
def set_password(*, account: User, password: str, confirmation: Confirmation, by: User) -> None:
    """Give somebody else's account a password: its sessions end, and it waits for `confirmation`.

    One set again begins everything again.
    """
    now = timezone.now()
    account.password = make_password(password)
    account.password_set_by, account.password_set_at = by, now
    account.password_renewed_at = None
    account.must_change_password = True
    account.confirmation = confirmation
    account.save(
        update_fields=[
            *("password", "password_set_by", "password_set_at", "password_renewed_at"),
            *("must_change_password", "confirmation"),
        ]
    )
    AccountEvent.objects.create(account=account, kind=AccountEvent.Kind.PASSWORD, by=by, at=now)


def restart_confirmation(account: User) -> None:
    """Let an account that comes back wait from its next login on; the caller saves it."""
    if account.hides_private_folders:
        account.password_renewed_at = None
        account.must_change_password = True
