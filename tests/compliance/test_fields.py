"""No field of compliance is missing from the catalogue, and lists say what the form says."""

import pytest

from compliance import enums, fields
from compliance.models import (
    BeneficialOwner,
    Consent,
    FinancialYear,
    FundsOrigin,
    InvestmentProject,
    InvestorProfile,
    Objective,
    ProductExperience,
    Shareholder,
    TaxResidence,
)
from contacts.fields import Shape, text
from imports.fact_find.definition import lists, person

OF_CONTACT = {"id", "contact"}
OWN = {
    InvestorProfile: OF_CONTACT,
    ProductExperience: {"id", "profile"},
    Objective: OF_CONTACT,
    InvestmentProject: OF_CONTACT,
    FundsOrigin: OF_CONTACT,
    TaxResidence: OF_CONTACT,
    Consent: OF_CONTACT,
    BeneficialOwner: OF_CONTACT,
    Shareholder: OF_CONTACT,
    FinancialYear: OF_CONTACT,
}


@pytest.mark.parametrize("model", OWN)
def test_every_field_is_in_the_catalogue_once(model):
    names = [field.name for field in fields.FIELDS if field.model is model]
    assert len(names) == len(set(names))
    assert set(names) == {field.name for field in model._meta.local_concrete_fields} - OWN[model]


@pytest.mark.parametrize(
    ("choices", "form"),
    [
        (enums.ManagementMode, lists.MANAGEMENT_MODES),
        (enums.LossCapacity, lists.LOSSES),
        (enums.Reaction, lists.REACTIONS),
        (enums.RiskLevel, lists.RISK_LEVELS),
        (enums.Sustainability, lists.SUSTAINABILITY),
        (enums.Knowledge, lists.KNOWLEDGE),
        (enums.Operations, lists.OPERATIONS),
        (enums.Priority, lists.PRIORITIES),
        (enums.Horizon, lists.HORIZONS),
        (enums.Control, lists.CONTROLS),
        (enums.ShareholderRight, lists.RIGHTS),
        (enums.Aim, tuple(person.AIMS.items())),
        (enums.FinancialProduct, tuple(person.PRODUCTS.items())),
    ],
)
def test_closed_lists_hold_what_the_form_exports_in_its_words(choices, form):
    said = [(value, str(label).replace("\u202f", "\u00a0")) for value, label in choices.choices]
    assert [pair for pair in said if pair[0]] == list(form)


def test_amounts_that_may_be_below_zero_are_the_result_and_the_equity():
    signed = {field.name for field in fields.FIELDS if field.shape is Shape.AMOUNT}
    signed -= {field.name for field in fields.FIELDS if field.checks}
    assert signed == {"net_income", "equity"}


def test_year_is_written_as_one():
    year = next(field for field in fields.YEAR if field.name == "year")
    assert text(year, 2025) == "2025"
