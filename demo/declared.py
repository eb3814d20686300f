"""What some of the demo's clients declare: property, savings, loans, incomes and expenses."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from contacts.enums import Kind, MaritalStatus
from demo import drafts
from demo.drafts import SEED, Draft, chance
from demo.wealth import Held
from persistence.models import save_as
from users.models import User
from wealth.enums import AssetKind, DebtKind, ExpenseKind, Holder, IncomeKind, PropertyKind
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

# One of each home declares; so many homes do.
HOMES = 40
LENDERS = ("Crédit du Ponant", "Banque Tolbiac", "Caisse du Littoral")
LET = (PropertyKind.UNFURNISHED_LET, PropertyKind.FURNISHED_LET)
SAVINGS = {
    AssetKind.LIVRET_A: (2_000, 22_950),
    AssetKind.LDDS: (1_000, 12_000),
    AssetKind.HOME_SAVINGS: (5_000, 61_000),
    AssetKind.EMPLOYEE_SAVINGS: (3_000, 80_000),
}


def declare_all(written: Held, users: dict[str, User]) -> None:
    """Write what the first of each home declares, for the first homes that are clients."""
    random = Random(SEED + 7)  # noqa: S311 - the same firm every time is the point
    declaring: dict[int, tuple[Draft, Any]] = {}
    for draft, contact in written:
        if draft.kind == Kind.PERSON and draft.category == drafts.CLIENTS and not draft.deleted:
            declaring.setdefault(id(draft.home), (draft, contact))
    for draft, contact in list(declaring.values())[:HOMES]:
        is_couple = draft.details.get("marital_status") == MaritalStatus.MARRIED
        by = users[draft.home.team["lead_adviser"] or ""]
        for row in _rows(random, draft, is_couple=is_couple):
            row.contact = contact
            save_as(row, by)


def _rows(random: Random, draft: Draft, *, is_couple: bool) -> Iterator[Any]:
    ours = Holder.COMMUNITY if is_couple else Holder.CONTACT
    town = draft.home.town.name
    if chance(random, 70):
        yield from _home(random, town, ours)
    if chance(random, 35):
        value = _euros(random, 90_000, 260_000)
        rent = (value * 45 / 1000).quantize(Decimal(1))
        kind = random.choice(LET)
        yield Property(kind=kind, label=f"Appartement, {town}", value=value, annual_rent=rent)
    if chance(random, 15):
        part = {"right": "bare", "holder": Holder.UNDIVIDED, "share": Decimal(50)}
        value = _euros(random, 150_000, 400_000)
        yield Property(
            kind=PropertyKind.SECOND_HOME, label="Maison des parents", value=value, **part
        )
    for saved in random.sample(list(SAVINGS), random.randint(0, 3)):
        value = _euros(random, *SAVINGS[saved])
        yield DeclaredAsset(kind=saved, institution=random.choice(LENDERS), value=value)
    if chance(random, 25):
        owed = {"outstanding": _euros(random, 3_000, 18_000), "monthly_payment": Decimal(280)}
        yield Debt(kind=DebtKind.CONSUMER, lender=random.choice(LENDERS), **owed)
    yield from _budget(random)


def _home(random: Random, town: str, holder: Holder) -> Iterator[Any]:
    home = Property(kind=PropertyKind.MAIN_HOME, label=f"Maison, {town}", holder=holder)
    home.value = _euros(random, 220_000, 780_000)
    if chance(random, 50):
        # Said in both places, as clients do: it counts once.
        home.outstanding = _euros(random, 30_000, 190_000)
        yield Debt(
            kind=DebtKind.MAIN_HOME,
            lender=random.choice(LENDERS),
            outstanding=home.outstanding,
            monthly_payment=_euros(random, 700, 1_900),
            rate=Decimal(random.randint(90, 390)) / 100,
            ends_on=date(random.randint(2029, 2045), random.randint(1, 12), 5),
        )
    yield home


def _budget(random: Random) -> Iterator[Any]:
    kind = IncomeKind.SALARIES if chance(random, 60) else IncomeKind.PENSIONS
    amount = _euros(random, 24_000, 140_000)
    yield Income(kind=kind, annual_amount=amount)
    yield Expense(kind=ExpenseKind.TAXES, annual_amount=(amount / 8).quantize(Decimal(1)))
    yield Expense(kind=ExpenseKind.CURRENT, annual_amount=(amount / 3).quantize(Decimal(1)))


def _euros(random: Random, low: int, high: int) -> Decimal:
    """Draw a round amount, as people declare."""
    return Decimal(random.randint(low // 100, high // 100) * 100)
