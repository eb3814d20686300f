"""An account that took another number: files reach it under the new one and under the old one."""

import csv
from decimal import Decimal

import pytest

from accounts.models import Account
from alerts.actions.accounts import AccountDecision, treat_accounts
from alerts.enums import Action
from alerts.models import DetectedAccount
from contacts.models import Contact
from imports.records import HEADERS
from tests.factories import PersonFactory
from tests.imports.conftest import LINE

pytestmark = pytest.mark.django_db


def at(number, date, value):
    return LINE | {"number": number, "situation_on": date, "value": value}


@pytest.fixture
def renumbered(night, put, adviser):
    """Import AV-1, add it, import AV-2, and link it to AV-1."""
    anne = PersonFactory(by=adviser, last_name="Moreau", first_name="Anne")
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


@pytest.fixture
def twice(night, put, renumbered, adviser):
    """Number it anew once more: it is AV-3 after AV-2 and AV-1."""
    put("t.csv", at("AV-3", "05/11/2026", "250"))
    night()
    line = DetectedAccount.objects.get(state="pending")
    linked = AccountDecision(line.pk, line.version, Action.LINK, account_id=renumbered.pk)
    treat_accounts(decisions=[linked], by=adviser)
    return renumbered


def set_aside(inbox):
    """Return code, column and number of each line set aside."""
    (path,) = inbox.rglob("*.rejets.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    return [(row["code"], row[HEADERS["number"]]) for row in rows]


def test_dates_under_all_its_numbers_in_one_file_go_in(night, put, twice):
    put(
        "c.csv",
        at("AV-1", "18/11/2026", "1"),
        at("AV-2", "19/11/2026", "2"),
        at("AV-3", "20/11/2026", "3"),
    )
    assert night()[0] == 0
    assert values(twice)[-3:] == [Decimal(1), Decimal(2), Decimal(3)]
    assert Account.objects.count() == 1
    assert Contact.objects.get().figures.total_value == Decimal(3)


def test_the_same_worth_under_two_numbers_counts_once(night, put, twice):
    put("c.csv", at("AV-1", "20/11/2026", "300"), at("AV-2", "20/11/2026", "300"))
    assert night()[0] == 0
    assert values(twice)[-1] == Decimal(300)


@pytest.mark.parametrize(("older", "newer"), [("AV-1", "AV-2"), ("AV-1", "AV-3"), ("AV-2", "AV-3")])
@pytest.mark.parametrize("order", [1, -1])
def test_another_worth_under_the_older_number_is_set_aside(
    night, put, twice, inbox, older, newer, order
):
    lines = [at(older, "20/11/2026", "1"), at(newer, "20/11/2026", "300")]
    put("c.csv", *lines[::order])
    assert night()[0] == 1
    assert values(twice)[-2:] == [Decimal(250), Decimal(300)]
    assert set_aside(inbox) == [("R_DUP_KEY_DIFFERENT", older)]
