"""What somebody earns, spends, owns and owes, as they declare it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from contacts.models import Contact
from imports.actions.fact_find.writing.filling import Filling
from imports.actions.fact_find.writing.people import needs_folder
from imports.actions.fact_find.writing.rows import FormList, write_lines, write_row
from imports.fact_find.schema import Field
from imports.queries.fact_find.columns import Column
from imports.queries.fact_find.wealth import ASSET, DEBT, PROPERTY, TAX
from wealth.enums import AssetKind, DebtKind, PropertyKind
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

PROPERTIES = FormList("property", Property, PROPERTY, otherwise={"kind": PropertyKind.OTHER})
ASSETS = FormList("asset", DeclaredAsset, ASSET, otherwise={"kind": AssetKind.OTHER})
DEBTS = FormList("debt", Debt, DEBT, otherwise={"kind": DebtKind.OTHER})


def write_properties(filling: Filling) -> None:
    write_lines(filling, PROPERTIES)


def write_assets(filling: Filling) -> None:
    write_lines(filling, ASSETS)


def write_debts(filling: Filling) -> None:
    write_lines(filling, DEBTS)


def write_income(filling: Filling) -> None:
    """Write incomes each in its earner's folder, and what the household spends and pays."""
    questions = list(filling.taken("income"))
    mine = [question for question in questions if question.end == "contact"]
    _write_amounts(filling, mine, Income, filling.contact)
    _write_of_spouse(filling, [question for question in questions if question not in mine])
    _write_amounts(filling, list(filling.taken("expense")), Expense, filling.contact)
    for question in filling.taken("tax"):
        column = TAX[question.target.removeprefix("tax.")]
        filling.put(question, filling.contact.person, column)


def _write_of_spouse(filling: Filling, questions: Sequence[Field]) -> None:
    if not questions:
        return
    spouse = filling.spouse
    if isinstance(spouse, Contact) and filling.may_write(spouse) and not filling.spouse_is_hidden:
        filling.touched.add(spouse.pk)
        filling.is_about(spouse, questions)
        _write_amounts(filling, questions, Income, spouse)
        return
    for question in questions:
        if filling.spouse_is_hidden:
            filling.refuse(question, _("These answers cannot be taken here."))
        elif isinstance(spouse, Contact):
            filling.refuse(question, _("You may not change the spouse’s folder."))
        else:
            needs_folder(filling, question)


def _write_amounts(
    filling: Filling, questions: Sequence[Field], model: Any, contact: Contact
) -> None:
    """Write the one row of each kind, or take it away."""
    if not questions:
        return
    rows = {row.kind: row for row in model.objects.filter(contact=contact).order_by("pk")}
    for question in questions:
        kind = question.target.split(".")[1]
        write_row(
            filling,
            {question: Column("annual_amount")},
            rows.get(kind),
            partial(model, contact=contact, kind=kind),
        )
