"""What a contact's page of accounts shows: lines by right, totals, the split, the curve."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Subquery

from accounts.enums import COUNTED_CURRENCY, Family, Right
from accounts.models import Account, Ownership, newest_valuations
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
    value: Decimal | None
    valued_on: dt.date | None
    currency: str
    co_owners: Sequence[Contact]
    is_old: bool
    is_to_check: bool

    @property
    def amount(self) -> Decimal:
        """Return what the line adds to a sum in euros."""
        in_euros = self.currency == COUNTED_CURRENCY
        return self.part or Decimal(0) if in_euros else Decimal(0)


@dataclass(frozen=True)
class Group:
    right: Right
    lines: Sequence[Line]

    @property
    def total(self) -> Decimal:
        return total(self.lines)

    @property
    def other_totals(self) -> list[tuple[str, Decimal]]:
        return other_totals(self.lines)

    @property
    def is_apart(self) -> bool:
        return self.right == Right.BARE


def total(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal(0))


def other_totals(lines: Sequence[Line]) -> list[tuple[str, Decimal]]:
    """Return the sum of each currency but euros, none of which is converted."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.currency != COUNTED_CURRENCY and line.part:
            sums[line.currency] += line.part
    return sorted(sums.items())


def lines(
    contact: Contact, *, user: User, today: dt.date, at: dt.date | None = None
) -> tuple[list[Line], dict[int, Shares]]:
    """Return the contact's lines, closed accounts too, and the shares of their accounts.

    With `at`, each account is worth what it was then; the owners and shares are today's.
    """
    owned = list(
        Ownership.objects.filter(
            contact=contact, account__deleted_at__isnull=True, account__is_provisional=False
        )
        .select_related("account__product__custodian")
        .order_by("account__product__name", "account__number")
    )
    keys = {ownership.account_id for ownership in owned}
    found = shares_of_accounts(keys)
    beside = Beside(
        found,
        _co_owners(keys, contact, user),
        to_check(keys, user),
        values_at(keys, at) if at else None,
        at or today,
    )
    return [_line(ownership, beside) for ownership in owned], found


@dataclass(frozen=True)
class Beside:
    """What stands beside the ownerships of a page, each read in one query."""

    shares: Mapping[int, Shares]
    co_owners: Mapping[int, list[Contact]]
    to_check: set[int]
    values: Mapping[int, tuple[Decimal, dt.date, str]] | None
    today: dt.date

    def worth(self, account: Account) -> tuple[Decimal | None, dt.date | None, str]:
        if self.values is None:
            return account.last_value, account.last_valued_on, account.last_currency
        return self.values.get(account.pk, (None, None, account.last_currency))


def values_at(account_ids: set[int], date: dt.date) -> dict[int, tuple[Decimal, dt.date, str]]:
    """Return the latest value of each account at a date, when it was given, in what currency."""
    newest = newest_valuations().filter(date__lte=date)
    rows = Account.everything.filter(pk__in=account_ids).values_list(
        "pk",
        Subquery(newest.values("value")[:1]),
        Subquery(newest.values("date")[:1]),
        Subquery(newest.values("currency")[:1]),
    )
    return {pk: (value, date, currency) for pk, value, date, currency in rows if date}


def to_check(account_ids: set[int], user: User) -> set[int]:
    """Return the accounts whose number another one has that the user sees too."""
    others = Account.objects.visible_to(user).filter(
        product=OuterRef("product"), number=OuterRef("number")
    )
    doubled = Account.everything.filter(
        Exists(others.exclude(pk=OuterRef("pk"))), pk__in=account_ids
    )
    return set(doubled.values_list("pk", flat=True))


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


def _line(ownership: Ownership, beside: Beside) -> Line:
    account = ownership.account
    found = beside.shares[account.pk]
    mine = next(
        claim
        for claim in found
        if claim.owner == ownership.contact_id and claim.right == ownership.right
    )
    share = found[mine]
    value, valued_on, currency = beside.worth(account)
    return Line(
        account=account,
        right=ownership.right,
        share=Decimal(share.numerator) / share.denominator,
        part=None if value is None else parts(value, found)[mine],
        value=value,
        valued_on=valued_on,
        currency=currency,
        co_owners=beside.co_owners[account.pk],
        is_old=valued_on is not None and beside.today - valued_on > OLD_AFTER,
        is_to_check=account.pk in beside.to_check,
    )


def open_at(shown: Sequence[Line], date: dt.date) -> list[Line]:
    """Return the accounts that were open at a date, as far as their dates and values say."""
    return [
        line
        for line in shown
        if (line.account.closed_on is None or line.account.closed_on > date)
        and (line.value is not None or (line.account.opened_on or date) <= date)
    ]


def closed_at(shown: Sequence[Line], date: dt.date) -> list[Line]:
    return [line for line in shown if line.account.closed_on and line.account.closed_on <= date]


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
