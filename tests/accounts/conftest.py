"""People, products and accounts of these tests."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.actions.accounts import Owner, open_account, value_account
from accounts.models import Account, Custodian, Product
from contacts.actions.contacts import create
from contacts.models import Category, Contact, PersonDetails

NOVEMBER = dt.date(2026, 11, 23)


@pytest.fixture
def person(adviser):
    """Add a person, led by the adviser unless said otherwise: `person("Moreau")`."""

    def person(last_name, by=None, **fields):
        contact = Contact(category=Category.objects.get(name="Clients"), **fields)
        details = PersonDetails(last_name=last_name, first_name="Anne")
        return create(contact=contact, details=details, by=by or adviser)

    return person


@pytest.fixture
def product(db):
    custodian = Custodian.objects.create(code="ASV", name="Assurvia")
    return Product.objects.create(
        custodian=custodian, code="HM", name="Horizon Multisupport", family="life_insurance"
    )


@pytest.fixture
def hold(adviser, product):
    """Open an account and value it: `hold("AV-1", "1000.00", Owner(anne))`."""

    def hold(number, value, *owners, date=NOVEMBER, of=None):
        owners = [owner if isinstance(owner, Owner) else Owner(owner) for owner in owners]
        account = open_account(
            account=Account(product=of or product, number=number), owners=owners, by=adviser
        )
        if value is not None:
            value_account(account=account, date=date, value=Decimal(value), by=adviser)
        return account

    return hold
