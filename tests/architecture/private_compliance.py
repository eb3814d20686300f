"""What a hidden folder says of risk, funds, taxes, consent and owners: one row of each list."""

import datetime as dt

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
from tests.factories import CompanyFactory

DAY = dt.date(2026, 10, 29)


def declared(contact, name, by):
    """Save a row of each list, the newest profile and one before it; return their keys."""
    earlier, profile = (
        InvestorProfile(dated_on=DAY.replace(year=year), risk_level="5", created_by=by)
        for year in (2024, 2026)
    )
    rows = {
        "earlier_profile": earlier,
        "profile": profile,
        "objective": Objective(kind="cession", priority="1"),
        "project": InvestmentProject(horizon="P8", comment=f"Projet de {name}"),
        "origin": FundsOrigin(dated_on=DAY, gift=True, detail=f"Don de {name}"),
        "residence": TaxResidence(country="VA", number=name),
        "consent": Consent(kind="refusal", dated_on=DAY, source=f"Lettre de {name}"),
        "owner": BeneficialOwner(last_name=name, share=77),
        "shareholder": Shareholder(name=name, share=77),
        "year": FinancialYear(year=2025, revenue=777_777),
    }
    for row in rows.values():
        row.contact = contact
        row.save()
    ProductExperience(profile=profile, product="crypto", knowledge="3").save()
    keys = {key: row.pk for key, row in rows.items()}
    return keys | {"company": _company(name, by)}


def public(contact, by):
    """Keep a profile that everybody may read."""
    day = DAY.replace(year=2023)
    profile = InvestorProfile(contact=contact, dated_on=day, risk_level="5", created_by=by)
    profile.save()
    ProductExperience(profile=profile, product="crypto", knowledge="1", is_held="yes").save()


def _company(name, by):
    """Add a hidden organisation, with what only such a folder has."""
    company = CompanyFactory(by=by, legal_name=f"{name} SA", is_private=True)
    BeneficialOwner(contact=company, last_name=name, share=77).save()
    for year in (2024, 2025):
        FinancialYear(contact=company, year=year, revenue=777_777).save()
    return company.pk
