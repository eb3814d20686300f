"""What is declared in this folder to be owned, owed, earned and spent.

What the spouse's folder declares stays there but for their income, which has its own column:
a row comes back to the folder where it was declared.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from accounts.enums import Right
from imports.queries.fact_find import codes
from imports.queries.fact_find.columns import Column, Columns, coded, read, yes_no
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.lines import Lines, lines_of
from wealth.enums import AssetKind, DebtKind, Holder, PropertyKind
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property


def _rate(rate: Decimal | None) -> str:
    """Return a rate as the list of the form calls it: 41."""
    return "" if rate is None else f"{rate.normalize():f}"


PROPERTY: Columns = {
    "kind": Column("kind", emptied=PropertyKind.OTHER),
    "label": Column("label"),
    "holder": Column("holder", emptied=Holder.CONTACT),
    "right": coded("right", codes.RIGHTS, emptied=Right.FULL),
    "value": Column("value"),
    "outstanding": Column("outstanding"),
    "rent": Column("annual_rent"),
}
ASSET: Columns = {
    "kind": Column("kind", emptied=AssetKind.OTHER),
    "institution": Column("institution"),
    "holder": Column("holder", emptied=Holder.CONTACT),
    "opened": Column("opened_on"),
    "value": Column("value"),
}
DEBT: Columns = {
    "kind": Column("kind", emptied=DebtKind.OTHER),
    "lender": Column("lender"),
    "outstanding": Column("outstanding"),
    "payment": Column("monthly_payment"),
    "rate": Column("rate"),
    "end": Column("ends_on"),
}
TAX: Columns = {
    "reference_income": Column("reference_tax_income"),
    "shares": Column("tax_shares"),
    "marginal_rate": Column("income_tax_rate", printed=_rate),
    "wealth_tax": yes_no("pays_wealth_tax"),
    "monthly_saving": Column("monthly_saving"),
}
PROPERTIES, ASSETS, ASSETS_OF_ORGANISATION, DEBTS = 5, 8, 4, 4


def properties(folder: Folder) -> Lines:
    rows = folder.rows(Property)
    return lines_of(folder, "property", rows, PROPERTIES, PROPERTY)


def assets(folder: Folder) -> Lines:
    rows = folder.rows(DeclaredAsset)
    room = ASSETS if folder.contact.is_person else ASSETS_OF_ORGANISATION
    return lines_of(folder, "asset", rows, room, ASSET)


def debts(folder: Folder) -> Lines:
    return lines_of(folder, "debt", folder.rows(Debt), DEBTS, DEBT)


def budget(folder: Folder) -> Mapping[str, Any]:
    rows = folder.rows(Income, folder.couple)
    incomes = {
        f"income.{row.kind}.{'contact' if row.contact_id == folder.contact.pk else 'spouse'}": row
        for row in rows
    }
    expenses = folder.rows(Expense)
    said = incomes | {f"expense.{row.kind}": row for row in expenses}
    amounts = {target: row.annual_amount for target, row in said.items()}
    return amounts | read("tax", folder.contact.person, TAX)
