"""A row of each sort that wealth, compliance and imports keep with a folder."""

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
from imports.actions.documents import keep_document
from imports.enums import DocumentKind
from imports.models import Document, DocumentSubject, FormIssue, ReceivedForm
from persistence.models import save_as
from wealth.models import Debt, DeclaredAsset, Expense, Income, Property

DAY = dt.date(2026, 3, 1)
# What each list of a folder holds in its first row.
LISTED = {
    Property: {"kind": "RP", "label": "Angers", "value": Decimal(300_000)},
    DeclaredAsset: {"kind": "AV", "institution": "Assurvia"},
    Debt: {"kind": "IMMO_RP", "lender": "Banque Haute", "outstanding": Decimal(90_000)},
    Income: {"kind": "salaires", "annual_amount": Decimal(50_000)},
    Expense: {"kind": "loyer", "annual_amount": Decimal(9_000)},
    Objective: {"kind": "retraite", "priority": "1"},
    InvestmentProject: {"horizon": "P8", "amount": Decimal(1_000)},
    FundsOrigin: {"dated_on": DAY, "gift": True},
    TaxResidence: {"country": "CH", "number": "X-1"},
    Consent: {"kind": "notice", "dated_on": DAY},
    BeneficialOwner: {"last_name": "Petit", "first_name": "Luc", "share": Decimal(60)},
    Shareholder: {"name": "Holding Haute", "units": 100},
    FinancialYear: {"year": 2025, "revenue": Decimal(1_000)},
}
# Those and what is more than a row of a list; experiences hang on a profile.
MODELS = {
    *LISTED,
    *(InvestorProfile, ProductExperience),
    *(FormIssue, Document, DocumentSubject, ReceivedForm),
}


def fill(contact, *, by, told_by):
    """Give a folder a row of each sort; a document of the folder `told_by` tells of it too."""
    for model, values in LISTED.items():
        save_as(model(contact=contact, **values), by)
    profile = InvestorProfile(contact=contact, dated_on=DAY, risk_level="3", created_by=by)
    save_as(profile, by)
    save_as(ProductExperience(profile=profile, product="scpi", knowledge="2"), by)
    issue = FormIssue.objects.create(
        ref=f"{contact.pk:032}", form="RIC-PP", version=1, contact=contact, issued_by=by
    )
    file = {"name": f"recueil-{contact.pk}.pdf", "size": 4, "sha256": f"{contact.pk:064}"}
    for of, subjects in ((contact, ()), (told_by, (contact,))):
        row = Document(contact=of, kind=DocumentKind.PRINTED, name=file["name"], issue=issue)
        keep_document(document=row, content=b"%PDF", tells_of=subjects, by=by)
    taken = {"contact": contact, "issue": issue, "decided_at": contact.created_at}
    ReceivedForm.objects.create(uploader=by, form="RIC-PP", version=1, **file, **taken)


def rows():
    """Return every row of these sorts, by its model and its key; of each sort there is one."""
    found = {}
    for model in MODELS:
        names = [field.attname for field in model._meta.concrete_fields]
        values = model._base_manager.order_by("pk").values(*names)
        assert values, model
        found |= {(model._meta.label, row["id"]): row for row in values}
    return found
