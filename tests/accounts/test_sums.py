"""Sums by the database: the same cents as account by account, part by part."""

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from random import Random

import pytest
from django.db.models import Sum

from accounts.actions.totals import refresh
from accounts.models import Account, Custodian, Ownership, Product, Valuation
from accounts.queries import curve
from accounts.queries.sums import counted_parts, monthly_totals
from contacts.models import ContactFigures

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 29)
DAYS = [dt.date(2024, 3, 31), dt.date(2025, 7, 1), dt.date(2026, 9, 30), TODAY]


@pytest.fixture
def accounts(adviser, person):
    """Make accounts of every sort: shared, closed, abroad, without a value, below zero."""
    random = Random(7)  # noqa: S311 - amounts, no secret
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="P", name="Vie")
    people = [person(name) for name in ("Moreau", "Petit", "Le Goff")]
    for at in range(30):
        account = Account.objects.create(
            product=product,
            number=f"N{at}",
            closed_on=random.choice([None, None, dt.date(2026, 10, 1)]),
        )
        for day in random.sample(DAYS, random.randint(0, 4)):
            value = Decimal(random.choice([1, 33, 10_000_005, -250, 999_999_999])) / 100
            currency = random.choice(["EUR", "EUR", "USD"])
            Valuation.objects.create(account=account, date=day, value=value, currency=currency)
        newest = account.valuations.order_by("-date").first()
        if newest:
            Account.objects.filter(pk=account.pk).keep_last_value(
                value=newest.value, date=newest.date, currency=newest.currency
            )
        for owner in random.sample(people, random.randint(1, 3)):
            share = random.choice([None, Decimal("33.3333"), Decimal("0.0001"), Decimal("12.5")])
            right = random.choice(["full", "usufruct", "bare"])
            Ownership.objects.create(account=account, contact=owner, right=right, share=share)
    return people


def test_parts_add_up_to_the_totals_kept_beside_contacts(accounts):
    refresh([contact.pk for contact in accounts])
    kept = ContactFigures.objects.filter(contact__in=accounts)
    sums = counted_parts().values("contact").annotate(sum=Sum("cents"))
    assert {row["contact"]: Decimal(int(row["sum"])) / 100 for row in sums} == {
        figures.contact_id: figures.total_value for figures in kept
    }


def test_values_over_time_are_those_of_each_account_added(accounts):
    sums = defaultdict(Decimal)
    for account in Account.objects.all():
        for day, value in curve.of_account(account, today=TODAY):
            sums[day] += value
    told = monthly_totals(Account.objects.all(), today=TODAY)
    assert [day for day, _value in told] == curve.dates(TODAY)
    assert {day: value for day, value in told if value} == {
        day: value for day, value in sums.items() if value
    }


def test_points_begin_with_the_first_value(accounts):
    account = Account.objects.filter(closed_on__isnull=True)[0]
    account.valuations.all().delete()
    Valuation.objects.create(account=account, date=dt.date(2026, 9, 30), value=5)
    told = monthly_totals(Account.objects.filter(pk=account.pk), today=TODAY)
    assert told == [(dt.date(2026, 9, 30), 5), (dt.date(2026, 10, 31), 5), (TODAY, 5)]


def test_without_a_value_there_is_no_point(accounts):
    assert monthly_totals(Account.objects.none(), today=TODAY) == []
