"""Deleting accounts, bringing them back, and numbers that hidden folders hold."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from accounts.actions.accounts import Owner, open_account
from accounts.actions.deletion import delete_account, reactivate_accounts
from accounts.actions.valuations import add_valuation, correct_valuation, delete_valuation
from accounts.errors import AccountExists, ClashesLeft, ValuedAlready
from accounts.models import Account, Holding, Valuation
from accounts.queries.deleted import Choice, clashes, deleted_accounts
from contacts.models import Contact, ContactFigures
from users.models import User

NOVEMBER = dt.date(2026, 11, 23)
OCTOBER = dt.date(2026, 10, 31)


def figures(contact):
    kept = ContactFigures.objects.get(contact=contact)
    return kept.total_value, kept.account_count, kept.valued_on


@pytest.fixture
def opened_by(product):
    def opened_by(user, number, *owners):
        return open_account(
            account=Account(product=product, number=number),
            owners=[Owner(owner) for owner in owners],
            by=user,
        )

    return opened_by


def test_deleted_account_leaves_the_figures_and_comes_back_as_it_was(person, hold, adviser):
    anne, luc = person("Moreau"), person("Castaing")
    account = hold("A", "1000.01", anne, luc)
    before = figures(anne), figures(luc)
    delete_account(account=account, by=adviser)
    assert figures(anne) == figures(luc) == (0, 0, None)
    assert list(deleted_accounts(adviser)) == [account]
    assert [deleted_accounts(adviser).get().deleted_by] == [adviser]
    assert reactivate_accounts(accounts=[account], by=adviser) == [account]
    assert (figures(anne), figures(luc)) == before
    assert list(account.history.values_list("history_type", flat=True)) == ["~", "~", "+"]


def test_deleting_twice_keeps_the_first(person, hold, adviser, colleague):
    account = hold("A", "10.00", person("Moreau"))
    first = delete_account(account=account, by=adviser)
    second = delete_account(account=account, by=colleague)
    assert (second.deleted_by, second.deleted_at) == (adviser, first.deleted_at)


@pytest.mark.security(18)
def test_deleted_account_of_a_private_folder_shows_to_nobody_else(
    person, hold, adviser, colleague, administrator
):
    account = delete_account(
        account=hold("A", "1.00", person("Moreau", is_private=True)), by=adviser
    )
    for user in (colleague, administrator):
        assert list(deleted_accounts(user)) == []
        assert reactivate_accounts(accounts=[account], by=user) == []
    assert Account.deleted.get() == account


@pytest.mark.parametrize("count", [1, 3])
def test_deleted_list_and_clashes_take_the_same_queries(
    person, hold, adviser, count, django_assert_num_queries
):
    for number in range(count):
        delete_account(account=hold(f"A{number}", "1.00", person(f"M{number}")), by=adviser)
    adviser.has_perm("contacts.see_other_advisers_contacts")
    with django_assert_num_queries(1):
        rows = list(deleted_accounts(adviser))
    assert len([row.product.custodian for row in rows]) == count
    with django_assert_num_queries(1):
        assert clashes(rows, user=adviser) == []


def test_number_that_only_a_private_folder_holds_is_accepted(person, opened_by, adviser, colleague):
    secret, luc = person("Moreau", is_private=True), person("Castaing")
    first = opened_by(adviser, "A", secret)
    second = opened_by(colleague, "A", luc)
    assert [first.namesake, second.namesake] == [0, 1]
    with pytest.raises(AccountExists):
        opened_by(adviser, "A", luc)
    with pytest.raises(AccountExists):
        opened_by(colleague, "A", luc)


def test_database_holds_the_number_of_each_namesake(person, opened_by, adviser):
    first = opened_by(adviser, "A", person("Moreau"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Account(product=first.product, number="A").save()


def test_number_of_a_public_folder_is_taken_for_a_junior_too(person, opened_by, adviser, junior):
    opened_by(adviser, "A", person("Moreau"))
    with pytest.raises(AccountExists, match="existe déjà"):
        opened_by(junior, "A", person("Castaing", by=junior))


def test_number_of_a_deleted_account_leads_to_its_reactivation(person, opened_by, adviser, junior):
    anne = person("Moreau")
    delete_account(account=opened_by(adviser, "A", anne), by=adviser)
    with pytest.raises(AccountExists, match="supprimé"):
        opened_by(adviser, "A", anne)
    with pytest.raises(AccountExists, match="existe déjà"):
        opened_by(junior, "A", person("Castaing", by=junior))


def test_clash_needs_a_choice_and_nothing_is_half_done(person, opened_by, adviser, colleague):
    secret, luc = person("Moreau", is_private=True), person("Castaing")
    first, second = opened_by(adviser, "A", secret), opened_by(colleague, "A", luc)
    other = opened_by(adviser, "B", luc)
    for account in (first, other):
        delete_account(account=account, by=adviser)
    (clash,) = clashes([first, other], user=adviser)
    assert (clash.account, clash.other) == (first, second)
    assert clash.choices == (Choice.STAY, Choice.REPLACE)
    with pytest.raises(ClashesLeft, match="A"):
        reactivate_accounts(accounts=[first, other], by=adviser)
    assert Account.deleted.count() == 2
    back = reactivate_accounts(accounts=[first, other], choices={first.pk: Choice.STAY}, by=adviser)
    assert back == [other]
    back = reactivate_accounts(accounts=[first], choices={first.pk: Choice.REPLACE}, by=adviser)
    assert back == [first]
    assert list(Account.deleted.all()) == [second]


@pytest.fixture
def taken_since(person, opened_by, adviser, colleague):
    """Delete the account of a private folder whose number is a public one's too."""
    secret, luc = person("Moreau", is_private=True), person("Castaing")
    first, second = opened_by(adviser, "A", secret), opened_by(colleague, "A", luc)
    delete_account(account=first, by=adviser)
    return first, second


@pytest.mark.security(7, 18)
def test_account_of_a_hidden_folder_is_no_clash(person, opened_by, adviser, colleague):
    """What only others see has the number too: nothing is said, and nothing stands in the way."""
    secret, luc = person("Moreau", is_private=True), person("Castaing")
    hidden, account = opened_by(adviser, "A", secret), opened_by(colleague, "A", luc)
    delete_account(account=account, by=colleague)
    assert [clash.other for clash in clashes([account], user=adviser)] == [hidden]
    assert clashes([account], user=colleague) == []
    assert reactivate_accounts(accounts=[account], by=colleague) == [account]
    assert set(Account.objects.all()) == {hidden, account}


@pytest.mark.security(18, 30)
@pytest.mark.parametrize("right", ["change_other_advisers_contacts", "delete_accounts"])
def test_account_that_one_may_only_see_is_not_put_aside(taken_since, hire, right):
    """Neither offered nor done: it takes both rights to delete the other one."""
    account, other = taken_since
    viewer = hire("viewer", "Manager")
    QuerySet(Contact).update(is_private=False)
    assert [one.choices for one in clashes([account], user=viewer)] == [tuple(Choice)]
    Group.objects.get(name="Manager").permissions.remove(Permission.objects.get(codename=right))
    viewer = User.objects.get(pk=viewer.pk)
    assert [(one.other, one.choices) for one in clashes([account], user=viewer)] == [
        (other, (Choice.STAY,))
    ]
    with pytest.raises(ClashesLeft):
        reactivate_accounts(accounts=[account], choices={account.pk: Choice.REPLACE}, by=viewer)
    assert (Account.deleted.get(), Account.objects.get()) == (account, other)


def test_correction_keeps_what_the_night_brought(person, hold, adviser):
    anne = person("Moreau")
    account = hold("A", None, anne)
    (night,) = Valuation.objects.bulk_create(
        [Valuation(account=account, date=NOVEMBER, value=Decimal("100.00"), is_consolidated=False)]
    )
    Holding.objects.create(valuation=night, name="Fonds", value=Decimal("100.00"))
    correct_valuation(valuation=night, date=OCTOBER, value=Decimal("90.50"), by=adviser)
    kept = Valuation.history.order_by("history_id").values_list(
        "history_type", "date", "value", "history_user__username"
    )
    assert list(kept) == [
        ("+", NOVEMBER, Decimal("100.00"), "nuit"),
        ("~", OCTOBER, Decimal("90.50"), "adviser"),
    ]
    assert figures(anne) == (Decimal("90.50"), 1, OCTOBER)
    assert not Holding.objects.exists()
    assert Valuation.objects.get().is_consolidated


def test_two_values_at_one_date_are_refused(person, hold, adviser):
    account = hold("A", "10.00", person("Moreau"))
    older = add_valuation(account=account, date=OCTOBER, value=Decimal(9), by=adviser)
    with pytest.raises(ValuedAlready):
        correct_valuation(valuation=older, date=NOVEMBER, value=Decimal(8), by=adviser)
    assert Valuation.objects.get(date=OCTOBER).value == 9


@pytest.mark.django_db(transaction=True)
def test_two_values_added_at_once_leave_the_first(person, hold, adviser, colleague):
    account = hold("A", None, person("Moreau"))
    ready = Barrier(2, timeout=10)

    def add(user, value):
        try:
            ready.wait()
            add_valuation(account=account, date=NOVEMBER, value=Decimal(value), by=user)
        except ValuedAlready:
            return "told"
        finally:
            connection.close()
        return value

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(add, [adviser, colleague], [1, 2]))
    assert ends.count("told") == 1
    (kept,) = [end for end in ends if end != "told"]
    assert Valuation.objects.get().value == kept
    assert Valuation.history.count() == 1


def test_deleted_value_gives_way_to_the_one_before(person, hold, adviser):
    anne = person("Moreau")
    account = hold("A", "10.00", anne)
    older = add_valuation(account=account, date=OCTOBER, value=Decimal(9), by=adviser)
    delete_valuation(valuation=Valuation.objects.get(date=NOVEMBER), by=adviser)
    assert figures(anne) == (Decimal(9), 1, OCTOBER)
    delete_valuation(valuation=older, by=adviser)
    assert figures(anne) == (0, 1, None)
    assert Account.objects.get().last_value is None
    assert Valuation.history.filter(history_type="-").count() == 2
