"""An account that took another number: files reach it under the new one and under the old one."""

from decimal import Decimal

import pytest

from accounts.models import Account
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.enums import Action
from alerts.models import DetectedAccount
from contacts.actions.contacts import create
from contacts.models import Category, Contact, PersonDetails
from tests.imports.conftest import LINE

pytestmark = pytest.mark.django_db


def at(number, date, value):
    return LINE | {"number": number, "situation_on": date, "value": value}


@pytest.fixture
def renumbered(night, put, adviser):
    """Import AV-1, add it, import AV-2, and link it to AV-1."""
    details = PersonDetails(last_name="Moreau", first_name="Anne")
    anne = create(
        contact=Contact(category=Category.objects.get(name="Clients")), details=details, by=adviser
    )
    put("a.csv", at("AV-1", "30/09/2026", "100"))
    night()
    one = DetectedAccount.objects.get()
    added = AccountDecision(one.pk, one.version, Action.ADD, owner_id=anne.pk)
    treat_accounts(decisions=[added], by=adviser)
    put("b.csv", at("AV-2", "30/10/2026", "200"))
    night()
    two = DetectedAccount.objects.get(state="pending")
    linked = AccountDecision(two.pk, two.version, Action.LINK, account_id=one.account_id)
    treat_accounts(decisions=[linked], by=adviser)
    return one.account


def values(account):
    return list(account.valuations.order_by("date").values_list("value", flat=True))


@pytest.mark.parametrize("number", ["AV-1", "AV-2"])
def test_the_next_file_reaches_it_under_either_number(night, put, renumbered, number):
    put("c.csv", at(number, "20/11/2026", "300"))
    assert night()[0] == 0
    assert values(renumbered) == [Decimal(100), Decimal(200), Decimal(300)]
    renumbered.refresh_from_db()
    assert (renumbered.number, renumbered.last_value) == ("AV-2", Decimal(300))
    assert not DetectedAccount.objects.filter(state="pending").exists()
    assert Account.objects.count() == 1


def test_of_both_numbers_in_one_file_the_present_one_is_read(night, put, renumbered):
    put("c.csv", at("AV-1", "20/11/2026", "1"), at("AV-2", "20/11/2026", "300"))
    assert night()[0] == 0
    assert values(renumbered) == [Decimal(100), Decimal(200), Decimal(300)]
