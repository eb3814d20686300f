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
from contacts.visibility import is_visible
from imports.queries.fact_find.columns import Column, Columns, of_country, read, yes_no
from imports.queries.fact_find.folder import Folder
from imports.queries.fact_find.lines import Lines, lines_of
from imports.queries.fact_find.meanings import integer

PROJECT: Columns = {
    "horizon": Column("horizon"),
    "amount": Column("amount"),
    "liquidity": Column("liquidity_need"),
    "comment": Column("comment"),
}
PROFILE: Columns = {
    "finance_background": yes_no("finance_background"),
    "management": Column("management_mode"),
    "past_losses": yes_no("past_losses"),
    "past_losses_share": Column("past_losses_share"),
    "loss_capacity": Column("loss_capacity"),
    "reaction": Column("reaction"),
    "risk": Column("risk_level"),
    "sustainability": Column("sustainability"),
    "taxonomy_share": Column("taxonomy_share"),
    "sfdr_share": Column("sfdr_share"),
    "adverse_impacts": yes_no("adverse_impacts"),
}
EXPERIENCE: Columns = {
    "knowledge": Column("knowledge"),
    "operations": Column("operations"),
    "held": yes_no("is_held"),
}
ORIGIN: Columns = {
    "epargne": Column("savings"),
    "succession": Column("inheritance"),
    "donation": Column("gift"),
    "cession_immo": Column("property_sale"),
    "cession_ent": Column("business_sale"),
    "rachat": Column("surrender"),
    "indemnite": Column("compensation"),
    "jeux": Column("gambling"),
    "autre": Column("other"),
    "amount": Column("amount"),
    "institution": Column("institution"),
    "detail": Column("detail"),
}
OWNER: Columns = {
    "name": Column("last_name", required=True),
    "first_name": Column("first_name"),
    "birth_date": Column("birth_date"),
    "country": of_country("country"),
    "share": Column("share"),
    "control": Column("control"),
    "exposed": yes_no("is_pep"),
}
SHAREHOLDER: Columns = {
    "name": Column("name", required=True),
    "share": Column("share"),
    "right": Column("right"),
    "units": Column("units", integer),
}
FIGURES: Columns = {
    "ca": Column("revenue", is_signed=True),
    "resultat": Column("net_income", is_signed=True),
    "bilan": Column("balance_total", is_signed=True),
    "fonds_propres": Column("equity", is_signed=True),
    "treso": Column("cash", is_signed=True),
    "dettes": Column("debt", is_signed=True),
}
YEARS = ("n", "n1", "n2")
OWNERS = SHAREHOLDERS = 4


def aims(folder: Folder) -> Mapping[str, Any]:
    objectives = folder.rows(Objective)
    said = {f"aim.{row.kind}.priority": row.priority for row in objectives}
    project = folder.rows(InvestmentProject).first()
    return said if project is None else said | read("aim", project, PROJECT)


def profile(folder: Folder) -> Mapping[str, Any]:
    """Return what the latest version says; its products in one more query, whether there is one."""
    versions = folder.rows(InvestorProfile)
    row = versions.order_by("-dated_on", "-pk").first()
    products = ProductExperience.objects.filter(
        is_visible(folder.reader, "profile__contact"), profile=row.pk if row else 0
    )
    said = {} if row is None else read("profile", row, PROFILE)
    for experience in products:
        said |= read(f"profile.{experience.product}", experience, EXPERIENCE)
    return said


def origin(folder: Folder) -> Mapping[str, Any]:
    rows = folder.rows(FundsOrigin)
    row = rows.order_by("-dated_on", "-pk").first()
    return {} if row is None else read("origin", row, ORIGIN)


def owners(folder: Folder) -> Lines:
    rows = folder.rows(BeneficialOwner)
    return lines_of(folder, "owner", rows, OWNERS, OWNER)


def shareholders(folder: Folder) -> Lines:
    rows = folder.rows(Shareholder)
    return lines_of(folder, "shareholder", rows, SHAREHOLDERS, SHAREHOLDER)


def figures(folder: Folder) -> tuple[Mapping[str, Any], dict[str, int]]:
    """Return the figures of the last year that the folder has and of the two before it.

    And which years these are, by the ends of the targets; without any, none is said.
    """
    rows = {row.year: row for row in folder.rows(FinancialYear)}
    if not rows:
        return {}, {}
    years = {end: max(rows) - back for back, end in enumerate(YEARS)}
    said = {
        f"figures.{name}.{end}": column.read(rows[year])
        for end, year in years.items()
        if year in rows
        for name, column in FIGURES.items()
    }
    return said, years
