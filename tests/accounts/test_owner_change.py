"""Changing the owners of many accounts at once, by the rules of one account's change."""

import os
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.actions import owner_change
from accounts.actions.accounts import Owner
from accounts.actions.owner_change import change_owners_of_accounts, plan_owner_change
from accounts.actions.owners import change_owners
from accounts.actions.totals import refresh
from accounts.enums import Right
from accounts.errors import (
    AccountError,
    NoOwner,
    OwnerNotAllowed,
    OwnerTwice,
    PlanChanged,
    TooManyAccounts,
    TooMuchOwned,
)
from accounts.models import Account, Ownership
from accounts.queries.account import version_seen_by
from contacts.actions.assignment import follow_assignments
from contacts.actions.undoing import undo
from contacts.errors import CannotUndo
from contacts.models import Change, Contact, ContactFigures
from persistence import bulk_history
from tests.accounts.test_owners import owned, total
from tests.contacts.merging.test_trouble import break_everywhere

ONE_BACK = "Le compte a retrouvé ses propriétaires d’avant."
SOAK = "SOAK" in os.environ
HISTORY = ("id", "account_id", "contact_id", "right", "share", "history_type", "history_user_id")


def keys(*accounts):
    return [account.pk for account in accounts]


def change_now(accounts, owners, by):
    plan = plan_owner_change(accounts=accounts, owners=owners, by=by)
    return change_owners_of_accounts(accounts=accounts, owners=owners, token=plan.token, by=by)


def hide(contact):
    QuerySet(Contact).filter(pk=contact.pk).update(is_private=True)
    follow_assignments([Contact.objects.get(pk=contact.pk)])


def test_accounts_go_to_another_owner_and_come_back(person, hold, adviser, colleague):
    anne, luc, chais = person("Moreau"), person("Castaing"), person("Chais")
    accounts = [hold("A", "1000.00", anne), hold("B", "500.00", anne, luc), hold("C", "9.00", luc)]
    before = list(Ownership.objects.order_by("pk").values())
    change = change_now(keys(*accounts[:2]), [Owner(chais)], colleague)
    assert [owned(account) for account in accounts] == [
        [("Chais", "full", None)],
        [("Chais", "full", None)],
        [("Castaing", "full", None)],
    ]
    assert [total(one) for one in (anne, luc, chais)] == [0, 9, 1500]
    signs = Ownership.history.filter(history_user=colleague).values_list("history_type", flat=True)
    assert sorted(signs) == ["+", "+", "-", "-", "-"]
    undone = undo(change=change, by=colleague)
    assert undone.told == "2 comptes ont retrouvé leurs propriétaires d’avant."
    assert list(Ownership.objects.order_by("pk").values()) == before
    assert [total(one) for one in (anne, luc, chais)] == [1250, 259, 0]
    assert [account.version for account in Account.objects.order_by("pk")] == [2, 2, 0]


def test_several_owners_share_each_account(person, hold, adviser):
    anne, luc, zoe = person("Moreau"), person("Castaing"), person("Zola")
    accounts = [hold("A", "1000.00", anne), hold("B", "100.00", luc, anne)]
    owners = [
        Owner(anne, Right.USUFRUCT),
        Owner(luc, Right.BARE, Decimal(60)),
        Owner(zoe, Right.BARE),
    ]
    change = change_now(keys(*accounts), owners, adviser)
    expected = [
        ("Castaing", "bare", Decimal(60)),
        ("Moreau", "usufruct", Decimal(100)),
        ("Zola", "bare", Decimal(40)),
    ]
    assert [owned(account) for account in accounts] == [expected, expected]
    assert [total(one) for one in (anne, luc, zoe)] == [1100, 0, 0]
    undo(change=change, by=adviser)
    assert [total(one) for one in (anne, luc, zoe)] == [1050, 50, 0]


def test_what_is_left_out_is_said_before(person, hold, adviser, junior):
    mine, other, chais = (
        person("Moreau", by=junior),
        person("Castaing", assistant=junior),
        person("Chais", by=junior),
    )
    junior.user_permissions.add(Permission.objects.get(codename="change_owners"))
    seen = Permission.objects.get(codename="see_other_advisers_contacts")
    junior.user_permissions.add(seen)
    far = person("Zola")
    accounts = [
        hold("A", "1.00", mine),
        hold("B", "1.00", far),
        hold("C", "1.00", chais),
        hold("D", "1.00", mine, far),
        hold("E", "1.00", other),
    ]
    plan = plan_owner_change(accounts=keys(*accounts), owners=[Owner(chais)], by=junior)
    assert plan.accounts == keys(accounts[0], accounts[4])
    assert list(plan.refused) == keys(accounts[1], accounts[3])
    assert list(plan.unchanged) == keys(accounts[2])
    change = change_now(keys(*accounts), [Owner(chais)], junior)
    assert set(change.subjects.values_list("key", flat=True)) == set(plan.accounts)
    assert owned(accounts[1]) == [("Zola", "full", None)]
    assert len(owned(accounts[3])) == 2


def test_an_account_of_others_gets_no_owner_beside_them(person, hold, adviser, junior):
    """Nobody's share would change but that of one's own contact, as on the account's own page."""
    codes = ("change_owners", "see_other_advisers_contacts")
    junior.user_permissions.add(*Permission.objects.filter(codename__in=codes))
    mine, far = person("Moreau", by=junior), person("Zola")
    halves = [Owner(far, share=Decimal(50)), Owner(mine, share=Decimal(50))]
    account = hold("A", "1.00", halves[0])
    plan = plan_owner_change(accounts=[account.pk], owners=halves, by=junior)
    assert (plan.accounts, plan.refused) == ([], [account.pk])


def test_who_keeps_a_share_keeps_it_untouched(person, hold, adviser, colleague):
    """Also who gains one on another of the accounts."""
    anne, luc, zoe = person("Moreau"), person("Castaing"), person("Zola")
    accounts = keys(hold("A", "1.00", anne, luc), hold("B", "1.00", luc, zoe))
    before = list(Ownership.objects.order_by("pk").values())
    owners = [Owner(one, share=Decimal(50)) for one in (anne, zoe)]
    change = change_now(accounts, owners, colleague)
    told = Ownership.history.filter(history_user=colleague).order_by("pk")
    assert list(told.values_list("contact", "history_type")) == [
        (luc.pk, "-"),
        (luc.pk, "-"),
        (zoe.pk, "+"),
        (anne.pk, "+"),
    ]
    undo(change=change, by=colleague)
    assert list(Ownership.objects.order_by("pk").values()) == before


@pytest.mark.security(7)
def test_a_private_share_that_changes_moves_no_version(person, hold, adviser):
    anne, secret = person("Moreau"), person("Zola", is_private=True)
    account = hold("A", "1.00", anne, secret)
    owners = [Owner(anne, share=Decimal(50)), Owner(secret, share=Decimal(20))]
    change = change_now([account.pk], owners, adviser)
    assert [part for _name, _right, part in owned(account)] == [50, 20]
    undo(change=change, by=adviser)
    assert Account.objects.get().version == 0


PEOPLE = 4
share = st.none() | st.sampled_from(["100", "60", "50", "33.3333"]).map(Decimal)
standing = st.dictionaries(
    st.tuples(st.integers(0, PEOPLE), st.sampled_from(Right.values)), share, min_size=1, max_size=4
)
wanted = st.lists(
    st.tuples(st.integers(0, PEOPLE), st.sampled_from(Right.values), share), min_size=1, max_size=3
)


def state():
    """Return all that a change of owners writes, in an order that the way does not change."""
    rows = Ownership.objects.order_by("account", "contact", "right")
    return (
        list(rows.values_list("account", "contact", "right", "share")),
        sorted(
            Ownership.history.values_list(*HISTORY[1:]),
            key=lambda row: [str(value) for value in row],
        ),
        list(Account.objects.order_by("pk").values_list("pk", "version")),
        list(ContactFigures.objects.order_by("pk").values()),
    )


def one_by_one(accounts, owners, by):
    """Change what one change at a time changes, of accounts that the person may change."""
    mine = Account.objects.changeable_by(by).filter(pk__in=accounts).order_by("pk")
    for account in list(mine):
        version = version_seen_by(account, by)
        try:
            change_owners(account=account, owners=owners, version=version, by=by)
        except OwnerNotAllowed:
            continue


def outcome(way, accounts, owners, by):
    with transaction.atomic():
        try:
            way(accounts, owners, by)
            ended = state()
        except AccountError as error:
            ended = type(error)
        transaction.set_rollback(True)
    return ended


@pytest.mark.django_db
def test_many_at_once_are_what_one_at_a_time_is(person, product, adviser, junior):
    """Whoever owns, hidden folders and those that one may not change too, row for row."""
    rights = ("change_owners", "see_other_advisers_contacts")
    junior.user_permissions.add(*Permission.objects.filter(codename__in=rights))
    people = [person("A", by=junior), person("B", by=junior), person("C", by=junior)]
    people += [person("D"), person("E", is_private=True)]

    @settings(max_examples=300 if SOAK else 15, deadline=None, database=None)
    @given(st.lists(standing, min_size=1, max_size=4), wanted)
    def same(held, asked):
        with transaction.atomic():
            for number, rows in enumerate(held):
                account = Account(product=product, number=str(number), last_value=1000)
                account.last_valued_on = "2026-11-01"
                account.save()
                bulk_history.create(
                    [
                        Ownership(account=account, contact=people[at], right=right, share=part)
                        for (at, right), part in rows.items()
                    ],
                    by=adviser,
                )
            refresh(contact.pk for contact in people)
            accounts = sorted(Account.objects.values_list("pk", flat=True))
            owners = [Owner(people[at], right, part) for at, right, part in asked]
            together = outcome(change_now, accounts, owners, junior)
            # One at a time, each account asks: none of them, none is refused.
            if together is not OwnerNotAllowed:
                alone = outcome(one_by_one, accounts, owners, junior)
                changeable = Account.objects.changeable_by(junior).exists()
                assert alone == together or (not changeable and isinstance(together, type))
            transaction.set_rollback(True)

    same()


@pytest.mark.parametrize(
    ("rows", "error"),
    [
        ([], NoOwner),
        ([("100", "full"), ("0.0001", "full")], TooMuchOwned),
        ([("60", "full"), ("50", "bare")], TooMuchOwned),
        ([("60", "full"), ("50", "usufruct")], TooMuchOwned),
        ([("100.0001", "full")], TooMuchOwned),
        ([("0", "full")], TooMuchOwned),
    ],
)
def test_impossible_shares_change_nothing(person, hold, adviser, rows, error):
    anne, people = person("Moreau"), [person("Castaing"), person("Zola")]
    account = hold("A", "10.00", anne)
    owners = [
        Owner(one, right, Decimal(part)) for one, (part, right) in zip(people, rows, strict=False)
    ]
    with pytest.raises(error):
        change_now([account.pk], owners, adviser)
    assert owned(account) == [("Moreau", "full", None)]


def test_an_owner_named_twice_is_refused(person, hold, adviser):
    anne, luc = person("Moreau"), person("Castaing")
    with pytest.raises(OwnerTwice):
        change_now(keys(hold("A", "1.00", anne)), [Owner(luc), Owner(luc)], adviser)


def test_without_the_right_nothing_is_planned(person, hold, adviser, colleague):
    anne, luc = person("Moreau"), person("Castaing")
    colleague.groups.clear()
    account = hold("A", "1.00", anne)
    with pytest.raises(PermissionDenied):
        plan_owner_change(accounts=[account.pk], owners=[Owner(luc)], by=colleague)


@pytest.mark.security(8)
def test_a_hidden_owner_is_refused_and_nothing_changes(person, hold, adviser, colleague):
    anne, secret = person("Moreau"), person("Zola", is_private=True)
    account = hold("A", "1.00", anne)
    with pytest.raises(OwnerNotAllowed):
        plan_owner_change(accounts=[account.pk], owners=[Owner(secret)], by=colleague)
    with pytest.raises(OwnerNotAllowed):
        change_owners_of_accounts(
            accounts=[account.pk], owners=[Owner(secret)], token="", by=colleague
        )
    assert owned(account) == [("Moreau", "full", None)]


@pytest.mark.security(7, 60)
def test_hidden_shares_survive_and_are_in_no_plan(person, hold, adviser, colleague):
    anne, secret, luc = person("Moreau"), person("Zola", is_private=True), person("Castaing")
    shared, own = hold("A", "1000.00", anne, secret), hold("B", "50.00", secret)
    plan = plan_owner_change(accounts=keys(shared, own), owners=[Owner(luc)], by=colleague)
    assert plan.accounts == [shared.pk]
    assert {row.contact_id for change in plan.changes for row in change.standing.values()} == {
        anne.pk
    }
    assert (plan.refused, plan.unchanged) == ([], [])
    change = change_now(keys(shared, own), [Owner(luc)], colleague)
    assert owned(shared) == [("Castaing", "full", None), ("Zola", "full", Decimal(50))]
    assert [total(one) for one in (anne, secret, luc)] == [0, 550, 1000]
    undo(change=change, by=colleague)
    assert owned(shared) == [("Moreau", "full", Decimal(50)), ("Zola", "full", Decimal(50))]
    assert [total(one) for one in (anne, secret, luc)] == [500, 550, 0]


@pytest.mark.security(7, 60)
def test_what_happens_to_a_hidden_share_changes_no_plan(person, hold, adviser, colleague):
    """Between the plan and OK, and between OK and its undo."""
    anne, secret, luc = person("Moreau"), person("Zola", is_private=True), person("Castaing")
    account = hold("A", "1000.00", Owner(anne, share=Decimal(50)), secret)

    def give(part):
        seen = Account.objects.get()
        owners = [Owner(anne, share=Decimal(50)), Owner(secret, share=Decimal(part))]
        version = version_seen_by(seen, adviser)
        change_owners(account=seen, owners=owners, version=version, by=adviser)

    owners = [Owner(luc)]
    plan = plan_owner_change(accounts=[account.pk], owners=owners, by=colleague)
    give(20)
    change = change_owners_of_accounts(
        accounts=[account.pk], owners=owners, token=plan.token, by=colleague
    )
    row = Ownership.objects.get(contact=secret)
    row.share = Decimal(30)
    row.save()
    assert (
        undo(change=change, by=colleague).told == "Le compte a retrouvé ses propriétaires d’avant."
    )
    assert owned(account) == [("Moreau", "full", Decimal(50)), ("Zola", "full", Decimal(30))]


def test_what_changed_since_it_was_shown_is_not_written(person, hold, adviser, colleague):
    anne, luc, zoe = person("Moreau"), person("Castaing"), person("Zola")
    account, owners = hold("A", "10.00", anne), [Owner(luc)]
    plan = plan_owner_change(accounts=[account.pk], owners=owners, by=adviser)
    change_owners(account=account, owners=[Owner(zoe)], version=0, by=colleague)
    with pytest.raises(PlanChanged):
        change_owners_of_accounts(
            accounts=[account.pk], owners=owners, token=plan.token, by=adviser
        )
    other = plan_owner_change(accounts=[account.pk], owners=[Owner(anne)], by=adviser)
    with pytest.raises(PlanChanged):
        change_owners_of_accounts(
            accounts=[account.pk], owners=owners, token=other.token, by=adviser
        )
    assert owned(account) == [("Zola", "full", None)]
    assert not Change.objects.filter(kind="owners").exists()


def test_more_than_one_change_takes_is_refused(person, hold, adviser, monkeypatch):
    monkeypatch.setattr(owner_change, "AT_ONCE", 1)
    anne, luc = person("Moreau"), person("Castaing")
    accounts = keys(hold("A", "1.00", anne), hold("B", "1.00", anne))
    with pytest.raises(TooManyAccounts, match="Au plus 1 compte"):
        plan_owner_change(accounts=accounts, owners=[Owner(luc)], by=adviser)


def test_the_statements_are_the_same_for_any_number(person, hold, adviser):
    anne, luc, chais = person("Moreau"), person("Castaing"), person("Chais")
    counts = []
    for number in (1, 10):
        accounts = keys(*(hold(f"{number}-{at}", "1.00", anne, luc) for at in range(number)))
        with CaptureQueriesContext(connection) as changing:
            change = change_now(accounts, [Owner(chais)], adviser)
        with CaptureQueriesContext(connection) as undoing:
            undo(change=change, by=adviser)
        counts.append((len(changing), len(undoing)))
    assert counts[0] == counts[1]


def test_an_account_that_somebody_changed_since_stays(person, hold, adviser, colleague):
    anne, luc, chais = person("Moreau"), person("Castaing"), person("Chais")
    accounts = [hold(number, "100.00", anne) for number in "ABC"]
    change = change_now(keys(*accounts), [Owner(chais)], adviser)
    moved = Account.objects.get(number="B")
    halves = [Owner(chais, share=Decimal(50)), Owner(luc)]
    change_owners(
        account=moved, owners=halves, version=version_seen_by(moved, colleague), by=colleague
    )
    undone = undo(change=change, by=adviser)
    assert undone.told == (
        "2 comptes ont retrouvé leurs propriétaires d’avant. 1 modifié depuis reste tel quel."
    )
    assert [len(owned(account)) for account in accounts] == [1, 2, 1]
    assert [total(one) for one in (anne, luc, chais)] == [200, 50, 50]
    with pytest.raises(CannotUndo):
        undo(change=change, by=adviser)


def test_an_account_whose_owner_of_before_is_gone_stays(person, hold, adviser, deleted):
    anne, chais = person("Moreau"), person("Chais")
    change = change_now(keys(hold("A", "1.00", anne)), [Owner(chais)], adviser)
    deleted(anne)
    with pytest.raises(CannotUndo):
        undo(change=change, by=adviser)
    assert owned(Account.objects.get()) == [("Chais", "full", None)]


@pytest.fixture
def deleted(adviser):
    return lambda contact: (
        QuerySet(Contact)
        .filter(pk=contact.pk)
        .update(deleted_at="2026-11-29T12:00Z", deleted_by=adviser)
    )


@pytest.mark.security(7, 12, 60)
def test_a_share_of_a_folder_hidden_since_stays_and_is_not_told(person, hold, adviser, colleague):
    anne, luc, chais = person("Moreau"), person("Castaing"), person("Chais")
    accounts = [hold("A", "100.00", anne, luc), hold("B", "100.00", luc)]
    change = change_now(
        keys(*accounts), [Owner(chais), Owner(anne, Right.BARE, Decimal(10))], colleague
    )
    hide(luc)
    undone = undo(change=change, by=colleague)
    assert undone.told == f"{ONE_BACK} 1 modifié depuis reste tel quel."
    assert owned(accounts[0]) == [("Moreau", "full", Decimal(50))]
    assert owned(accounts[1]) == [("Chais", "full", Decimal(90)), ("Moreau", "bare", Decimal(10))]


def test_a_change_of_owners_that_breaks_off_changes_nothing(person, hold, adviser):
    anne, luc, chais = person("Moreau"), person("Castaing"), person("Chais")
    accounts = keys(hold("A", "1000.00", anne), hold("B", "10.00", luc, anne))
    owners = [Owner(anne, share=Decimal(60)), Owner(chais)]
    assert break_everywhere(lambda: change_now(accounts, owners, adviser)) > 8
    assert len(Ownership.objects.all()) == 4
    change = Change.objects.get(kind="owners")
    assert break_everywhere(lambda: undo(change=change, by=adviser)) > 8
    assert len(Ownership.objects.all()) == 3


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_leave_one_change(person, hold, adviser, colleague):
    anne, luc, zoe = person("Moreau"), person("Castaing"), person("Zola")
    accounts = keys(hold("A", "100.00", anne), hold("B", "50.00", anne, luc))
    tokens = {
        owner.pk: plan_owner_change(accounts=accounts, owners=[Owner(owner)], by=by).token
        for owner, by in ((luc, adviser), (zoe, colleague))
    }

    def change(user, owner):
        try:
            change_owners_of_accounts(
                accounts=accounts, owners=[Owner(owner)], token=tokens[owner.pk], by=user
            )
        except PlanChanged:
            return "shown again"
        finally:
            connection.close()
        return owner.name

    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(change, [adviser, colleague], [luc, zoe]))
    assert ends.count("shown again") == 1
    (winner,) = [end for end in ends if end != "shown again"]
    assert {row.contact.name for row in Ownership.objects.all()} == {winner}
    assert sum(total(one) for one in (anne, luc, zoe)) == Decimal(150)
