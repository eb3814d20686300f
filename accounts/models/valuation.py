from django.db import models
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models.account import Account
from persistence.models import track


class Valuation(models.Model):
    """What an account was worth at a date: consolidated, or with its holdings."""

    # The unique index on account and date serves the key too.
    account = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="valuations", db_index=False
    )
    date = models.DateField(_("Valued on"))
    value = models.DecimalField(_("Value"), max_digits=18, decimal_places=2)
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    is_consolidated = models.BooleanField(_("Consolidated"), default=True)

    # Of what people do by hand; the night's own record is its run.
    history = track()

    class Meta:
        verbose_name = _("valuation")
        verbose_name_plural = _("valuations")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["account", "date"], name="valuation_one_for_each_date")
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.value}"


def newest_valuations() -> models.QuerySet[Valuation]:
    """Return those of the account of an outer query, the newest first."""
    return Valuation.objects.filter(account=OuterRef("pk")).order_by("-date")


class Holding(models.Model):
    """A line of a valuation: a fund, a security, cash."""

    valuation = models.ForeignKey(Valuation, on_delete=models.CASCADE, related_name="holdings")
    code = models.CharField(_("ISIN or code"), max_length=50, blank=True)
    name = models.CharField(_("Name"), max_length=150)
    is_euro_fund = models.BooleanField(_("Euro fund"), default=False)
    units = models.DecimalField(_("Units"), max_digits=20, decimal_places=6, null=True, blank=True)
    price = models.DecimalField(_("Price"), max_digits=18, decimal_places=6, null=True, blank=True)
    priced_on = models.DateField(_("Priced on"), null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, default="EUR")
    value = models.DecimalField(_("Value"), max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("holding")
        verbose_name_plural = _("holdings")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
