"""What clients of a firm drawn at random (firm.py) say of risk, funds and consent."""

import datetime as dt
from decimal import Decimal

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
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

DAYS = [dt.date(*day) for day in ((1985, 3, 1), (2026, 2, 28), (2026, 3, 4))]
AMOUNTS = [Decimal("0.00"), Decimal("100000.00"), Decimal("-3.50")]
OF_ORGANISATIONS = {BeneficialOwner, Shareholder, FinancialYear}
# Rows by the word under which they hang, and their key to what they hang on.
HELD = {
    "properties": (Property, "contact"),
    "declared_assets": (DeclaredAsset, "contact"),
    "debts": (Debt, "contact"),
    "incomes": (Income, "contact"),
    "expenses": (Expense, "contact"),
    "objectives": (Objective, "contact"),
    "investment_project": (InvestmentProject, "contact"),
    "funds_origins": (FundsOrigin, "contact"),
    "tax_residences": (TaxResidence, "contact"),
    "investor_profile": (InvestorProfile, "contact"),
    "product_experiences": (ProductExperience, "profile"),
    "consents": (Consent, "contact"),
    "beneficial_owners": (BeneficialOwner, "contact"),
    "shareholders": (Shareholder, "contact"),
    "financial_years": (FinancialYear, "contact"),
}


def declare(firm, contact):
    """Give the contact what it said of risk and consent, some of it twice on one day."""
    random = firm.random
    for _ in range(random.randint(0, 3)):
        [profile] = firm.made(
            InvestorProfile,
            InvestorProfile(
                contact=contact,
                dated_on=random.choice(DAYS),
                risk_level=firm.blank("1", "5"),
                past_losses_share=firm.some(Decimal(2)),
                adverse_impacts=firm.blank("yes", "no"),
                created_by=contact.lead_adviser,
            ),
        )
        for product in random.sample(["scpi", "crypto"], random.randint(0, 2)):
            knowledge = firm.blank("0", "3")
            experience = ProductExperience(profile=profile, product=product, knowledge=knowledge)
            firm.made(ProductExperience, experience)
        consent = {"kind": random.choice(["notice", "marketing"]), "dated_on": random.choice(DAYS)}
        consent["is_given"] = random.choice([True, False])
        firm.made(Consent, Consent(contact=contact, source=firm.blank("Élouan"), **consent))
    for kind in random.sample(["retraite", "etudes"], random.randint(0, 2)):
        firm.made(Objective, Objective(contact=contact, kind=kind, priority=random.choice("0123")))
    if random.random() < 0.5:
        horizon, amount = firm.blank("M2", "P8"), firm.some(*AMOUNTS)
        firm.made(
            InvestmentProject, InvestmentProject(contact=contact, horizon=horizon, amount=amount)
        )
        origin = {"gift": random.choice([True, False]), "amount": firm.some(*AMOUNTS)}
        firm.made(FundsOrigin, FundsOrigin(contact=contact, dated_on=DAYS[2], **origin))
        firm.made(
            TaxResidence, TaxResidence(contact=contact, country="BE", number=firm.blank("A1"))
        )
    _owned(firm, contact)


def _owned(firm, contact):
    """Give the contact what only an organisation has: of a person it waits."""
    random = firm.random
    if random.random() < 0.5:
        born, share = firm.some(*DAYS), firm.some(Decimal(2))
        firm.made(
            BeneficialOwner,
            BeneficialOwner(contact=contact, last_name="Élouan", birth_date=born, share=share),
        )
        firm.made(Shareholder, Shareholder(contact=contact, name="Anne", units=firm.some(0, 2)))
    for year in random.sample([2024, 2025], random.randint(0, 2)):
        revenue, equity = firm.some(*AMOUNTS), firm.some(*AMOUNTS)
        firm.made(
            FinancialYear,
            FinancialYear(contact=contact, year=year, revenue=revenue, equity=equity),
        )


def said(model, near, rows):
    """Return those of the rows on a row that count: its kind has them, and none is later."""
    if model in OF_ORGANISATIONS and near.is_person:
        return []
    return [row for row in rows if is_latest(row, rows)]


def is_latest(row, rows):
    """Say whether a dated answer counts: the last of those of its kind."""
    if not isinstance(row, InvestorProfile | Consent):
        return True
    peers = [peer for peer in rows if getattr(peer, "kind", "") == getattr(row, "kind", "")]
    return row is max(peers, key=lambda peer: (peer.dated_on, peer.pk))
