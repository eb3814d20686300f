"""What clients of the demo firm told of themselves on the fact-find form, for some of them."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from contacts.enums import (
    FatcaStatus,
    Filiation,
    Housing,
    Kind,
    MaritalStatus,
    MifidCategory,
    PepLink,
    RelationKind,
    SocioProfessionalCategory,
    TaxRegime,
    YesNo,
)
from demo.drafts import CLIENTS, COMPANIES, RETIREMENT_AGE, SEED, TODAY, Draft, chance
from demo.kin import Tie

TOLD, EXPOSED, DISABLED = 45, 4, 5
DEPENDENT_UNTIL = 24
P = SocioProfessionalCategory
OF_PROFESSIONS = {
    "Chef d’entreprise": (P.BUSINESS_OWNER, "Services aux entreprises"),
    "Médecin": (P.EXECUTIVE, "Santé"),
    "Avocat": (P.EXECUTIVE, "Droit"),
    "Architecte": (P.EXECUTIVE, "Construction"),
    "Viticulteur": (P.FARMER, "Viticulture"),
    "Enseignant": (P.INTERMEDIATE, "Enseignement"),
    "Ingénieur": (P.EXECUTIVE, "Industrie"),
    "Cadre commercial": (P.EXECUTIVE, "Distribution"),
    "Artisan": (P.BUSINESS_OWNER, "Bâtiment"),
}
ACTIVITIES = (
    "Conseil en gestion et prise de participations",
    "Location de biens immobiliers",
    "Négoce de vins",
    "Travaux de maçonnerie générale",
)


def tell(drawn: Sequence[Draft], ties: Iterable[Tie]) -> None:
    """Complete the drafts of those who told it, and what their relations say of children."""
    random = Random(SEED + 5)  # noqa: S311 - the same answers every time is the point
    for draft in drawn:
        if draft.category in {CLIENTS, COMPANIES} and chance(random, TOLD):
            of_kind = _of_person if draft.kind == Kind.PERSON else _of_company
            draft.details |= of_kind(random, draft)
    for tie in ties:
        if tie.kind == RelationKind.CHILD:
            _of_child(random, tie)


def _of_person(random: Random, draft: Draft) -> dict[str, Any]:
    income = random.randrange(18, 190) * 1000
    told: dict[str, Any] = {
        "housing": random.choice(list(Housing)[1:]),
        "has_will": random.choice((YesNo.YES, YesNo.NO, YesNo.NO)),
        "has_made_gifts": random.choice((YesNo.YES, YesNo.NO)),
        "monthly_saving": random.randrange(0, 16) * 100,
        "pays_income_tax": YesNo.YES,
        "reference_tax_income": income,
        "income_tax_rate": 11 if income < 30_000 else 30 if income < 85_000 else 41,  # noqa: PLR2004
        "mifid_category": MifidCategory.RETAIL,
        "is_pep": YesNo.NO,
    }
    return told | _of_couple(random, draft) | _of_work(random, draft) | _of_exposure(random)


def _of_couple(random: Random, draft: Draft) -> dict[str, Any]:
    status = draft.details["marital_status"]
    adults = 2 if status in {MaritalStatus.MARRIED, MaritalStatus.PACS} else 1
    told: dict[str, Any] = {"tax_shares": adults + Decimal(draft.details["children_count"]) / 2}
    if status == MaritalStatus.MARRIED:
        told["marriage_contract"] = random.choice((YesNo.YES, YesNo.NO))
    elif status != MaritalStatus.PACS:
        told["marital_since"] = max(
            draft.details["birth_date"], TODAY - timedelta(days=random.randint(400, 6000))
        )
    return told


def _of_work(random: Random, draft: Draft) -> dict[str, Any]:
    born = draft.details["birth_date"]
    age = TODAY.year - born.year
    if age >= RETIREMENT_AGE:
        return {"socio_professional_category": P.RETIRED}
    category, sector = OF_PROFESSIONS[draft.lists["profession"]]
    since = TODAY - timedelta(days=random.randint(200, max(300, (age - 22) * 365)))
    return {
        "socio_professional_category": category,
        "business_sector": sector,
        "employed_since": max(born, since),
        "retirement_age": random.randint(60, 68),
    }


def _of_exposure(random: Random) -> dict[str, Any]:
    if not chance(random, EXPOSED):
        return {}
    function = "Adjoint au maire, France, jusqu’au 28/06/2026"
    return {"is_pep": YesNo.YES, "pep_link": PepLink.FAMILY, "pep_function": function}


def _of_company(random: Random, draft: Draft) -> dict[str, Any]:
    return {
        "trade_name": draft.details["legal_name"].split()[0],
        "registry": draft.home.town.name,
        "activity": random.choice(ACTIVITIES),
        "headcount": random.randint(0, 40),
        "tax_regime": random.choice((TaxRegime.CORPORATE, TaxRegime.INCOME)),
        "fiscal_year_end": random.choice(("31/12", "30/06", "30/09")),
        "organisation_mifid_category": MifidCategory.RETAIL,
        "fatca_status": random.choice((FatcaStatus.ACTIVE_NFE, FatcaStatus.PASSIVE_NFE)),
        "us_entity": YesNo.NO,
        "has_pep": YesNo.NO,
    }


def _of_child(random: Random, tie: Tie) -> None:
    """Tell it of the youngest of those who have no folder; the two parents count them alike."""
    child = tie.other.details if isinstance(tie.other, Draft) else tie.other
    coupled = tie.near.details["marital_status"] in MaritalStatus.coupled()
    together = tie.parent is not None and coupled
    tie.terms["filiation"] = Filiation.CURRENT_UNION if together else Filiation.PARENT_ALONE
    if TODAY.year - child["birth_date"].year > DEPENDENT_UNTIL:
        return
    tie.terms["is_dependent"] = YesNo.YES
    if chance(random, DISABLED):
        tie.terms["has_disability"] = YesNo.YES
    for parent in (tie.near, tie.parent):
        if isinstance(parent, Draft):
            parent.details["dependants_count"] = parent.details.get("dependants_count", 0) + 1
