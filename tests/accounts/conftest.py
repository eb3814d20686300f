"""People, products and accounts of these tests."""

import datetime as dt
from decimal import Decimal

import pytest

from accounts.actions.accounts import Owner, open_account
from accounts.actions.valuations import add_valuation
from accounts.models import Account, Custodian, Product

NOVEMBER = dt.date(2026, 11, 23)


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
            add_valuation(account=account, date=date, value=Decimal(value), by=adviser)
        return account

    return hold
