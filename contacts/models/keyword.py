from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.enums import FirmList


class Keyword(models.Model):
    """A word of the firm's closed list."""

    label = models.CharField(_("Keyword"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["label"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


class ListValue(models.Model):
    """A value of one of the firm's own lists."""

    firm_list = models.CharField(_("List"), max_length=20, choices=FirmList.choices)
    label = models.CharField(_("Value"), max_length=150)
    position = models.PositiveIntegerField(_("Position"), default=0)

    class Meta:
        verbose_name = _("list value")
        verbose_name_plural = _("list values")
        ordering = ["firm_list", "position", "label"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["firm_list", "label"], name="list_value_unique_in_its_list"
            )
        ]

    def __str__(self) -> str:
        return self.label
