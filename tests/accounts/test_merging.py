"""The accounts of a contact that is merged: moved, and added where both own."""

from decimal import Decimal

import pytest

from accounts.actions.accounts import Owner
from accounts.enums import Right
from accounts.models import Account, Ownership
from accounts.queries.ownerships import shares_of_accounts
from contacts.actions.merging import merge, plan_merge
from contacts.models import Contact

pytestmark = pytest.mark.django_db


@pytest.fixture
def merge_now(adviser):
    def merge_now(source, target):
        shown = plan_merge(source=source, target=target, by=adviser).digest
        return merge(source=source, target=target, shown=shown, by=adviser)

    return merge_now


def owned(contact):
    rows = Ownership.objects.filter(contact=contact).order_by("account__number", "right")
    return list(rows.values_list("account__number", "right", "share"))


def test_accounts_move_and_figures_follow(person, hold, merge_now):
    source, target = person("A"), person("B")
    hold("AV-1", "1000.00", source)
    hold("AV-2", "500.00", target)
    merge_now(source, target)
    assert owned(target) == [("AV-1", "full", None), ("AV-2", "full", None)]
    target = Contact.objects.get(pk=target.pk)
    assert (target.figures.total_value, target.figures.account_count) == (Decimal("1500.00"), 2)
    source = Contact.deleted.get(pk=source.pk)
    assert (source.figures.total_value, source.figures.account_count) == (Decimal(0), 0)


@pytest.mark.parametrize(
    ("mine", "theirs", "others", "together"),
    [
        ("50", "50", [], Decimal(100)),
        ("30.5", "20", ["49.5"], Decimal("50.5")),
        (None, None, [], Decimal(100)),
        (None, "30", [], Decimal(100)),
        # Somebody else's blank share keeps its third.
        (None, None, [None], Decimal("66.6666")),
    ],
)
def test_shares_of_one_right_are_added(person, hold, merge_now, mine, theirs, others, together):
    source, target = person("A"), person("B")
    held = [(source, mine), (target, theirs)]
    held += [(person(f"C{place}"), share) for place, share in enumerate(others)]
    owners = [Owner(one, share=share and Decimal(share)) for one, share in held]
    account = hold("AV-1", "1000.00", *owners)
    before = shares_of_accounts([account.pk])[account.pk]
    merge_now(source, target)
    assert owned(source) == []
    assert owned(target) == [("AV-1", "full", together)]
    after = shares_of_accounts([account.pk])[account.pk]
    of = {claim.owner: share for claim, share in after.items()}
    was = sum(share for claim, share in before.items() if claim.owner in {source.pk, target.pk})
    assert of[target.pk] <= was
    assert was - of[target.pk] < Decimal("0.0001")
    row = Ownership.history.filter(contact=source).first()
    assert (row.history_type, row.history_change_reason) == ("-", "Fusion de deux contacts")


def test_rights_of_different_kinds_stand_side_by_side(person, hold, merge_now):
    source, target = person("A"), person("B")
    hold("AV-1", "1000.00", Owner(source, Right.BARE), Owner(target, Right.USUFRUCT))
    merge_now(source, target)
    assert owned(target) == [
        ("AV-1", "bare", Decimal(100)),
        ("AV-1", "usufruct", Decimal(100)),
    ]


def test_plan_counts_accounts_and_says_what_is_added(person, hold, adviser):
    source, target = person("A"), person("B")
    hold("AV-1", None, Owner(source, share=Decimal("50.00")), Owner(target, share=Decimal(50)))
    hold("AV-2", None, source)
    (row,) = plan_merge(source=source, target=target, by=adviser).rows
    assert (row.label, row.source, row.target, row.result) == ("Comptes", 2, 1, 2)
    assert row.note == "AV-1 aux deux\u202f: les parts s’ajoutent, 50\u202f% et 50\u202f%"


def test_accounts_that_the_night_alone_has_seen_move_without_being_counted(
    person, product, adviser, merge_now
):
    source, target = person("A"), person("B")
    account = Account(product=product, number="AV-9", is_provisional=True)
    account.save()
    account.ownerships.create(contact=source)
    assert plan_merge(source=source, target=target, by=adviser).rows == []
    merge_now(source, target)
    assert owned(target) == [("AV-9", "full", None)]
