"""No field of what clients declare is missing from the catalogue; lists are those of the form."""

import pytest

from accounts.enums import Right
from contacts.fields import Shape
from contacts.models import Contact
from imports.fact_find.definition import lists, person
from wealth import enums, fields
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

MODELS = (Property, DeclaredAsset, Debt, Income, Expense)


@pytest.mark.parametrize("model", MODELS)
def test_every_field_is_in_the_catalogue_once(model):
    names = [field.name for field in fields.FIELDS if field.model is model]
    assert len(names) == len(set(names))
    own = {field.name for field in model._meta.local_concrete_fields}
    assert set(names) == own - {"id", "contact"}


@pytest.mark.parametrize("field", fields.FIELDS, ids=lambda field: field.path)
def test_every_path_leads_to_its_field(db, field):
    assert not Contact.everything.values_list(field.path).exists()
    assert str(field.label)[0].isupper()


def test_shape_is_said_where_the_type_does_not_tell_it():
    shapes = {field.path: field.shape for field in fields.FIELDS}
    assert shapes["properties__share"] is Shape.RATE
    assert shapes["properties__value"] is Shape.AMOUNT
    assert shapes["debts__rate"] is Shape.RATE
    assert shapes["declared_assets__account"] is Shape.LINK


@pytest.mark.parametrize(
    ("stored", "printed"),
    [
        (enums.PropertyKind, lists.PROPERTY_KINDS),
        (enums.Holder, lists.HOLDERS),
        (enums.AssetKind, lists.ASSET_KINDS),
        (enums.DebtKind, lists.LOAN_KINDS),
        (enums.IncomeKind, person.INCOMES.items()),
        (enums.ExpenseKind, person.EXPENSES.items()),
    ],
)
def test_list_has_the_codes_and_the_words_of_the_form(stored, printed):
    """What the Recueil prints is what is stored: nothing is translated on the way back."""
    assert [(code, label) for code, label in printed] == [
        (member.value, str(member.label)) for member in stored
    ]


def test_rights_of_the_form_stand_in_the_order_of_ours():
    assert [label for _code, label in lists.RIGHTS] == [str(right.label) for right in Right]
