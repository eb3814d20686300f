"""Columns as the models of compliance write them."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact

# Labels are translated when shown.
Label = Any
ONE_HUNDRED = Decimal(100)


def of_contact(related_name: str, *, indexed: bool = True) -> models.ForeignKey:
    """Return the key to the folder; without its own index where another begins with it."""
    return models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        related_name=related_name,
        db_index=indexed,
        verbose_name=_("Contact"),
    )


def choice(label: Label, choices: type[models.TextChoices]) -> models.CharField:
    return models.CharField(label, max_length=12, choices=choices.choices, blank=True, default="")


def text(label: Label, length: int) -> models.CharField:
    return models.CharField(label, max_length=length, blank=True, default="")


def long_text(label: Label, length: int) -> models.TextField:
    return models.TextField(label, max_length=length, blank=True, default="")


def amount(label: Label) -> models.DecimalField:
    return models.DecimalField(label, max_digits=16, decimal_places=2, null=True, blank=True)


def percentage(label: Label) -> models.DecimalField:
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=True, blank=True)


def is_percentage(column: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{column}__isnull": True})
        | Q(**{f"{column}__gte": 0, f"{column}__lte": ONE_HUNDRED}),
        name=name,
    )
