"""What new owners would make of many accounts at once, as one user may know and change them."""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, cast

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import rights
from accounts.enums import Right
from accounts.models import Account, Ownership
from accounts.queries.account import SeenOwner
from accounts.queries.deleted import account_subjects
from accounts.queries.shares import Claim, Difference, difference, kept, settle, stated
from contacts.enums import ChangeKind
from contacts.models import Contact
from contacts.queries.changes import OwnChanges
from contacts.visibility import is_visible
from persistence.garbage_collection import gc_paused
from users.models import User

ROW = ("pk", "account_id", "contact_id", "right", "share")


class Owned(NamedTuple):
    """A row of ownership that the user sees."""

    pk: int
    account_id: int
    contact_id: int
    right: str
    share: Decimal | None


@dataclass(frozen=True)
class AccountChange:
    """What becomes of one account: of its owners whom the user sees, all others keep theirs."""

    account: int
    standing: Mapping[Claim, Owned]
    owners: Sequence[Claim]
    difference: Difference


@dataclass(frozen=True)
class OwnerChangePlan:
    """The accounts that would have other owners, those left out, and those that have them."""

    typed: Sequence[Claim]
    changes: Sequence[AccountChange]
    # Of which an owner would gain or lose a share whom the user may not change.
    refused: Sequence[int]
    unchanged: Sequence[int]

    @property
    def accounts(self) -> list[int]:
        return [change.account for change in self.changes]

    @cached_property
    def token(self) -> str:
        """Return a digest of what would be written, and over what; of nobody hidden."""
        rows = [tuple(row) for change in self.changes for row in change.standing.values()]
        return hashlib.sha256(repr((self.typed, rows)).encode()).hexdigest()

    def rows_gone(self) -> Iterator[Owned]:
        for change in self.changes:
            yield from (change.standing[claim] for claim in change.difference.gone)

    def rows_changed(self) -> Iterator[tuple[Owned, Decimal | None]]:
        """Give the rows that get another share, each with it."""
        for change in self.changes:
            if change.difference.changed:
                rows = {(row.contact_id, row.right): row for row in change.standing.values()}
                for claim in change.difference.changed:
                    yield rows[cast("int", claim.owner), claim.right], claim.share

    def rows_added(self) -> Iterator[tuple[int, int, str, Decimal | None]]:
        """Give the rows to add, as `Owned` tells them but for their keys."""
        for change in self.changes:
            for claim in change.difference.added:
                yield change.account, cast("int", claim.owner), claim.right, claim.share


@gc_paused()
def owner_change(accounts: Any, typed: Sequence[Claim], user: User) -> OwnerChangePlan:
    """Plan these owners for these accounts, of those that exist for the user; two queries.

    `accounts`: what `pk__in` takes.
    """
    found = [list(rows) for _account, rows in groupby(_seen(accounts, user), _ACCOUNT)]
    owners = {claim.owner for claim in typed} | {row.contact_id for rows in found for row in rows}
    mine = Contact.objects.changeable_by(user).filter(pk__in=owners)
    changeable = set(mine.values_list("pk", flat=True))
    changes, refused, unchanged = [], [], []
    for rows in found:
        standing = {Claim(row.contact_id, row.right, row.share): row for row in rows}
        wanted = settle(typed, list(standing))
        made = difference(list(standing), wanted)
        change = AccountChange(rows[0].account_id, standing, wanted, made)
        touched = change.difference.touched
        if not touched:
            unchanged.append(change.account)
        elif touched <= changeable and any(row.contact_id in changeable for row in rows):
            changes.append(change)
        else:
            refused.append(change.account)
    return OwnerChangePlan(typed, changes, refused, unchanged)


_ACCOUNT = attrgetter("account_id")


def _seen(accounts: Any, user: User) -> Iterator[Owned]:
    there = Account.objects.filter(pk__in=accounts)
    rows = Ownership.objects.filter(is_visible(user, "contact"), account__in=there)
    ordered = rows.order_by("account_id", "pk")
    return (Owned(*row) for row in ordered.values_list(*ROW))


@dataclass(frozen=True)
class ShownChange:
    """An account, with the owners that the user sees of it now, and those it would have."""

    account: Account
    before: Sequence[SeenOwner]
    after: Sequence[SeenOwner]


def shown_changes(plan: OwnerChangePlan, user: User, *, at_most: int) -> list[ShownChange]:
    """Return the first of the accounts that would change, by number; two queries."""
    found = Account.objects.visible_to(user).filter(pk__in=plan.accounts)
    rows = found.select_related("product__custodian")
    accounts = list(rows.order_by("number", "pk")[:at_most])
    changes = {change.account: change for change in plan.changes}
    shown = [changes[account.pk] for account in accounts]
    claims = [claim for change in shown for claim in (*change.standing, *change.owners)]
    wanted = {cast("int", claim.owner) for claim in claims}
    contacts = Contact.objects.visible_to(user).in_bulk(wanted)
    return [
        ShownChange(
            account,
            _named(changes[account.pk].standing, contacts),
            _named(changes[account.pk].owners, contacts),
        )
        for account in accounts
    ]


def _named(claims: Iterable[Claim], contacts: Mapping[int, Contact]) -> list[SeenOwner]:
    kept_shares = ((claim, kept([claim])[claim]) for claim in claims)
    return [
        SeenOwner(contacts[cast("int", claim.owner)], Right(claim.right), stated(share))
        for claim, share in kept_shares
        if claim.owner in contacts
    ]


def numbers(accounts: Collection[int], user: User, *, at_most: int) -> list[str]:
    """Return the numbers of the first of these accounts."""
    rows = Account.objects.visible_to(user).filter(pk__in=accounts).order_by("number", "pk")
    return list(rows.values_list("number", flat=True)[:at_most])


def _changeable(user: User) -> QuerySet[Account]:
    rows: QuerySet[Account] = Account.objects.changeable_by(user).select_related("product")
    return rows


CHANGES = OwnChanges(
    ChangeKind.OWNERS,
    _changeable,
    subjects=account_subjects,
    what=_("Owners changed"),
    right=rights.CHANGE_OWNERS,
)
