"""The investor profile of a contact: dated versions, of which the latest counts."""

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance import enums
from contacts.enums import YesNo
from contacts.models import columns
from persistence.models import TrackedQuerySet, track
from text import formats
from users.models import done_by


class InvestorProfile(models.Model):
    """What a client answered at a date; a new answer is a new row, the earlier ones stay."""

    contact = columns.folder_key("investor_profiles", indexed=False)
    dated_on = models.DateField(_("Dated"))
    finance_background = columns.choice(_("Studies or work in finance"), YesNo, length=12)
    management_mode = columns.choice(_("Way of managing"), enums.ManagementMode, length=12)
    past_losses = columns.choice(_("Losses on investments before"), YesNo, length=12)
    past_losses_share = columns.percentage(_("Extent of the losses (%)"))
    loss_capacity = columns.choice(_("Greatest loss accepted"), enums.LossCapacity, length=12)
    reaction = columns.choice(_("Reaction to a fall of 20 %"), enums.Reaction, length=12)
    risk_level = columns.choice(_("Profile wished for"), enums.RiskLevel, length=12)
    sustainability = columns.choice(
        _("Sustainability preferences"), enums.Sustainability, length=12
    )
    taxonomy_share = columns.percentage(_("Least share aligned with the taxonomy (%)"))
    sfdr_share = columns.percentage(_("Least share of sustainable investment, SFDR (%)"))
    adverse_impacts = columns.choice(_("Adverse impacts are considered (PAI)"), YesNo, length=12)
    created_by = done_by(_("Entered by"), editable=False)
    created_at = models.DateTimeField(_("Entered on"), auto_now_add=True)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("investor profile")
        verbose_name_plural = _("investor profiles")
        default_permissions = ()
        indexes = [
            # The latest of a folder, and its versions, newest first.
            models.Index(fields=["contact", "-dated_on", "-id"], name="investor_profile_latest")
        ]
        constraints = [
            columns.is_percentage("past_losses_share", "profile_past_losses_is_a_percentage"),
            columns.is_percentage("taxonomy_share", "profile_taxonomy_is_a_percentage"),
            columns.is_percentage("sfdr_share", "profile_sfdr_is_a_percentage"),
        ]

    def __str__(self) -> str:
        words = _("Investor profile of %(date)s")
        return str(words) % {"date": formats.date_fr(self.dated_on)}


def is_latest_profile() -> Q:
    """Return the condition that no later profile of the contact stands beside it."""
    later = Q(dated_on__gt=OuterRef("dated_on")) | Q(
        dated_on=OuterRef("dated_on"), pk__gt=OuterRef("pk")
    )
    others = InvestorProfile.objects.order_by().filter(later, contact=OuterRef("contact"))
    return Q(~Exists(others))


class ProductExperience(models.Model):
    """What a profile says of one sort of product."""

    profile = models.ForeignKey(
        InvestorProfile, on_delete=models.CASCADE, related_name="experiences", db_index=False
    )
    product = models.CharField(
        pgettext_lazy("experience", "Product"),
        max_length=12,
        choices=enums.FinancialProduct.choices,
    )
    knowledge = columns.choice(pgettext_lazy("experience", "Knowledge"), enums.Knowledge, length=12)
    operations = columns.choice(
        pgettext_lazy("experience", "Operations"), enums.Operations, length=12
    )
    is_held = columns.choice(pgettext_lazy("experience", "Held"), YesNo, length=12)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("experience of a product")
        verbose_name_plural = _("experiences of products")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["profile", "product"], name="experience_once_a_product")
        ]

    def __str__(self) -> str:
        return str(self.get_product_display())
