"""The migration that writes the number of each blank share that stands beside others."""

from decimal import Decimal
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection

from accounts.models import Account, Ownership
from accounts.queries.shares import FINEST, Claim, shares, stated

MIGRATION = import_module("accounts.migrations.0008_state_the_shares_of_several_owners")


@pytest.mark.security(60)
@pytest.mark.parametrize(
    "owned",
    [
        [("full", None)],
        [("full", "50")],
        [("full", None), ("full", None)],
        [("full", None), ("full", None), ("full", None)],
        [("full", "33.3333"), ("full", None)],
        [("usufruct", None), ("bare", None), ("bare", None)],
        [("full", None), ("usufruct", "25"), ("bare", "12.5"), ("bare", None)],
        [("full", "40"), ("usufruct", None), ("bare", "10"), ("bare", None)],
        # Through a hidden owner: nothing was left, and nothing is given.
        [("full", "100"), ("full", None)],
    ],
)
def test_blank_shares_are_stated_as_they_stood(person, product, adviser, owned):
    account = Account(product=product, number="A", last_value=None)
    account.save()
    rows = [
        Ownership(account=account, contact=person(f"N{place}"), right=right, share=share)
        for place, (right, share) in enumerate(owned)
    ]
    for row in rows:
        row.save()
    claims = [
        Claim(row.contact_id, row.right, share and Decimal(share))
        for row, (_, share) in zip(rows, owned, strict=True)
    ]
    found = shares(claims)
    MIGRATION.state_blank_shares(None, SimpleNamespace(connection=connection))
    expected = [
        claim.share if claim.share or len(claims) == 1 else max(stated(found[claim]), FINEST)
        for claim in claims
    ]
    assert list(Ownership.objects.order_by("pk").values_list("share", flat=True)) == expected
    told = Ownership.history.filter(history_type="~").order_by("id").values_list("id", "share")
    changed = [
        (row.pk, share)
        for row, claim, share in zip(rows, claims, expected, strict=True)
        if claim.share != share
    ]
    assert list(told) == changed
