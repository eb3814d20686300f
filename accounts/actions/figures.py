"""The sums kept beside each contact, which lists show and sort by."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from django.db import models, transaction

from accounts.enums import COUNTED_CURRENCY, Right
from accounts.models import Account
from accounts.queries.ownerships import shares_of_accounts
from accounts.queries.shares import parts
from contacts.models import ContactFigures

KEPT = ["total_value", "account_count", "valued_on"]


@dataclass
class Sums:
    total: Decimal = Decimal(0)
    accounts: set[int] = field(default_factory=set)
    valued_on: dt.date | None = None


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
            ContactFigures(
                contact_id=contact,
                total_value=of_contact.total,
                account_count=len(of_contact.accounts),
                valued_on=of_contact.valued_on,
            )
            for contact, of_contact in sorted(sums.items())
        ],
        update_conflicts=True,
        unique_fields=["contact"],
        update_fields=KEPT,
    )


def _figures(contact_ids: set[int]) -> models.QuerySet[ContactFigures]:
    return ContactFigures.objects.filter(contact_id__in=contact_ids)


def _sums(contact_ids: set[int]) -> dict[int, Sums]:
    sums = {contact: Sums() for contact in contact_ids}
    open_accounts = Account.objects.filter(
        closed_on__isnull=True, ownerships__contact_id__in=contact_ids
    ).distinct()
    rows = open_accounts.values_list("pk", "last_value", "last_valued_on", "currency")
    accounts = {pk: rest for pk, *rest in rows}
    for account, found in shares_of_accounts(accounts).items():
        value, valued_on, currency = accounts[account]
        counted = value if value and currency == COUNTED_CURRENCY else Decimal(0)
        for claim, part in parts(counted, found).items():
            if claim.owner in sums:
                _count(sums[claim.owner], account, valued_on)
                if claim.right != Right.BARE:
                    sums[claim.owner].total += part
    return sums


def _count(sums: Sums, account: int, valued_on: dt.date | None) -> None:
    sums.accounts.add(account)
    if valued_on and (sums.valued_on is None or valued_on > sums.valued_on):
        sums.valued_on = valued_on
