"""The catalogue of what a client declares, each field described as those of a contact are."""

from collections.abc import Sequence
from typing import Any

from contacts.fields import Field, describe
from look.layout import HALF
from text.validators import above_zero, not_in_future
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property


def _of(model: Any, path: str, *names: str, **attributes: Any) -> list[Field]:
    return [Field(model, name, path=f"{path}__{name}", **attributes) for name in names]


PROPERTY: Sequence[Field] = [
    *_of(Property, "properties", "kind", "label", width=HALF),
    *_of(Property, "properties", "holder", "right"),
    *_of(Property, "properties", "share", own_checks=(above_zero,)),
    *_of(Property, "properties", "value", "outstanding", "annual_rent"),
]
ASSET: Sequence[Field] = [
    *_of(DeclaredAsset, "declared_assets", "kind", "institution", width=HALF),
    *_of(DeclaredAsset, "declared_assets", "holder"),
    *_of(DeclaredAsset, "declared_assets", "opened_on", own_checks=(not_in_future,)),
    *_of(DeclaredAsset, "declared_assets", "value"),
    *_of(DeclaredAsset, "declared_assets", "account", width=HALF),
]
DEBT: Sequence[Field] = [
    *_of(Debt, "debts", "kind", "lender", width=HALF),
    *_of(Debt, "debts", "outstanding", "monthly_payment", "rate", "ends_on"),
]
INCOME: Sequence[Field] = _of(Income, "incomes", "kind", "annual_amount", width=HALF)
EXPENSE: Sequence[Field] = _of(Expense, "expenses", "kind", "annual_amount", width=HALF)

FIELDS: Sequence[Field] = [*PROPERTY, *ASSET, *DEBT, *INCOME, *EXPENSE]
describe(FIELDS)
