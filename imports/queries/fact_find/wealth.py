"""What is declared in this folder to be owned, owed, earned and spent.

What the spouse's folder declares stays there but for their income, which has its own column:
a row comes back to the folder where it was declared.
"""

from collections.abc import Mapping
from typing import Any

from imports.queries.fact_find import codes
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.lines import Columns, Lines, lines_of
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

_PROPERTY: Columns = {
    "kind": "kind",
    "label": "label",
    "holder": "holder",
    "right": lambda row: codes.said(codes.RIGHTS, row.right),
    "value": "value",
    "outstanding": "outstanding",
    "rent": "annual_rent",
}
_ASSET = {
    "kind": "kind",
    "institution": "institution",
    "holder": "holder",
    "opened": "opened_on",
    "value": "value",
}
_DEBT = {
    "kind": "kind",
    "lender": "lender",
    "outstanding": "outstanding",
    "payment": "monthly_payment",
    "rate": "rate",
    "end": "ends_on",
}
PROPERTIES, ASSETS, ASSETS_OF_ORGANISATION, DEBTS = 5, 8, 4, 4


def properties(folder: Folder) -> Lines:
    rows = folder.rows(Property)
    return lines_of("property", rows, PROPERTIES, _PROPERTY)


def assets(folder: Folder) -> Lines:
    rows = folder.rows(DeclaredAsset)
    room = ASSETS if folder.contact.is_person else ASSETS_OF_ORGANISATION
    return lines_of("asset", rows, room, _ASSET)


def debts(folder: Folder) -> Lines:
    return lines_of("debt", folder.rows(Debt), DEBTS, _DEBT)


def budget(folder: Folder) -> Mapping[str, Any]:
    rows = folder.rows(Income, folder.couple)
    incomes = {
        f"income.{row.kind}.{'contact' if row.contact_id == folder.contact.pk else 'spouse'}": row
        for row in rows
    }
    expenses = folder.rows(Expense)
    said = incomes | {f"expense.{row.kind}": row for row in expenses}
    return {target: row.annual_amount for target, row in said.items()} | _tax(folder)


def _tax(folder: Folder) -> dict[str, Any]:
    row = folder.contact.person
    rate = row.income_tax_rate
    return {
        "tax.reference_income": row.reference_tax_income,
        "tax.shares": row.tax_shares,
        "tax.marginal_rate": "" if rate is None else f"{rate.normalize():f}",
        "tax.wealth_tax": codes.said(codes.YES_NO, row.pays_wealth_tax),
        "tax.monthly_saving": row.monthly_saving,
    }
