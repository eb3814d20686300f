"""Columns as the models of a folder write them, the same in every app."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact

# Labels are translated when shown.
Label = Any
ONE_HUNDRED = Decimal(100)


def folder_key(related_name: str, *, indexed: bool = True) -> models.ForeignKey[Contact, Contact]:
    """Return the key to the folder; without its own index where another begins with it."""
    return models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        related_name=related_name,
        db_index=indexed,
        verbose_name=_("Contact"),
    )


def choice(
    label: Label, choices: type[models.TextChoices], *, length: int = 20
) -> models.CharField[Any, Any]:
    return models.CharField(
        label, max_length=length, choices=choices.choices, blank=True, default=""
    )


def text(label: Label, length: int) -> models.CharField[Any, Any]:
    return models.CharField(label, max_length=length, blank=True, default="")


def long_text(label: Label, length: int) -> models.TextField[Any, Any]:
    return models.TextField(label, max_length=length, blank=True, default="")


def date(label: Label) -> models.DateField[Any, Any]:
    return models.DateField(label, null=True, blank=True)


def count(label: Label) -> models.PositiveSmallIntegerField[Any, Any]:
    return models.PositiveSmallIntegerField(label, null=True, blank=True)


def amount(label: Label, *, required: bool = False) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label, max_digits=16, decimal_places=2, null=not required, blank=not required
    )


def percentage(label: Label) -> models.DecimalField[Any, Any]:
    """Return a figure of three digits and two decimals; `is_percentage` bounds it."""
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=True, blank=True)


def is_percentage(column: str, name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{column}__isnull": True})
        | Q(**{f"{column}__gte": 0, f"{column}__lte": ONE_HUNDRED}),
        name=name,
    )
