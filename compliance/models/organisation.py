"""What only an organisation declares: who controls and owns it, and its figures by year."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from compliance import enums
from contacts.enums import YesNo
from contacts.models import columns
from persistence.models import TrackedQuerySet, track

# No firm has books older than that; a year to come is one being closed.
OLDEST_YEAR, LATEST_YEAR = 1900, 2100


class BeneficialOwner(models.Model):
    """Who holds more than a quarter or controls the organisation, as it was declared."""

    contact = columns.folder_key("beneficial_owners")
    last_name = models.CharField(_("Last name"), max_length=80)
    first_name = columns.text(_("First name"), 80)
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True)
    country = columns.text(_("Country of residence"), 2)
    share = columns.percentage(_("Share held (%)"))
    control = columns.choice(_("Control"), enums.Control, length=12)
    is_pep = columns.choice(_("Politically exposed"), YesNo, length=12)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("beneficial owner")
        verbose_name_plural = _("beneficial owners")
        default_permissions = ()
        constraints = [columns.is_percentage("share", "beneficial_owner_share_is_a_percentage")]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class Shareholder(models.Model):
    contact = columns.folder_key("shareholders")
    name = models.CharField(_("Name or legal name"), max_length=120)
    share = columns.percentage(_("Share of the capital (%)"))
    right = columns.choice(pgettext_lazy("shareholder", "Right"), enums.ShareholderRight, length=12)
    units = models.PositiveIntegerField(_("Number of shares"), null=True, blank=True)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("shareholder")
        verbose_name_plural = _("shareholders")
        default_permissions = ()
        constraints = [columns.is_percentage("share", "shareholder_share_is_a_percentage")]

    def __str__(self) -> str:
        return self.name


class FinancialYear(models.Model):
    contact = columns.folder_key("financial_years", indexed=False)
    year = models.PositiveSmallIntegerField(
        pgettext_lazy("figures", "Year"),
        validators=[MinValueValidator(OLDEST_YEAR), MaxValueValidator(LATEST_YEAR)],
    )
    revenue = columns.amount(_("Revenue"))
    net_income = columns.amount(_("Net income"))
    balance_total = columns.amount(_("Balance sheet total"))
    equity = columns.amount(_("Equity"))
    cash = columns.amount(_("Cash available"))
    debt = columns.amount(_("Indebtedness"))

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("financial year")
        verbose_name_plural = _("financial years")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["contact", "year"], name="financial_year_once")
        ]

    def __str__(self) -> str:
        return f"{self.year}"
