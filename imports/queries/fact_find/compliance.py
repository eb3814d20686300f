"""Aims, the latest profile, the latest origin of funds, who owns an organisation and its figures.

Consents are asked anew with each form: none is ever printed as given.
"""

from collections.abc import Mapping
from typing import Any

from compliance.models import (
    BeneficialOwner,
    FinancialYear,
    FundsOrigin,
    InvestmentProject,
    InvestorProfile,
    Objective,
    ProductExperience,
    Shareholder,
)
from contacts.enums import YesNo
from contacts.visibility import is_visible
from imports.queries.fact_find import codes
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.lines import Columns, Lines, lines_of
from imports.queries.fact_find.people import country

_PROFILE = {
    "management": "management_mode",
    "past_losses_share": "past_losses_share",
    "loss_capacity": "loss_capacity",
    "reaction": "reaction",
    "risk": "risk_level",
    "sustainability": "sustainability",
    "taxonomy_share": "taxonomy_share",
    "sfdr_share": "sfdr_share",
}
_ANSWERED = {"finance_background": "finance_background", "past_losses": "past_losses"}
_ORIGIN = {
    "epargne": "savings",
    "succession": "inheritance",
    "donation": "gift",
    "cession_immo": "property_sale",
    "cession_ent": "business_sale",
    "rachat": "surrender",
    "indemnite": "compensation",
    "jeux": "gambling",
    "autre": "other",
    "amount": "amount",
    "institution": "institution",
    "detail": "detail",
}
_OWNER: Columns = {
    "name": "last_name",
    "first_name": "first_name",
    "birth_date": "birth_date",
    "country": lambda row: country(row.country),
    "share": "share",
    "control": "control",
    "exposed": lambda row: row.is_pep == YesNo.YES,
}
_SHAREHOLDER = {"name": "name", "share": "share", "right": "right", "units": "units"}
_FIGURES = {
    "ca": "revenue",
    "resultat": "net_income",
    "bilan": "balance_total",
    "fonds_propres": "equity",
    "treso": "cash",
    "dettes": "debt",
}
YEARS = ("n", "n1", "n2")
OWNERS = SHAREHOLDERS = 4


def aims(folder: Folder) -> Mapping[str, Any]:
    objectives = folder.rows(Objective)
    said = {f"aim.{row.kind}.priority": row.priority for row in objectives}
    project = folder.rows(InvestmentProject).first()
    if project is None:
        return said
    return said | {
        "aim.horizon": project.horizon,
        "aim.amount": project.amount,
        "aim.liquidity": project.liquidity_need,
        "aim.comment": project.comment,
    }


def profile(folder: Folder) -> Mapping[str, Any]:
    """Return what the latest version says; its products in one more query, whether there is one."""
    versions = folder.rows(InvestorProfile)
    row = versions.order_by("-dated_on", "-pk").first()
    products = ProductExperience.objects.filter(
        is_visible(folder.reader, "profile__contact"), profile=row.pk if row else 0
    )
    said = {
        f"profile.{one.product}.{end}": value
        for one in products
        for end, value in (
            ("knowledge", one.knowledge),
            ("operations", one.operations),
            ("held", one.is_held == YesNo.YES),
        )
    }
    if row is None:
        return said
    said |= {f"profile.{end}": getattr(row, name) for end, name in _PROFILE.items()}
    said["profile.adverse_impacts"] = row.adverse_impacts == YesNo.YES
    return said | {
        f"profile.{end}": codes.said(codes.YES_NO, getattr(row, name))
        for end, name in _ANSWERED.items()
    }


def origin(folder: Folder) -> Mapping[str, Any]:
    rows = folder.rows(FundsOrigin)
    row = rows.order_by("-dated_on", "-pk").first()
    if row is None:
        return {}
    return {f"origin.{end}": getattr(row, name) for end, name in _ORIGIN.items()}


def owners(folder: Folder) -> Lines:
    rows = folder.rows(BeneficialOwner)
    return lines_of("owner", rows, OWNERS, _OWNER)


def shareholders(folder: Folder) -> Lines:
    rows = folder.rows(Shareholder)
    return lines_of("shareholder", rows, SHAREHOLDERS, _SHAREHOLDER)


def figures(folder: Folder) -> tuple[Mapping[str, Any], dict[str, int]]:
    """Return the figures of the last year that the folder has and of the two before it.

    And which years these are, by the ends of the targets; without any, none is said.
    """
    rows = {row.year: row for row in folder.rows(FinancialYear)}
    if not rows:
        return {}, {}
    years = {end: max(rows) - back for back, end in enumerate(YEARS)}
    said = {
        f"figures.{name}.{end}": getattr(rows[year], column)
        for end, year in years.items()
        if year in rows
        for name, column in _FIGURES.items()
    }
    return said, years
