"""Figures by the thousand are those that one change writes."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from accounts.actions import bulk_totals
from accounts.actions.totals import refresh
from accounts.enums import Right
from accounts.models import Account, Custodian, Ownership, Product
from contacts.models import ContactFigures
from persistence import bulk_history
from tests.factories import PersonFactory
from users.models import User

shares = st.none() | st.sampled_from(["100", "50", "33.3333", "0.0001"]).map(Decimal)
owned = st.dictionaries(
    st.tuples(st.integers(0, 3), st.sampled_from(Right.values)), shares, max_size=4
)
# Three thirds as they can be stated are not quite the whole.
THIRDS = {(at, Right.FULL): Decimal("33.3333") for at in range(3)}
HALVES = {(at, Right.FULL): Decimal(50) for at in (1, 0)}
worth = st.none() | st.decimals("-9999999.99", "9999999.99", places=2)
accounts = st.tuples(
    worth,
    owned,
    st.sampled_from(["EUR", "EUR", "USD", "CHF"]),
    st.sampled_from(["", "", "closed", "new"]),
)


def kept():
    return list(ContactFigures.objects.order_by("pk").values())


@pytest.mark.django_db
def test_figures_in_bulk_are_those_of_one_change(adviser):
    people = [PersonFactory(by=adviser, last_name="A") for _ in range(4)]
    product = Product.objects.create(
        custodian=Custodian.objects.create(code="A", name="A"), code="A", name="A"
    )
    night = User.objects.night()

    @settings(max_examples=20, deadline=None, database=None)
    @given(st.lists(accounts, min_size=1, max_size=4))
    @example([(Decimal(100_000), THIRDS, "EUR", "")])
    @example([(Decimal(cents) / 100, HALVES, "EUR", "") for cents in (3, -3, 100_001)])
    def same(found):
        with transaction.atomic():
            for number, (value, owners, currency, state) in enumerate(found):
                account = Account(
                    product=product,
                    number=str(number),
                    last_currency=currency,
                    last_value=value,
                    last_valued_on=None if value is None else dt.date(2026, 10, number + 1),
                    closed_on=dt.date(2026, 1, 1) if state == "closed" else None,
                    is_provisional=state == "new",
                )
                account.save()
                rows = [
                    Ownership(account=account, contact=people[at], right=right, share=share)
                    for (at, right), share in owners.items()
                ]
                bulk_history.create(rows, by=night)
            ContactFigures.objects.update(total_value=7, account_count=9, other_totals={"USD": "1"})
            bulk_totals.refresh_owners_of("SELECT id FROM accounts_account")
            in_bulk = kept()
            owners = Ownership.objects.values_list("contact_id", flat=True)
            ContactFigures.objects.update(total_value=7, account_count=9)
            refresh(owners)
            assert in_bulk == kept()
            transaction.set_rollback(True)

    same()
