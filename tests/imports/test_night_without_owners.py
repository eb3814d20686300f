"""What the night does with accounts that nobody has in a list: kept, and no alert."""

import csv
import datetime as dt
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.actions.accounts import Owner, open_account
from accounts.actions.deletion import delete_account
from accounts.models import Account, Custodian, Product, Valuation
from alerts.models import DetectedAccount, DetectedClient
from contacts.models import Contact
from imports.records import HEADERS
from persistence.models import save_as
from tests.factories import PersonFactory

LINE = {
    "last_name": "MOREAU",
    "first_name": "Anne",
    "custodian_code": "ASV",
    "product_code": "HM",
    "number": "AV-1",
    "situation_on": "30/10/2026",
    "value": "1 400,82",
}


@pytest.fixture
def night(tmp_path):
    """Let a file of this one line in."""

    def night():
        (tmp_path / "assurvia").mkdir()
        with (tmp_path / "assurvia" / "a.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerows([HEADERS.values(), [LINE.get(field, "") for field in HEADERS]])
        call_command("import_feeds", f"--inbox={tmp_path}", "--settle=0")

    return night


@pytest.fixture
def opened(db):
    """Open the account of the line: `opened(adviser, is_private=True)`."""
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    product = Product.objects.create(custodian=custodian, code="HM", name="Horizon")

    def opened(by, **fields):
        contact = PersonFactory(by=by, last_name="Moreau", first_name="Anne", **fields)
        return open_account(
            account=Account(product=product, number="AV-1"), owners=[Owner(contact)], by=by
        )

    return opened


def values():
    return list(Valuation.objects.values_list("account_id", "date", "value"))


WORTH = (dt.date(2026, 10, 30), Decimal("1400.82"))


def test_account_whose_owner_was_deleted_is_valued_in_no_list(night, opened, adviser, sign_in):
    account = opened(adviser)
    owner = Contact.objects.get()
    owner.deleted_at, owner.deleted_by = dt.datetime(2026, 11, 1, tzinfo=dt.UTC), adviser
    save_as(owner, adviser)
    night()
    assert values() == [(account.pk, *WORTH)]
    assert not DetectedAccount.objects.exists()
    assert not DetectedClient.objects.exists()
    assert list(Account.objects.visible_to(adviser)) == []
    found = sign_in(adviser).get(reverse("search"), {"q": "AV-1"}).context["groups"]
    assert [group["entries"] for group in found] == [[] for _group in found]


def test_deleted_account_is_valued_without_an_alert(night, opened, adviser):
    account = delete_account(account=opened(adviser), by=adviser)
    night()
    assert values() == [(account.pk, *WORTH)]
    assert not DetectedAccount.objects.exists()
    assert Account.deleted.get() == account


def test_night_tells_nothing_of_a_private_folder_to_a_namesake(night, opened, adviser, colleague):
    secret = opened(adviser, is_private=True)
    opened(colleague)
    night()
    assert values() == [(secret.pk, *WORTH)]
