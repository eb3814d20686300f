"""Sums over any number of accounts by the database: owners' parts, and values over time."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, Value, When, Window
from django.db.models.functions import Abs, Cast, Coalesce, Lead, Round

from accounts.enums import COUNTED_CURRENCY, Right
from accounts.models import Ownership, Valuation
from accounts.queries.curve import Point, dates

# What a share of the whole is, in ten thousandths of a hundredth.
WHOLE = 1_000_000


def monthly_totals(accounts: QuerySet[Any], *, today: dt.date) -> list[Point]:
    """Return what these accounts were worth at the end of each month, and today, in one query.

    At each date an account is worth its latest value, until it is closed; what is in another
    currency than euros counts for nothing. Before the first value there is no point.
    """
    spans = Valuation.objects.filter(account__in=accounts, date__lte=today).annotate(
        until=Window(Lead("date"), partition_by=F("account_id"), order_by=F("date").asc()),
        closed=F("account__closed_on"),
        counted=Case(When(currency=COUNTED_CURRENCY, then=F("value")), default=Value(Decimal(0))),
    )
    days = dates(today)
    sums = spans.aggregate(
        **{f"at_{at}": Sum("counted", filter=_in_force(day)) for at, day in enumerate(days)}
    )
    totals = [sums[f"at_{at}"] for at in range(len(days))]
    begun = next((at for at, total in enumerate(totals) if total is not None), len(days))
    return [
        (day, total or Decimal(0)) for day, total in list(zip(days, totals, strict=True))[begun:]
    ]


def _in_force(day: dt.date) -> Q:
    replaced = Q(until__isnull=True) | Q(until__gt=day)
    return Q(date__lte=day) & replaced & (Q(closed__isnull=True) | Q(closed__gt=day))


def counted_parts() -> QuerySet[Ownership]:
    """Return the ownerships that make totals, each with `cents`: its part of the account's value.

    Full ownership and usufruct of open accounts, in euros; rounded half up as
    `accounts.queries.shares` does, in whole numbers, which no database rounds. The value is divided
    first, so that no product passes a bigint.
    """
    rows = Ownership.objects.order_by().filter(
        account__deleted_at__isnull=True,
        account__is_provisional=False,
        account__closed_on__isnull=True,
        account__last_currency=COUNTED_CURRENCY,
    )
    value = _whole(Coalesce(F("account__last_value"), Value(Decimal(0))) * 100)
    share = _whole(Coalesce(F("share"), Value(Decimal(100))) * (WHOLE // 100))
    size: Any = Abs(value)
    part = size / WHOLE * share + (size % WHOLE * share + WHOLE // 2) / WHOLE
    signed = Case(When(account__last_value__lt=0, then=-part), default=part)
    return rows.exclude(right=Right.BARE).annotate(cents=Cast(signed, BigIntegerField()))


def _whole(figure: Any) -> Cast:
    return Cast(Round(figure), BigIntegerField())
