"""What a contact's accounts were worth, month after month."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db.models import F, Window
from django.db.models.functions import RowNumber, TruncMonth

from accounts.enums import COUNTED_CURRENCY
from accounts.models import Account, Valuation
from accounts.queries.folder import Line, counted
from accounts.queries.shares import Shares, parts

MONTHS = 24

Point = tuple[dt.date, Decimal]
Value = tuple[int, dt.date, Decimal, str]


def monthly(
    contact_id: int, shown: Sequence[Line], found: Mapping[int, Shares], *, today: dt.date
) -> list[Point]:
    """Return the contact's total at the end of each month of two years, and today, in one query.

    At each date an account is worth its latest value; before the first value there is no point.
    What is in another currency than euros counts for nothing.
    """
    rights = {(line.account.pk, line.right) for line in counted(shown)}
    closed = {line.account.pk: line.account.closed_on for line in shown}
    values = _last_of_each_month([account for account, _right in rights], today)
    standing: dict[int, Decimal] = {}
    points: list[Point] = []
    position = 0
    for date in dates(today):
        while position < len(values) and values[position][1] <= date:
            account, _date, value, currency = values[position]
            counted_value = value if currency == COUNTED_CURRENCY else Decimal(0)
            standing[account] = _owned(contact_id, counted_value, found[account], rights, account)
            position += 1
        if standing:
            points.append((date, _sum_open(standing, closed, date)))
    return points


def of_account(account: Account, *, today: dt.date) -> list[Point]:
    """Return what a whole account was worth at the end of each month, and today, in one query."""
    values = _last_of_each_month([account.pk], today)
    points: list[Point] = []
    standing: Decimal | None = None
    position = 0
    for date in dates(today):
        while position < len(values) and values[position][1] <= date:
            *_, value, currency = values[position]
            standing = value if currency == COUNTED_CURRENCY else None
            position += 1
        if standing is not None and (account.closed_on is None or account.closed_on > date):
            points.append((date, standing))
    return points


def _sum_open(
    standing: Mapping[int, Decimal], closed: Mapping[int, dt.date | None], date: dt.date
) -> Decimal:
    is_open = {pk: (end := closed[pk]) is None or end > date for pk in standing}
    return sum((value for pk, value in standing.items() if is_open[pk]), Decimal(0))


def _owned(
    contact_id: int, value: Decimal, found: Shares, rights: set[tuple[int, str]], account: int
) -> Decimal:
    return sum(
        (
            part
            for claim, part in parts(value, found).items()
            if claim.owner == contact_id and (account, claim.right) in rights
        ),
        Decimal(0),
    )


def _last_of_each_month(account_ids: Sequence[int], today: dt.date) -> list[Value]:
    ranked = Valuation.objects.filter(account_id__in=account_ids, date__lte=today).annotate(
        rank=Window(
            RowNumber(),
            partition_by=[F("account_id"), TruncMonth("date")],
            order_by=F("date").desc(),
        )
    )
    rows = ranked.filter(rank=1).order_by("date", "account_id")
    return list(rows.values_list("account_id", "date", "value", "currency"))


def dates(today: dt.date) -> list[dt.date]:
    """Return the ends of the months before today, the oldest first, then today."""
    ends = []
    first = today.replace(day=1)
    for _month in range(MONTHS):
        end = first - dt.timedelta(days=1)
        ends.append(end)
        first = end.replace(day=1)
    return [*reversed(ends), today]


def change(points: Sequence[Point]) -> Decimal | None:
    """Return how the total moved over the whole curve, in hundredths."""
    if len(points) <= MONTHS or not points[0][1]:
        return None
    return (points[-1][1] - points[0][1]) * 100 / points[0][1]
