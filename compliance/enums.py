"""Closed lists of compliance. Stored values are those that the fact-find form exports."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy


class ManagementMode(TextChoices):
    UNDEFINED = "", pgettext_lazy("management", "Not defined")
    FREE = "LIBRE", _("Free management")
    ADVISED = "CONSEIL", _("Advised management")
    MANDATE = "MANDAT", _("Management under mandate")
    GUIDED = "PILOTEE", _("Guided management")


class LossCapacity(TextChoices):
    UNDEFINED = "", pgettext_lazy("loss", "Not defined")
    NONE = "0", _("No loss")
    TEN = "10", _("Up to 10 %")
    QUARTER = "25", _("Up to 25 %")
    HALF = "50", _("Up to 50 %")
    ALL = "100", _("Up to all of it")


class Reaction(TextChoices):
    UNDEFINED = "", pgettext_lazy("reaction", "Not defined")
    SELL_ALL = "VEND", _("Sell everything")
    SELL_SOME = "VEND_P", _("Sell a part")
    WAIT = "ATTEND", pgettext_lazy("reaction", "Wait")
    BUY_MORE = "RENF", _("Invest more")


class RiskLevel(TextChoices):
    UNDEFINED = "", pgettext_lazy("risk", "Not defined")
    SECURE = "1", pgettext_lazy("risk", "Secure")
    CAUTIOUS = "2", pgettext_lazy("risk", "Cautious")
    BALANCED = "3", pgettext_lazy("risk", "Balanced")
    DYNAMIC = "4", pgettext_lazy("risk", "Dynamic")
    OFFENSIVE = "5", pgettext_lazy("risk", "Offensive")


class Sustainability(TextChoices):
    UNDEFINED = "", pgettext_lazy("sustainability", "Not defined")
    YES = "OUI", _("Yes, I wish to state them")
    NEUTRAL = "NEUTRE", _("Without any particular preference")
    NO = "NON", pgettext_lazy("sustainability", "No")


class FinancialProduct(TextChoices):
    """What one may know of and have dealt in, in the order of the form."""

    EURO_FUNDS = "fonds_euros", pgettext_lazy("experience", "Euro funds")
    BONDS = "obligations", pgettext_lazy("experience", "Bonds")
    SHARES = "actions", pgettext_lazy("experience", "Shares, share funds")
    PROPERTY_FUNDS = "scpi", pgettext_lazy("experience", "SCPI, OPCI")
    STRUCTURED = "struct", pgettext_lazy("experience", "Structured products")
    PRIVATE_EQUITY = "fcpr", pgettext_lazy("experience", "Unlisted (FCPR, FIP, FCPI)")
    DERIVATIVES = "derives", pgettext_lazy("experience", "Derivatives, leveraged products")
    CRYPTO = "crypto", pgettext_lazy("experience", "Crypto-assets")


class Knowledge(TextChoices):
    UNDEFINED = "", pgettext_lazy("knowledge", "Not defined")
    NONE = "0", pgettext_lazy("knowledge", "None")
    LOW = "1", pgettext_lazy("knowledge", "Low")
    MEDIUM = "2", pgettext_lazy("knowledge", "Medium")
    GOOD = "3", pgettext_lazy("knowledge", "Good")


class Operations(TextChoices):
    UNDEFINED = "", pgettext_lazy("operations", "Not defined")
    NEVER = "0", pgettext_lazy("operations", "Never")
    FEW = "1", pgettext_lazy("operations", "Less than 5 a year")
    SOME = "2", pgettext_lazy("operations", "5 to 20 a year")
    MANY = "3", pgettext_lazy("operations", "More than 20 a year")


class Aim(TextChoices):
    """What a client is after, in the order of the form."""

    RAINY_DAY = "precaution", pgettext_lazy("aim", "Build up precautionary savings")
    RETIREMENT = "retraite", pgettext_lazy("aim", "Prepare for retirement")
    TRANSMISSION = "transmission", pgettext_lazy("aim", "Pass on wealth")
    PROTECTION = "protection", pgettext_lazy("aim", "Protect the family, personal insurance")
    TAXES = "fiscalite", pgettext_lazy("aim", "Reduce taxes")
    INCOME = "revenus", pgettext_lazy("aim", "Receive additional income")
    GROWTH = "valorisation", pgettext_lazy("aim", "Make capital grow")
    PROPERTY = "immobilier", pgettext_lazy("aim", "Finance a property")
    STUDIES = "etudes", pgettext_lazy("aim", "Finance the children's studies")
    BUSINESS = "cession", pgettext_lazy("aim", "Sell or pass on a business")


class Priority(TextChoices):
    FIRST = "1", pgettext_lazy("priority", "1 - First")
    SECOND = "2", pgettext_lazy("priority", "2 - Important")
    THIRD = "3", pgettext_lazy("priority", "3 - Secondary")
    NONE = "0", pgettext_lazy("priority", "Not concerned")


class Horizon(TextChoices):
    UNDEFINED = "", pgettext_lazy("horizon", "Not defined")
    SHORT = "M2", _("Less than 2 years")
    MEDIUM = "2_5", _("2 to 5 years")
    LONG = "5_8", _("5 to 8 years")
    LONGEST = "P8", _("More than 8 years")


class ConsentKind(TextChoices):
    NOTICE = "notice", pgettext_lazy("consent", "Privacy notice read")
    MARKETING = "marketing", pgettext_lazy("consent", "Commercial information by e-mail")
    SENSITIVE = "sensitive", pgettext_lazy("consent", "Use of sensitive data")
    REFUSAL = "refusal", pgettext_lazy("consent", "Refusal to give some information")


class Control(TextChoices):
    UNDEFINED = "", pgettext_lazy("control", "Not defined")
    DIRECT = "DIRECT", pgettext_lazy("control", "Direct")
    INDIRECT = "INDIRECT", pgettext_lazy("control", "Indirect")
    OTHER = "AUTRE", pgettext_lazy("control", "Other means")
    DIRECTOR = "DIRIG", pgettext_lazy("control", "Director (by default)")


class ShareholderRight(TextChoices):
    UNDEFINED = "", pgettext_lazy("shareholder", "Not defined")
    FULL = "PP", pgettext_lazy("right", "Full ownership")
    USUFRUCT = "US", pgettext_lazy("right", "Usufruct")
    BARE = "NP", pgettext_lazy("right", "Bare ownership")


def consent_answer(*, is_given: bool) -> str:
    """Say in one word what a client answered."""
    if is_given:
        return pgettext("consent said", "Given")
    return pgettext("consent said", "Withdrawn")
