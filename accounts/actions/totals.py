"""The sums kept beside each contact, which lists show and sort by."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db import models, transaction
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce

from accounts.enums import COUNTED_CURRENCY, Right
from accounts.models import Account, Ownership, Valuation, newest_valuations
from accounts.queries.ownerships import shares_of_accounts
from accounts.queries.shares import parts
from contacts.actions.contacts import hold
from contacts.models import ContactFigures

KEPT = ["total_value", "account_count", "valued_on", "other_totals"]


class Kept(NamedTuple):
    """What stands beside a contact, in the order of KEPT."""

    total_value: Decimal
    account_count: int
    valued_on: dt.date | None
    # Of each currency but euros.
    other_totals: dict[str, str]


@dataclass
class Sums:
    # Of each currency.
    totals: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    accounts: set[int] = field(default_factory=set)
    valued_on: dt.date | None = None

    @property
    def kept(self) -> Kept:
        others = {
            currency: f"{total:.2f}"
            for currency, total in sorted(self.totals.items())
            if total and currency != COUNTED_CURRENCY
        }
        return Kept(self.totals[COUNTED_CURRENCY], len(self.accounts), self.valued_on, others)


@transaction.atomic
def refresh(contact_ids: Iterable[int]) -> None:
    """Write the figures of these contacts anew, in the same few statements for one as for many.

    Full ownership and usufruct by share; bare ownership is counted and never added.
    """
    wanted = set(contact_ids)
    # Taken first and in order, so that two writers end with both their values in the sum.
    list(_figures(wanted).order_by("pk").select_for_update().values_list("pk", flat=True))
    sums = _sums(wanted)
    ContactFigures.objects.bulk_create(
        [
            ContactFigures(contact_id=contact, **dict(zip(KEPT, of_contact.kept, strict=True)))
            for contact, of_contact in sorted(sums.items())
        ],
        update_conflicts=True,
        unique_fields=["contact"],
        update_fields=KEPT,
    )


def hold_owners(account: Account) -> None:
    """Take the owners before the account: a merge takes them first too."""
    hold(Ownership.objects.filter(account=account).values_list("contact_id", flat=True))


def refresh_owners(account: Account) -> None:
    refresh(Ownership.objects.filter(account=account).values_list("contact_id", flat=True))


def keep_last_value(account: Account) -> None:
    """Keep the newest valuation beside the account, or nothing when there is none left."""
    newest = Valuation.objects.filter(account=account).order_by("-date").first()
    account.last_value = newest.value if newest else None
    account.last_valued_on = newest.date if newest else None
    account.last_currency = newest.currency if newest else COUNTED_CURRENCY
    Account.everything.filter(pk=account.pk).keep_last_value(
        value=account.last_value, date=account.last_valued_on, currency=account.last_currency
    )
    refresh_owners(account)


def keep_last_values(account_ids: Sequence[int]) -> None:
    """Keep the newest valuation beside each of these accounts, in one statement."""
    newest = newest_valuations()
    Account.everything.filter(pk__in=account_ids).keep_last_value(
        value=Subquery(newest.values("value")[:1]),
        date=Subquery(newest.values("date")[:1]),
        currency=Coalesce(Subquery(newest.values("currency")[:1]), Value(COUNTED_CURRENCY)),
    )


def wrong_figures(contact_ids: Sequence[int]) -> list[int]:
    """Return the contacts whose kept figures are missing or not what `refresh` would write."""
    wanted = _sums(set(contact_ids))
    kept = {
        contact: Kept(*rest)
        for contact, *rest in _figures(set(contact_ids)).values_list("contact_id", *KEPT)
    }
    return [contact for contact in contact_ids if kept.get(contact) != wanted[contact].kept]


def _figures(contact_ids: set[int]) -> models.QuerySet[ContactFigures]:
    return ContactFigures.objects.filter(contact_id__in=contact_ids)


def _sums(contact_ids: set[int]) -> dict[int, Sums]:
    sums = {contact: Sums() for contact in contact_ids}
    open_accounts = Account.objects.filter(
        closed_on__isnull=True, ownerships__contact_id__in=contact_ids
    ).distinct()
    rows = open_accounts.values_list("pk", "last_value", "last_valued_on", "last_currency")
    accounts = {pk: rest for pk, *rest in rows}
    for account, found in shares_of_accounts(accounts).items():
        value, valued_on, currency = accounts[account]
        for claim, part in parts(value or Decimal(0), found).items():
            if claim.owner in sums:
                _count(sums[claim.owner], account, valued_on)
                if claim.right != Right.BARE:
                    sums[claim.owner].totals[currency] += part
    return sums


def _count(sums: Sums, account: int, valued_on: dt.date | None) -> None:
    sums.accounts.add(account)
    if valued_on and (sums.valued_on is None or valued_on > sums.valued_on):
        sums.valued_on = valued_on
