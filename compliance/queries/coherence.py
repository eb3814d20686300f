"""What does not go together in an investor profile, in words: to be checked, never refused."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from compliance.enums import (
    Horizon,
    Knowledge,
    LossCapacity,
    Operations,
    Reaction,
    RiskLevel,
    Sustainability,
)
from compliance.models import InvestorProfile, ProductExperience
from contacts.enums import YesNo

BOLD = {RiskLevel.DYNAMIC, RiskLevel.OFFENSIVE}
# The losses that each bold profile does not go with.
TOO_LITTLE = {
    RiskLevel.DYNAMIC: {LossCapacity.NONE},
    RiskLevel.OFFENSIVE: {LossCapacity.NONE, LossCapacity.TEN},
}
DEALT = {Operations.FEW, Operations.SOME, Operations.MANY}
KNOWN = {Knowledge.MEDIUM, Knowledge.GOOD}
Experiences = Sequence[ProductExperience]


def doubts(profile: InvestorProfile, horizon: str = "") -> list[str]:
    """Return what an adviser should look at again; `horizon` is that of the folder's project."""
    experiences = list(profile.experiences.all())
    return [
        *_of_risk(profile, horizon),
        *_of_experience(profile, experiences),
        *_of_sustainability(profile),
    ]


def _of_risk(profile: InvestorProfile, horizon: str) -> Iterator[str]:
    said = {
        "risk": profile.get_risk_level_display(),
        "loss": profile.get_loss_capacity_display(),
        "reaction": profile.get_reaction_display(),
    }
    if profile.loss_capacity in TOO_LITTLE.get(RiskLevel(profile.risk_level), set()):
        yield _("The profile “%(risk)s” does not go with the loss “%(loss)s”.") % said
    if profile.risk_level in BOLD and profile.reaction == Reaction.SELL_ALL:
        yield _("The profile “%(risk)s” does not go with the reaction “%(reaction)s”.") % said
    if profile.risk_level in BOLD and horizon == Horizon.SHORT:
        yield _("The profile “%(risk)s” does not go with a horizon of less than 2 years.") % said


def _of_experience(profile: InvestorProfile, experiences: Experiences) -> Iterator[str]:
    knows = any(row.knowledge in KNOWN for row in experiences)
    if experiences and profile.risk_level in BOLD and not knows:
        words = _("The profile “%(risk)s” is chosen without medium or good knowledge of a product.")
        yield words % {"risk": profile.get_risk_level_display()}
    for row in experiences:
        is_held = row.is_held == YesNo.YES
        if row.knowledge == Knowledge.NONE and (is_held or row.operations in DEALT):
            yield _("%(product)s: held or dealt in, without any knowledge.") % {"product": row}
    if profile.past_losses == YesNo.NO and profile.past_losses_share:
        yield _("An extent of the losses is given, though there were none.")


def _of_sustainability(profile: InvestorProfile) -> Iterator[str]:
    shares = profile.taxonomy_share or profile.sfdr_share
    wishes = shares or profile.adverse_impacts == YesNo.YES
    if profile.sustainability in {Sustainability.NO, Sustainability.NEUTRAL} and wishes:
        yield _("Sustainability preferences are given, though none are wished for.")
