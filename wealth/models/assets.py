from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.enums import Right
from accounts.models import Account
from contacts.models import columns
from persistence.models import track
from wealth.enums import AssetKind, Holder, PropertyKind
from wealth.models.declared import DeclaredQuerySet


class Property(models.Model):
    """A property, or a right on one; `share` is the part of the holder (wealth.queries.parts)."""

    contact = columns.folder_key("properties")
    kind = models.CharField(
        pgettext_lazy("property", "Kind"), max_length=8, choices=PropertyKind.choices
    )
    label = models.CharField(_("Description, town"), max_length=120, blank=True)
    holder = models.CharField(
        _("Holder"), max_length=5, choices=Holder.choices, default=Holder.CONTACT
    )
    right = models.CharField(_("Right"), max_length=8, choices=Right.choices, default=Right.FULL)
    share = columns.percentage(_("Share (%)"))
    value = columns.amount(_("Value"))
    outstanding = columns.amount(_("Outstanding capital"))
    annual_rent = columns.amount(_("Rent per year"))

    objects = DeclaredQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("property")
        verbose_name_plural = _("properties")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__gt=0, share__lte=100),
                name="property_share_is_a_percentage",
            )
        ]

    def __str__(self) -> str:
        return self.label or self.get_kind_display()


class DeclaredAsset(models.Model):
    """An investment that no partner tells of, unless `account` is one that they feed."""

    contact = columns.folder_key("declared_assets")
    kind = models.CharField(pgettext_lazy("asset", "Kind"), max_length=8, choices=AssetKind.choices)
    institution = models.CharField(_("Institution"), max_length=80, blank=True)
    holder = models.CharField(
        _("Holder"), max_length=5, choices=Holder.choices, default=Holder.CONTACT
    )
    opened_on = models.DateField(pgettext_lazy("asset", "Opened on"), null=True, blank=True)
    value = columns.amount(_("Value"))
    # Counted as that account then, while this folder owns it, and not once more.
    account = models.ForeignKey(
        Account,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="declared_as",
        verbose_name=_("Followed as the account"),
    )

    objects = DeclaredQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("declared investment")
        verbose_name_plural = _("declared investments")
        default_permissions = ()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.get_kind_display(), self.institution)))
