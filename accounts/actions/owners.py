"""Changing an account: what its form holds, and who owns it."""

from collections.abc import Mapping, Sequence
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import fields
from accounts.actions.accounts import Owner, require_possible
from accounts.actions.totals import refresh, refresh_owners
from accounts.errors import NoOwner, OwnerNotAllowed
from accounts.models import Account, Ownership
from accounts.queries.account import last_author, version_seen_by
from accounts.queries.shares import Claim, Difference, difference, settle
from contacts.actions.contacts import hold
from contacts.errors import EditConflict
from contacts.models import Contact
from contacts.visibility import is_visible
from persistence.models import delete_as, save_as
from users.models import User


@transaction.atomic
def change_account(
    *, account: Account, owners: Sequence[Owner] | None, version: int, by: User
) -> Account:
    """Save what a person changed, owners included when they are given; all of it or nothing."""
    _hold(account, owners or ())
    standing = _claim(account, version, by)
    columns = [field.model_field.attname for field in fields.CHANGING]
    changed = [name for name in columns if getattr(account, name) != getattr(standing, name)]
    if changed:
        # These columns alone: the night may be writing the account's last value.
        save_as(account, by, update_fields=changed)
    touched = _change_owners(account, owners, by) if owners is not None else set()
    if changed or _is_public(touched):
        Account.objects.filter(pk=account.pk).move_version()
    refresh_owners(account)
    return account


@transaction.atomic
def change_owners(*, account: Account, owners: Sequence[Owner], version: int, by: User) -> Account:
    """Put these in the place of the owners whom the person sees; the others keep their shares."""
    _hold(account, owners)
    _claim(account, version, by)
    if _is_public(_change_owners(account, owners, by)):
        Account.objects.filter(pk=account.pk).move_version()
    refresh_owners(account)
    return account


def _hold(account: Account, owners: Sequence[Owner]) -> None:
    """Take who owns the account and who is to own it, in one go, before the account itself."""
    standing = Ownership.objects.filter(account=account).values_list("contact_id", flat=True)
    wanted = {owner.contact.pk for owner in owners}
    if not wanted <= hold({*standing, *wanted}):
        raise OwnerNotAllowed


def _claim(account: Account, version: int, by: User) -> Account:
    """Take the account as it stands, unless somebody changed what this person may know of it.

    With a private folder among its owners or without, others get the same answer: the folder's
    shares move no version that they read, and its people are not named for them.
    """
    locked = Account.objects.select_for_update(of=("self",)).filter(pk=account.pk).first()
    if locked is not None and version_seen_by(locked, by) == version:
        return locked
    raise EditConflict(
        _("%(who)s changed this account since you opened it. What you typed is kept here.")
        % {"who": last_author(account, by) or _("Somebody")}
    )


def _is_public(contact_ids: set[int]) -> bool:
    """Say whether one of these contacts is not private; no contact is none."""
    return Contact.everything.filter(pk__in=contact_ids, is_private=False).exists()


def _change_owners(account: Account, owners: Sequence[Owner], by: User) -> set[int]:
    """Write the owners anew; return the contacts whose share changed."""
    if not owners:
        raise NoOwner
    require_possible(owners)
    # What others own whom the person does not see stays as it is, and is asked nothing.
    rows = Ownership.objects.filter(is_visible(by, "contact"), account=account).order_by("pk")
    standing = {Claim(row.contact_id, row.right, row.share): row for row in rows}
    typed = [Claim(owner.contact.pk, owner.right, owner.share) for owner in owners]
    held = list(standing)
    wanted = difference(held, settle(typed, held))
    touched = cast("set[int]", wanted.touched)
    require_changeable(touched, by)
    _write(account, standing, wanted, by)
    return touched


def require_changeable(contact_ids: set[int], by: User) -> None:
    """Refuse to give a share to somebody whom the person may not change, or to take it."""
    allowed = Contact.objects.changeable_by(by).filter(pk__in=contact_ids)
    if allowed.count() < len(contact_ids):
        raise OwnerNotAllowed


def _write(
    account: Account, standing: Mapping[Claim, Ownership], wanted: Difference, by: User
) -> None:
    for claim in wanted.gone:
        delete_as(standing[claim], by)
    rows = {(row.contact_id, row.right): row for row in standing.values()}
    for claim in wanted.changed:
        row = rows[cast("int", claim.owner), claim.right]
        row.share = claim.share
        save_as(row, by)
    for claim in wanted.added:
        owned = {"contact_id": claim.owner, "right": claim.right, "share": claim.share}
        save_as(Ownership(account=account, **owned), by)
    refresh({standing[claim].contact_id for claim in wanted.gone})
