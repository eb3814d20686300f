from compliance.models.aims import InvestmentProject, Objective
from compliance.models.declarations import (
    ORIGINS,
    Consent,
    FundsOrigin,
    TaxResidence,
    is_latest_consent,
)
from compliance.models.organisation import BeneficialOwner, FinancialYear, Shareholder
from compliance.models.profile import InvestorProfile, ProductExperience, is_latest_profile
