"""The catalogue of compliance: what a client says of money, risk, taxes and consent.

Described as the fields of a contact are; forms, pages, conditions of Requêtes and history are
selections from it. A test shows that no field of the models is missing.
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from compliance.enums import Sustainability
from compliance.models import (
    ORIGINS,
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
from contacts.enums import YesNo
from contacts.fields import Field, Shape, describe
from look.layout import FULL, HALF, THIRD, TWO_THIRDS
from text import validators

PAST = (validators.not_in_future,)
IF_LOST = ("past_losses", (YesNo.YES,))
IF_WISHED = ("sustainability", (Sustainability.YES,))


def _of(model: Any, *names: str, **attributes: Any) -> list[Field]:
    return [Field(model, name, **attributes) for name in names]


_profile = partial(_of, InvestorProfile)
EXPERIENCE: Sequence[Field] = [
    *_profile("finance_background", "management_mode", width=HALF),
    *_profile("past_losses", width=HALF),
    *_profile("past_losses_share", width=HALF, asked_when=IF_LOST),
]
RISK: Sequence[Field] = _profile("loss_capacity", "reaction", "risk_level", width=THIRD)
SUSTAINABILITY: Sequence[Field] = [
    *_profile("sustainability", width=FULL),
    *_profile("taxonomy_share", "sfdr_share", width=HALF, asked_when=IF_WISHED),
    *_profile("adverse_impacts", width=FULL, asked_when=IF_WISHED),
]
DATED: Sequence[Field] = _profile("dated_on", width=THIRD, own_checks=PAST)
PROFILE: Sequence[Field] = [*DATED, *EXPERIENCE, *RISK, *SUSTAINABILITY]
# Written by the house.
ENTERED: Sequence[Field] = _profile("created_by", "created_at")
PRODUCTS: Sequence[Field] = _of(
    ProductExperience, "product", "knowledge", "operations", "is_held", width=THIRD
)

OBJECTIVE: Sequence[Field] = _of(Objective, "kind", "priority", width=HALF)
PROJECT: Sequence[Field] = [
    *_of(InvestmentProject, "horizon", "amount", "liquidity_need", width=THIRD),
    *_of(InvestmentProject, "comment", width=FULL, holds=Shape.LINES),
]
FUNDS: Sequence[Field] = [
    *_of(FundsOrigin, "dated_on", width=THIRD, own_checks=PAST),
    *_of(FundsOrigin, "amount", width=THIRD),
    *_of(FundsOrigin, "institution", width=THIRD),
    *_of(FundsOrigin, *ORIGINS, width=THIRD),
    *_of(FundsOrigin, "detail", width=FULL, holds=Shape.LINES),
]
RESIDENCE: Sequence[Field] = [
    *_of(TaxResidence, "country", width=HALF, holds=Shape.COUNTRY),
    *_of(TaxResidence, "number", width=HALF),
]
CONSENT: Sequence[Field] = [
    *_of(Consent, "kind", width=TWO_THIRDS),
    *_of(Consent, "dated_on", width=THIRD, own_checks=PAST),
    *_of(Consent, "is_given", width=THIRD),
    *_of(Consent, "source", width=TWO_THIRDS),
]
OWNER: Sequence[Field] = [
    *_of(BeneficialOwner, "last_name", "first_name", width=THIRD),
    *_of(BeneficialOwner, "birth_date", width=THIRD, own_checks=(validators.birth_date,)),
    *_of(BeneficialOwner, "country", width=THIRD, holds=Shape.COUNTRY),
    *_of(BeneficialOwner, "share", "control", width=THIRD),
    *_of(BeneficialOwner, "is_pep", width=FULL),
]
SHAREHOLDER: Sequence[Field] = _of(Shareholder, "name", "share", "right", "units", width=HALF)
YEAR: Sequence[Field] = [
    *_of(FinancialYear, "year", width=FULL, holds=Shape.YEAR),
    *_of(FinancialYear, "revenue", "balance_total", width=THIRD),
    *_of(FinancialYear, "net_income", "equity", width=THIRD, is_signed=True),
    *_of(FinancialYear, "cash", "debt", width=THIRD),
]

FIELDS: Sequence[Field] = [
    *PROFILE,
    *ENTERED,
    *PRODUCTS,
    *OBJECTIVE,
    *PROJECT,
    *FUNDS,
    *RESIDENCE,
    *CONSENT,
    *OWNER,
    *SHAREHOLDER,
    *YEAR,
]
describe(FIELDS)
