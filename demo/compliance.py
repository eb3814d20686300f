"""What the demo's clients say of risk, aims, funds and consent; owners and years of firms."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from compliance import enums
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
from contacts.enums import Kind, YesNo
from demo import drafts
from demo.drafts import SEED, chance
from demo.wealth import Held
from persistence.models import save_as
from users.models import User

# So many clients of each kind were asked.
ASKED = {Kind.PERSON: 60, Kind.ORGANISATION: 12}
FORM = "Recueil d’Information Client"
LOSSES = dict(zip(list(enums.RiskLevel)[1:], list(enums.LossCapacity)[1:], strict=True))


def comply_all(written: Held, users: dict[str, User]) -> None:
    """Write what the first clients of each kind said, in versions of some years."""
    random = Random(SEED + 8)  # noqa: S311 - the same firm every time is the point
    left = dict(ASKED)
    for draft, contact in written:
        kind = Kind(draft.kind)
        if draft.deleted or (draft.category != drafts.CLIENTS and kind is Kind.PERSON):
            continue
        if left[kind]:
            left[kind] -= 1
            by = users[draft.home.team["lead_adviser"] or ""]
            _comply(random, contact, by)


def _comply(random: Random, contact: Any, by: User) -> None:
    for row in (*_said(random), *(_owned(random) if contact.kind != Kind.PERSON else ())):
        row.contact = contact
        save_as(row, by)
    for ago in sorted(random.sample((40, 250, 420, 900), random.randint(1, 3)), reverse=True):
        _profile(random, contact, timezone.localdate() - timedelta(days=ago), by)


def _profile(random: Random, contact: Any, day: date, by: User) -> None:
    risk = random.choice(list(LOSSES))
    profile = InvestorProfile(contact=contact, dated_on=day, risk_level=risk, created_by=by)
    profile.loss_capacity = LOSSES[risk] if chance(random, 85) else enums.LossCapacity.NONE
    profile.reaction = random.choice(list(enums.Reaction)[1:])
    profile.management_mode = random.choice(list(enums.ManagementMode)[1:])
    profile.finance_background = random.choice((YesNo.YES, YesNo.NO))
    profile.past_losses = YesNo.NO
    profile.sustainability = random.choice(list(enums.Sustainability)[1:])
    save_as(profile, by)
    for product in random.sample(list(enums.FinancialProduct), random.randint(2, 6)):
        known = random.choice(list(enums.Knowledge)[2:])
        dealt = random.choice(list(enums.Operations)[1:])
        held = YesNo.YES if chance(random, 40) else YesNo.UNDEFINED
        save_as(
            ProductExperience(
                profile=profile,
                product=product,
                knowledge=known,
                operations=dealt,
                is_held=held,
            ),
            by,
        )


def _said(random: Random) -> Iterator[Any]:
    today = timezone.localdate()
    for kind in random.sample(list(enums.Aim), random.randint(2, 5)):
        yield Objective(kind=kind, priority=random.choice(list(enums.Priority)))
    amount = Decimal(random.randint(2, 40) * 5_000)
    if chance(random, 60):
        horizon = random.choice(list(enums.Horizon)[1:])
        yield InvestmentProject(horizon=horizon, amount=amount, liquidity_need=amount / 10)
    if chance(random, 60):
        day = today - timedelta(days=random.randint(20, 700))
        yield FundsOrigin(dated_on=day, savings=True, gift=chance(random, 30), amount=amount)
    if chance(random, 10):
        yield TaxResidence(country=random.choice(("BE", "CH", "LU")))
    for consent in (enums.ConsentKind.NOTICE, enums.ConsentKind.MARKETING):
        day = today - timedelta(days=random.randint(30, 700))
        yield Consent(kind=consent, dated_on=day, source=FORM)
        if consent == enums.ConsentKind.MARKETING and chance(random, 25):
            yield Consent(kind=consent, dated_on=today, is_given=False, source="Courriel du client")


def _owned(random: Random) -> Iterator[Any]:
    yield BeneficialOwner(last_name="Delaunay", first_name="Camille", share=Decimal(60))
    yield Shareholder(name="Delaunay Camille", share=Decimal(60), right="PP", units=600)
    yield Shareholder(name="Holding du Ponant", share=Decimal(40), right="PP", units=400)
    revenue = Decimal(random.randint(200, 900) * 1_000)
    this_year = timezone.localdate().year
    for year in (this_year - 3, this_year - 2, this_year - 1):
        revenue = (revenue * random.randint(92, 118) / 100).quantize(Decimal(1))
        equity = (revenue * Decimal("0.4")).quantize(Decimal(1))
        income = (revenue * random.randint(-3, 12) / 100).quantize(Decimal(1))
        yield FinancialYear(
            year=year, revenue=revenue, net_income=income, equity=equity, cash=equity / 2
        )
