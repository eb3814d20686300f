"""Each part once: whose is what is declared, and what is owed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wealth.enums import DebtKind, Holder, PropertyKind
from wealth.queries.parts import Loan, Parts, debts, parts

amounts = st.decimals(min_value=0, max_value=10**9, places=2)
shares = st.none() | st.decimals(min_value=Decimal("0.01"), max_value=100, places=2)
holders = st.sampled_from(Holder.values)


@st.composite
def properties(draw):
    owed = draw(amounts)
    by_spouse = draw(st.booleans())
    held = parts(owed, draw(holders), by_spouse=by_spouse)
    return Loan(by_spouse, draw(st.sampled_from(PropertyKind.values)), owed, held)


loans = st.builds(Loan, st.booleans(), st.sampled_from(DebtKind.values), amounts)


@pytest.mark.parametrize(
    ("holder", "share", "contact", "spouse"),
    [
        ("TIT", None, "100.01", "0"),
        ("TIT", "25", "25.00", "0"),
        ("SOC", None, "100.01", "0"),
        ("CJT", None, "0", "100.01"),
        ("CJT", "50", "0", "50.01"),
        ("COMM", None, "50.01", "50.00"),
        ("COMM", "50", "25.01", "25.00"),
        ("INDIV", None, "50.01", "50.00"),
        ("INDIV", "30", "30.00", "0"),
    ],
)
def test_holder_and_share_say_whose_it_is(holder, share, contact, spouse):
    share = None if share is None else Decimal(share)
    found = parts(Decimal("100.01"), holder, share=share)
    assert found == Parts(Decimal(contact), Decimal(spouse))
    swapped = parts(Decimal("100.01"), holder, share=share, by_spouse=True)
    assert swapped == Parts(Decimal(spouse), Decimal(contact))


@given(amounts, holders, shares, st.booleans())
def test_parts_are_what_is_held_and_no_cent_more(value, holder, share, by_spouse):
    found = parts(value, holder, share=share, by_spouse=by_spouse)
    assert found.contact >= 0 <= found.spouse
    held = value * (100 if share is None else share) / 100
    assert abs(found.couple - held) <= Decimal("0.005")


def owed(on_property=(), declared=()):
    """Return what the couple owes: (kind, amount) of properties and of Passif."""
    held = [
        Loan(False, kind, Decimal(amount), Parts(Decimal(amount))) for kind, amount in on_property
    ]
    rows = [Loan(False, kind, Decimal(amount)) for kind, amount in declared]
    return debts(held, rows).couple


@pytest.mark.parametrize(
    ("on_property", "declared", "counted"),
    [
        ([("RP", 200)], [("IMMO_RP", 200)], 200),
        ([("RP", 200)], [("IMMO_RP", 250)], 250),
        ([("RP", 200)], [("IMMO_RP", 150)], 200),
        ([("RP", 200)], [], 200),
        ([], [("IMMO_RP", 200)], 200),
        # A loan for let property pays for no main home.
        ([("RP", 200)], [("IMMO_LOC", 150)], 350),
        ([("LMNP", 100), ("LOC_NUE", 50)], [("IMMO_LOC", 90), ("INFINE", 80)], 170),
        ([("RP", 200), ("LMNP", 100)], [("IMMO_RP", 200), ("CONSO", 10), ("FAM", 5)], 315),
    ],
)
def test_debt_declared_twice_counts_once(on_property, declared, counted):
    assert owed(on_property, declared) == counted


def test_community_loan_of_both_places_is_owed_once_by_both():
    """The property says who owes; Passif, in one folder, adds nothing."""
    home = Loan(False, "RP", Decimal(200), parts(Decimal(200), "COMM"))
    same = Loan(True, "IMMO_RP", Decimal(200))
    assert debts([home], [same]) == Parts(Decimal(100), Decimal(100))


def test_what_passif_says_more_is_owed_by_the_folders_that_say_it():
    home = Loan(False, "RP", Decimal(100), parts(Decimal(100), "TIT"))
    rows = [Loan(False, "IMMO_RP", Decimal(90)), Loan(True, "IMMO_RP", Decimal(30))]
    assert debts([home], rows) == Parts(Decimal(115), Decimal(5))


@given(st.lists(properties(), max_size=5), st.lists(loans, max_size=5))
def test_debts_are_no_less_than_either_place_says_and_no_more_than_both(held, rows):
    found = debts(held, rows)
    first = sum((loan.owed for loan in held), Decimal(0))
    second = sum((loan.owed for loan in rows), Decimal(0))
    assert max(first, second) <= found.couple <= first + second
    assert found.contact >= 0 <= found.spouse


@given(st.lists(properties(), max_size=5), st.lists(loans, max_size=5))
def test_couple_owes_the_same_from_either_folder(held, rows):
    there = [Loan(not x.is_of_spouse, x.kind, x.owed, x.parts.swapped()) for x in held]
    others = [Loan(not x.is_of_spouse, x.kind, x.owed) for x in rows]
    here, seen = debts(held, rows), debts(there, others).swapped()
    assert here.couple == seen.couple
    # Two groups of loans, each to the cent.
    assert abs(here.contact - seen.contact) <= Decimal("0.02")
