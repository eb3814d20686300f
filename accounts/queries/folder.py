"""What a contact's page of accounts shows: lines by right, totals, the split, the curve."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accounts.enums import COUNTED_CURRENCY, Family, Right
from accounts.models import Account, Ownership
from accounts.queries.ownerships import shares_of_accounts
from accounts.queries.shares import Shares, parts
from contacts.models import Contact
from contacts.visibility import is_visible
from users.models import User

OLD_AFTER = dt.timedelta(days=30)


@dataclass(frozen=True)
class Line:
    """An account as one owner has it."""

    account: Account
    right: str
    share: Decimal
    part: Decimal | None
    co_owners: Sequence[Contact]
    is_old: bool

    @property
    def amount(self) -> Decimal:
        """Return what the line adds to a sum in euros."""
        in_euros = self.account.currency == COUNTED_CURRENCY
        return self.part or Decimal(0) if in_euros else Decimal(0)

    @property
    def is_whole_share(self) -> bool:
        return self.share == int(self.share)


@dataclass(frozen=True)
class Group:
    right: Right
    lines: Sequence[Line]

    @property
    def total(self) -> Decimal:
        return total(self.lines)

    @property
    def is_apart(self) -> bool:
        return self.right == Right.BARE


def total(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def lines(contact: Contact, *, user: User, today: dt.date) -> tuple[list[Line], dict[int, Shares]]:
    """Return the contact's lines, closed accounts too, and the shares of their accounts."""
    owned = list(
        Ownership.objects.filter(
            contact=contact, account__deleted_at__isnull=True, account__is_provisional=False
        )
        .select_related("account__product__custodian")
        .order_by("account__product__name", "account__number")
    )
    keys = {ownership.account_id for ownership in owned}
    found = shares_of_accounts(keys)
    others = _co_owners(keys, contact, user)
    shown = [
        _line(ownership, found[ownership.account_id], others[ownership.account_id], today)
        for ownership in owned
    ]
    return shown, found


def _co_owners(account_ids: set[int], contact: Contact, user: User) -> Mapping[int, list[Contact]]:
    """Return the other owners of each account that exist for the user."""
    others: dict[int, list[Contact]] = defaultdict(list)
    rows = (
        Ownership.objects.filter(is_visible(user, "contact"), account_id__in=account_ids)
        .exclude(contact=contact)
        .select_related("contact")
        .order_by("contact__sort_name", "pk")
    )
    for row in rows:
        if row.contact not in others[row.account_id]:
            others[row.account_id].append(row.contact)
    return others


def _line(
    ownership: Ownership, found: Shares, co_owners: Sequence[Contact], today: dt.date
) -> Line:
    account = ownership.account
    mine = next(
        claim
        for claim in found
        if claim.owner == ownership.contact_id and claim.right == ownership.right
    )
    share = found[mine]
    value, valued_on = account.last_value, account.last_valued_on
    return Line(
        account=account,
        right=ownership.right,
        share=Decimal(share.numerator) / share.denominator,
        part=None if value is None else parts(value, found)[mine],
        co_owners=co_owners,
        is_old=valued_on is not None and today - valued_on > OLD_AFTER,
    )


def by_right(shown: Sequence[Line]) -> list[Group]:
    groups = [Group(right, [line for line in shown if line.right == right]) for right in Right]
    return [group for group in groups if group.lines]


def counted(shown: Sequence[Line]) -> list[Line]:
    """Return what makes a contact's total: bare ownership stands apart."""
    return [line for line in shown if line.right != Right.BARE]


def by_family(shown: Sequence[Line]) -> list[tuple[str, Decimal]]:
    """Return the total of each sort of product, the largest first."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in counted(shown):
        sums[line.account.product.family] += line.amount
    split = [(str(Family(family).label), value) for family, value in sums.items() if value > 0]
    return sorted(split, key=lambda part: -part[1])
