"""What the plan of new owners, and its undo, ask of the rule themselves."""

from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from accounts.actions.accounts import Owner
from accounts.actions.owner_change import plan_owner_change
from accounts.models import Ownership
from accounts.queries.owner_change import numbers, shown_changes
from contacts.actions.undoing import undo
from contacts.errors import CannotUndo
from contacts.queries.changes import changes_known_to
from contacts.rights import CHANGE_OTHERS
from tests.accounts.test_owner_change import ONE_BACK, change_now, hide, keys
from tests.accounts.test_owners import owned

pytestmark = pytest.mark.django_db


@pytest.mark.security(7, 27)
def test_what_is_shown_of_a_plan_asks_the_rule_itself(person, hold, adviser, colleague):
    """Of a plan that somebody made who sees more."""
    anne, luc, chais = person("Moreau"), person("Castaing"), person("Chais")
    accounts = [hold("A", "100.00", anne, luc), hold("B", "100.00", luc)]
    hide(luc)
    plan = plan_owner_change(accounts=keys(*accounts), owners=[Owner(chais)], by=adviser)
    for user, shown in (
        (colleague, [("A", [anne])]),
        (adviser, [("A", [anne, luc]), ("B", [luc])]),
    ):
        lines = shown_changes(plan, user, at_most=9)
        named = [(line.account.number, [owner.contact for owner in line.before]) for line in lines]
        assert named == shown
        assert numbers(plan.accounts, user, at_most=9) == [number for number, _owners in shown]


@pytest.mark.security(7, 12, 27)
def test_an_account_that_one_sees_no_more_stays(person, hold, adviser, colleague):
    """Its owner of before would come back beside whoever owns it, and nothing tells of it."""
    anne, chais, luc = person("Moreau"), person("Chais"), person("Castaing")
    accounts = [hold("A", "100.00", anne), hold("B", "100.00", anne)]
    change = change_now(keys(*accounts), [Owner(chais)], colleague)
    assert changes_known_to(colleague, [change.kind]).exists()
    hide(chais)
    assert not changes_known_to(colleague, [change.kind]).exists()
    with pytest.raises(CannotUndo):
        undo(change=change, by=colleague)
    assert [owned(account) for account in accounts] == [[("Chais", "full", None)]] * 2
    # One of them is seen again.
    luc_of_first = Ownership(account=accounts[0], contact=luc, share=Decimal(10))
    QuerySet(Ownership).bulk_create([luc_of_first])
    assert undo(change=change, by=colleague).told == ONE_BACK
    assert owned(accounts[1]) == [("Chais", "full", None)]


@pytest.mark.security(7, 12)
def test_an_account_stays_where_a_hidden_owner_alone_would_keep_it(
    person, hold, adviser, colleague
):
    anne, chais = person("Moreau"), person("Chais")
    account = hold("A", "100.00", anne)
    halves = [Owner(owner, share=Decimal(50)) for owner in (anne, chais)]
    change = change_now([account.pk], halves, colleague)
    hide(anne)
    before = owned(account)
    with pytest.raises(CannotUndo):
        undo(change=change, by=colleague)
    assert owned(account) == before
    assert len(before) == 2


@pytest.mark.security(22, 27)
def test_an_owner_whom_one_may_not_change_any_more_stays(person, hold, adviser, colleague):
    anne, chais = person("Moreau"), person("Chais", by=colleague)
    account = hold("A", "100.00", anne)
    change = change_now([account.pk], [Owner(chais)], colleague)
    right = Permission.objects.get(codename=CHANGE_OTHERS.split(".")[1])
    colleague.groups.get().permissions.remove(right)
    with pytest.raises(CannotUndo):
        undo(change=change, by=get_user_model().objects.get(pk=colleague.pk))
    assert owned(account) == [("Chais", "full", None)]
