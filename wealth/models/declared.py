"""What every declared row has: the one folder where it was declared, and its history."""

from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from contacts.visibility import is_visible
from persistence.models import TrackedQuerySet
from users.models import User

Label = Any


class DeclaredQuerySet(TrackedQuerySet[Any]):
    def visible_to(self, user: User, *, by_sets: bool = False) -> Self:
        """Return those whose folder exists for the user; `by_sets` where all are read."""
        return self.filter(is_visible(user, "contact", by_sets=by_sets))


def folder_of(related_name: str) -> models.ForeignKey[Contact, Contact]:
    return models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        related_name=related_name,
        verbose_name=_("Contact"),
    )


def amount(label: Label, *, required: bool = False) -> models.DecimalField[Any, Any]:
    return models.DecimalField(
        label, max_digits=16, decimal_places=2, null=not required, blank=not required
    )


def percentage(label: Label) -> models.DecimalField[Any, Any]:
    return models.DecimalField(label, max_digits=5, decimal_places=2, null=True, blank=True)
