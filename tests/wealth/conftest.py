"""Rows of these tests, declared by the action that the screens call."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.actions.accounts import Owner, open_account
from accounts.actions.valuations import add_valuation
from accounts.models import Account, Custodian, Product
from contacts.actions.folder_rows import save_row
from contacts.models import Contact, Relationship
from wealth.models import Property

NOVEMBER = dt.date(2026, 11, 23)


@pytest.fixture
def declare(adviser):
    """Declare a row in a folder: `declare(anne, Income, kind="salaires", …)`."""

    def declare(contact, model=Property, **values):
        contact = Contact.objects.get(pk=contact.pk)
        row = model(contact=contact, **({"kind": "RP"} | values))
        save_row(row=row, version=contact.version, by=adviser)
        return row

    return declare


@pytest.fixture
def couple(person):
    """Make two who are married: `couple()`, `couple(is_private=True)` for the second."""

    def couple(**of_second):
        one = person("Moreau", "Anne", marital_status="married")
        other = person("Moreau", "Paul", marital_status="married", **of_second)
        Relationship(kind="spouse", contact=one, other_contact=other).save()
        return one, other

    return couple


@pytest.fixture
def product(db):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    return Product.objects.create(custodian=custodian, code="HM", name="Horizon")


@pytest.fixture
def hold(adviser, product):
    """Open an account and value it: `hold("AV-1", "1000.00", Owner(anne))`."""

    def hold(number, value, *owners, currency="EUR"):
        owners = [owner if isinstance(owner, Owner) else Owner(owner) for owner in owners]
        account = Account(product=product, number=number, currency=currency)
        account = open_account(account=account, owners=owners, by=adviser)
        add_valuation(account=account, date=NOVEMBER, value=Decimal(value), by=adviser)
        return account

    return hold
