from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Family

# A firm's products are put aside with its custodians, never deleted from under accounts.
RIGHTS = ("add", "change", "view")


class Custodian(models.Model):
    """Who keeps accounts: an insurer, a bank, a manager of funds."""

    code = models.CharField(_("Code"), max_length=50, unique=True)
    name = models.CharField(_("Name"), max_length=150, unique=True)

    class Meta:
        verbose_name = _("custodian")
        verbose_name_plural = _("custodians")
        ordering = ["name"]
        default_permissions = RIGHTS

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    custodian = models.ForeignKey(
        Custodian, on_delete=models.PROTECT, related_name="products", verbose_name=_("Custodian")
    )
    code = models.CharField(_("Code"), max_length=50)
    name = models.CharField(_("Name"), max_length=150)
    family = models.CharField(
        _("Sort of product"), max_length=16, choices=Family.choices, default=Family.OTHER
    )

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name"]
        default_permissions = RIGHTS
        constraints = [
            models.UniqueConstraint(
                fields=["custodian", "code"], name="product_code_unique_at_its_custodian"
            )
        ]

    def __str__(self) -> str:
        return self.name
