from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.models import columns
from persistence.models import track
from wealth.enums import ExpenseKind, IncomeKind
from wealth.models.declared import DeclaredQuerySet


class Income(models.Model):
    """What a person earns in a year, one row of a kind."""

    contact = columns.folder_key("incomes")
    kind = models.CharField(
        pgettext_lazy("income", "Kind"), max_length=12, choices=IncomeKind.choices
    )
    annual_amount = columns.amount(_("Amount per year"), required=True)

    objects = DeclaredQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("income")
        verbose_name_plural = _("incomes")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind"], name="income_one_of_a_kind")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Expense(models.Model):
    """What a household spends in a year, one row of a kind."""

    contact = columns.folder_key("expenses")
    kind = models.CharField(
        pgettext_lazy("expense", "Kind"), max_length=12, choices=ExpenseKind.choices
    )
    annual_amount = columns.amount(_("Amount per year"), required=True)

    objects = DeclaredQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("expense")
        verbose_name_plural = _("expenses")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["contact", "kind"], name="expense_one_of_a_kind")
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
