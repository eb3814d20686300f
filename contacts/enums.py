"""Closed lists of the domain. Stored values are stable; labels are what people read."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    PERSON = "person", _("Natural person")
    ORGANISATION = "organisation", _("Legal person")


class Title(TextChoices):
    MR = "mr", _("Mr")
    MRS = "mrs", _("Mrs")
    MISS = "miss", _("Miss")
    OTHER = "other", _("Other title")


class YesNo(TextChoices):
    """The answer to a question that may not have been asked yet."""

    UNDEFINED = "", _("Not defined")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class MaritalStatus(TextChoices):
    UNDEFINED = "", _("Not defined")
    SINGLE = "single", _("Single")
    MARRIED = "married", _("Married")
    PACS = "pacs", _("Civil partnership")
    COHABITING = "cohabiting", _("Cohabiting")
    SEPARATED = "separated", _("Separated")
    DIVORCED = "divorced", _("Divorced")
    WIDOWED = "widowed", _("Widowed")

    @classmethod
    def coupled(cls) -> set[str]:
        """Return the situations that have a spouse or partner."""
        return {cls.MARRIED, cls.PACS, cls.COHABITING}


class MatrimonialRegime(TextChoices):
    UNDEFINED = "", pgettext_lazy("regime", "Not defined")
    SEPARATION = "separation", _("Separation of property")
    SEPARATION_ACQUESTS = "separation_acquests", _("Separation of property with joint acquests")
    ACQUESTS_1966 = "acquests_1966", _("Legal regime since 01.02.1966, joint acquests")
    MOVABLES_BEFORE_1966 = (
        "movables_1966",
        _("Legal regime before 01.02.1966, joint movables and acquests"),
    )
    UNIVERSAL = "universal", _("Universal community")
    PARTICIPATION = "participation", _("Participation in acquests")


class PacsRegime(TextChoices):
    UNDEFINED = "", pgettext_lazy("agreement", "Not defined")
    SEPARATION = "separation", _("Separation regime")
    JOINT = "joint", _("Joint ownership regime")


class IdentityDocument(TextChoices):
    UNDEFINED = "", pgettext_lazy("document", "Not defined")
    IDENTITY_CARD = "identity_card", _("Identity card")
    PASSPORT = "passport", _("Passport")
    OTHER = "other", _("Other identity document")
    NONE = "none", pgettext_lazy("document", "None")


class MifidCategory(TextChoices):
    UNDEFINED = "", pgettext_lazy("classification", "Not defined")
    RETAIL = "retail", _("Non-professional client")
    PROFESSIONAL = "professional", _("Professional client")
    COUNTERPARTY = "counterparty", _("Eligible counterparty")


class Use(TextChoices):
    PERSONAL = "personal", pgettext_lazy("use", "Personal")
    PROFESSIONAL = "professional", pgettext_lazy("use", "Professional")
    OTHER = "other", pgettext_lazy("use", "Other")


class Line(TextChoices):
    MOBILE = "mobile", pgettext_lazy("telephone", "Mobile")
    LANDLINE = "landline", pgettext_lazy("telephone", "Landline")
    FAX = "fax", pgettext_lazy("telephone", "Fax")


class FirmList(TextChoices):
    """The lists whose values a firm writes itself."""

    PROFESSION = "profession", _("Profession")
    LEGAL_CAPACITY = "legal_capacity", _("Legal capacity")
    ZONE = "zone", _("Area")
    CAMPAIGN = "campaign", _("Campaign")
    ORIGIN = "origin", _("Origin of the contact")
    QUALIFICATION = "qualification", _("Qualification of the contact")
    PROFESSIONAL_STATUS = "professional_status", _("Professional status")
