"""Saying by hand what an account is worth, and correcting it."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.actions.totals import hold_owners, keep_last_value
from accounts.errors import ValuedAlready
from accounts.models import Account, Valuation
from persistence import bulk_history
from persistence.models import delete_as, save_as
from users.models import User


@transaction.atomic
def add_valuation(*, account: Account, date: dt.date, value: Decimal, by: User) -> Valuation:
    """Keep what an account is worth at a date that has no value yet."""
    _lock(account)
    _require_free(Valuation.objects.filter(account=account), date)
    valuation = Valuation(account=account, date=date, value=value, currency=account.currency)
    save_as(valuation, by)
    keep_last_value(account)
    return valuation


@transaction.atomic
def correct_valuation(
    *, valuation: Valuation, date: dt.date, value: Decimal, by: User
) -> Valuation:
    """Put a value and its date right; the holdings, which made another value, go."""
    _lock(valuation.account)
    others = Valuation.objects.filter(account_id=valuation.account_id).exclude(pk=valuation.pk)
    _require_free(others, date)
    _keep_what_was(valuation)
    if (valuation.date, valuation.value) != (date, value):
        valuation.holdings.all().delete()
        valuation.date, valuation.value, valuation.is_consolidated = date, value, True
        save_as(valuation, by)
        keep_last_value(valuation.account)
    return valuation


@transaction.atomic
def delete_valuation(*, valuation: Valuation, by: User) -> None:
    """Take a value away; history keeps it."""
    _lock(valuation.account)
    delete_as(valuation, by)
    keep_last_value(valuation.account)


def _lock(account: Account) -> None:
    # So that two values given together leave the newest one as the last.
    hold_owners(account)
    Account.everything.select_for_update().get(pk=account.pk)


def _require_free(others: QuerySet[Valuation], date: dt.date) -> None:
    if others.filter(date=date).exists():
        raise ValuedAlready(_("The account has a value at this date: correct that one."))


def _keep_what_was(valuation: Valuation) -> None:
    """Write down what the night brought before a person changes it: it keeps no history itself."""
    if not valuation.history.exists():
        bulk_history.record(
            Valuation, [valuation.pk], sign=bulk_history.CREATED, by=User.objects.night()
        )
