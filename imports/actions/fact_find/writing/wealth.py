"""What somebody earns, spends, owns and owes, as they declare it."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import Right
from contacts.enums import YesNo
from contacts.models import Contact
from imports.actions.fact_find.writing.filling import Column, Filling
from imports.actions.fact_find.writing.people import may_write, needs_folder, spouse_of
from imports.actions.fact_find.writing.rows import Lines, write_lines
from imports.fact_find.schema import Field
from imports.queries.fact_find.meanings import of_codes, yes_or_no
from wealth.enums import AssetKind, DebtKind, Holder, PropertyKind
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

RIGHTS = {"PP": Right.FULL, "US": Right.USUFRUCT, "NP": Right.BARE}
PROPERTIES = Lines(
    "property",
    Property,
    {
        "kind": Column("kind", emptied=PropertyKind.OTHER),
        "label": Column("label"),
        "holder": Column("holder", emptied=Holder.CONTACT),
        "right": Column("right", of_codes(RIGHTS), emptied=Right.FULL),
        "value": Column("value"),
        "outstanding": Column("outstanding"),
        "rent": Column("annual_rent"),
    },
    otherwise={"kind": PropertyKind.OTHER},
)
ASSETS = Lines(
    "asset",
    DeclaredAsset,
    {
        "kind": Column("kind", emptied=AssetKind.OTHER),
        "institution": Column("institution"),
        "holder": Column("holder", emptied=Holder.CONTACT),
        "opened": Column("opened_on"),
        "value": Column("value"),
    },
    otherwise={"kind": AssetKind.OTHER},
)
DEBTS = Lines(
    "debt",
    Debt,
    {
        "kind": Column("kind", emptied=DebtKind.OTHER),
        "lender": Column("lender"),
        "outstanding": Column("outstanding"),
        "payment": Column("monthly_payment"),
        "rate": Column("rate"),
        "end": Column("ends_on"),
    },
    otherwise={"kind": DebtKind.OTHER},
)
TAX = {
    "reference_income": Column("reference_tax_income"),
    "shares": Column("tax_shares"),
    "marginal_rate": Column("income_tax_rate"),
    "wealth_tax": Column("pays_wealth_tax", yes_or_no, emptied=YesNo.UNDEFINED),
    "monthly_saving": Column("monthly_saving"),
}


def write_properties(filling: Filling) -> None:
    write_lines(filling, PROPERTIES)


def write_assets(filling: Filling) -> None:
    write_lines(filling, ASSETS)


def write_debts(filling: Filling) -> None:
    write_lines(filling, DEBTS)


def write_income(filling: Filling) -> None:
    """Write incomes each in its earner's folder, and what the household spends and pays."""
    for question in filling.taken("income"):
        _word, kind, of = question.target.split(".")
        if of == "contact":
            _write_amount(filling, question, Income, filling.contact, kind)
        else:
            _write_of_spouse(filling, question, kind)
    for question in filling.taken("expense"):
        _write_amount(filling, question, Expense, filling.contact, question.target.split(".")[1])
    for question in filling.taken("tax"):
        column = TAX[question.target.removeprefix("tax.")]
        filling.put(question, filling.contact.person, column)


def _write_of_spouse(filling: Filling, question: Field, kind: str) -> None:
    spouse = spouse_of(filling)
    if filling.spouse_is_hidden:
        filling.refuse(question, _("These answers cannot be taken here."))
    elif not isinstance(spouse, Contact):
        needs_folder(filling, question)
    elif not may_write(filling, spouse):
        filling.refuse(question, _("You may not change the spouse’s folder."))
    else:
        filling.touched.add(spouse.pk)
        _write_amount(filling, question, Income, spouse, kind)


def _write_amount(
    filling: Filling, question: Field, model: Any, contact: Contact, kind: str
) -> None:
    """Write the one row of a kind, or take it away."""
    row = model.objects.filter(contact=contact, kind=kind).first()
    if filling.answers[question.name] is None:
        if row is not None:
            filling.draft.remove(row)
        return
    standing = row or model(contact=contact, kind=kind)
    if filling.put(question, standing, Column("annual_amount")) and row is None:
        filling.draft.add(standing)
