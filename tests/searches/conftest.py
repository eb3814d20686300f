"""Searches that somebody keeps, and accounts with what was valued last."""

import datetime as dt

import pytest
from django.db.models import QuerySet

from accounts.models import Account, Custodian, Ownership, Product
from searches.actions import keeping
from searches.actions.searches import ask
from tests.searches.pages import stored


@pytest.fixture
def keep(adviser):
    def keep(name, *conditions, by=adviser, reach="private", readers=(), on="contacts"):
        asked = ask(stored=stored(*conditions, on=on), by=by)
        return keeping.keep(search=asked, name=name, reach=reach, readers=readers, by=by)

    return keep


@pytest.fixture
def product(db):
    custodian = Custodian.objects.create(code="A", name="Assurvia")
    return Product.objects.create(custodian=custodian, code="V", name="Vie")


@pytest.fixture
def valued(product):
    """Open an account worth something: `valued("A-1", anne, value=12)`."""

    def valued(number, *owners, value=None, currency="EUR", **known):
        [account] = QuerySet(Account).bulk_create(
            [
                Account(
                    **{"product": product, "number": number} | known,
                    last_value=value,
                    last_valued_on=None if value is None else dt.date(2026, 10, 30),
                    last_currency=currency,
                )
            ]
        )
        QuerySet(Ownership).bulk_create(
            [Ownership(account=account, contact=owner) for owner in owners]
        )
        return account

    return valued
