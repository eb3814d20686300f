"""What a client is after: aims with a priority each, and the project that they serve."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance import enums
from contacts.models import Contact, columns
from persistence.models import TrackedQuerySet, track


class Objective(models.Model):
    contact = columns.folder_key("objectives", indexed=False)
    kind = models.CharField(
        pgettext_lazy("aim", "Objective"), max_length=12, choices=enums.Aim.choices
    )
    priority = models.CharField(
        pgettext_lazy("aim", "Priority"), max_length=1, choices=enums.Priority.choices
    )

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = pgettext_lazy("aim", "objective")
        verbose_name_plural = pgettext_lazy("aim", "objectives")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind"], name="objective_one_of_a_kind")
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class InvestmentProject(models.Model):
    contact = models.OneToOneField(
        Contact,
        on_delete=models.PROTECT,
        related_name="investment_project",
        verbose_name=_("Contact"),
    )
    horizon = columns.choice(_("Horizon of the investment"), enums.Horizon, length=12)
    amount = columns.amount(_("Amount considered"))
    liquidity_need = columns.amount(_("Needed within 2 years"))
    comment = columns.long_text(_("Projects and comments"), 2000)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        default_permissions = ()

    def __str__(self) -> str:
        return str(_("Investment project"))
