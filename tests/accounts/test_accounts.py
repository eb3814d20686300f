"""Opening and valuing accounts, and the figures kept beside contacts."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.actions.accounts import Owner
from accounts.actions.totals import refresh
from accounts.actions.valuations import add_valuation, correct_valuation
from accounts.enums import Right
from accounts.errors import AccountExists, OwnerTwice, TooMuchOwned
from accounts.models import Account, Ownership, Valuation
from contacts.models import ContactFigures
from persistence.models import HistoryBypassedError

NOVEMBER = dt.date(2026, 11, 23)


def figures(contact):
    kept = ContactFigures.objects.get(contact=contact)
    return kept.total_value, kept.account_count, kept.valued_on


def test_figures_add_full_and_usufruct_and_leave_bare_apart(person, hold):
    anne, luc = person("Moreau"), person("Castaing")
    hold("F", "1000.01", anne, luc)
    hold(
        "U",
        "300.00",
        Owner(anne, Right.USUFRUCT),
        Owner(luc, Right.BARE),
        date=dt.date(2026, 9, 30),
    )
    assert figures(anne) == (Decimal("800.01"), 2, NOVEMBER)
    assert figures(luc) == (Decimal("500.01"), 2, NOVEMBER)


def test_provisional_deleted_and_closed_accounts_count_for_nothing(person, hold, adviser):
    anne = person("Moreau")
    provisional, deleted, closed = (hold(number, "10.00", anne) for number in "PDC")
    provisional.is_provisional = True
    deleted.deleted_at, deleted.deleted_by = dt.datetime(2026, 11, 24, tzinfo=dt.UTC), adviser
    closed.closed_on = NOVEMBER
    for account in (provisional, deleted, closed):
        account.save()
    refresh([anne.pk])
    assert figures(anne) == (Decimal("0.00"), 0, None)
    assert list(Account.objects.all()) == [closed]
    assert list(Account.deleted.all()) == [deleted]
    assert Account.everything.count() == 3


def test_other_currency_is_counted_and_never_added(person, hold):
    anne = person("Moreau")
    account = hold("D", "10.00", anne)
    Account.objects.filter(pk=account.pk).keep_last_value(value=10, date=NOVEMBER, currency="USD")
    refresh([anne.pk])
    assert figures(anne) == (Decimal("0.00"), 1, NOVEMBER)
    assert ContactFigures.objects.get(contact=anne).other_totals == {"USD": "10.00"}


def test_last_value_is_that_of_the_newest_date(person, hold, adviser):
    anne = person("Moreau")
    account = hold("A", "1000.00", anne)
    before = account.history.count()
    add_valuation(account=account, date=dt.date(2026, 10, 31), value=Decimal("900.00"), by=adviser)
    account = Account.objects.get()
    assert (account.last_value, account.last_valued_on) == (Decimal("1000.00"), NOVEMBER)
    newest = Valuation.objects.get(date=NOVEMBER)
    correct_valuation(valuation=newest, date=NOVEMBER, value=Decimal("1100.00"), by=adviser)
    assert Account.objects.get().last_value == Decimal("1100.00")
    assert Valuation.objects.count() == 2
    assert figures(anne) == (Decimal("1100.00"), 1, NOVEMBER)
    assert account.history.count() == before == 1


def test_history_says_who_opened_and_cannot_be_bypassed(person, hold, adviser):
    account = hold("A", None, person("Moreau"))
    assert account.history.get().history_user == adviser
    assert account.ownerships.get().history.get().history_user == adviser
    with pytest.raises(HistoryBypassedError):
        Account.objects.update(label="x")
    with pytest.raises(HistoryBypassedError):
        Ownership.objects.update(share=None)


def test_impossible_owners_open_nothing(person, hold):
    anne, luc = person("Moreau"), person("Castaing")
    with pytest.raises(TooMuchOwned, match="100"):
        hold("A", None, Owner(anne, share=Decimal(60)), Owner(luc, Right.BARE, Decimal(41)))
    with pytest.raises(TooMuchOwned):
        hold("A", None, Owner(anne, share=Decimal(0)))
    with pytest.raises(OwnerTwice):
        hold("A", None, anne, anne)
    assert not Account.everything.exists()


def test_number_is_unique_for_its_product(person, hold):
    anne = person("Moreau")
    hold("A", "10.00", anne)
    with pytest.raises(AccountExists, match="A"):
        hold("A", None, anne)
    assert Ownership.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_refresh_asks_the_same_for_one_and_for_three(
    person, hold, django_assert_num_queries, count
):
    people = [person(f"Moreau {number}") for number in range(count)]
    for number, one in enumerate(people):
        hold(f"A{number}", "10.00", one)
    with django_assert_num_queries(6):
        refresh([one.pk for one in people])
    assert [figures(one)[0] for one in people] == [Decimal("10.00")] * count
