from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.models import columns
from persistence.models import track
from wealth.enums import DebtKind
from wealth.models.declared import DeclaredQuerySet


class Debt(models.Model):
    """A loan that is being paid back."""

    contact = columns.folder_key("debts")
    kind = models.CharField(pgettext_lazy("debt", "Kind"), max_length=8, choices=DebtKind.choices)
    lender = models.CharField(_("Lender"), max_length=80, blank=True)
    outstanding = columns.amount(_("Outstanding capital"))
    monthly_payment = columns.amount(_("Monthly payment"))
    rate = columns.percentage(_("Rate (%)"))
    ends_on = models.DateField(pgettext_lazy("debt", "Ends on"), null=True, blank=True)

    objects = DeclaredQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("debt")
        verbose_name_plural = _("debts")
        default_permissions = ()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.get_kind_display(), self.lender)))
