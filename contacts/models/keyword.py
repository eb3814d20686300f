from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.enums import FirmList
from persistence.models import TrackedQuerySet, track


class Term(models.Model):
    """A word that the firm writes itself, in the order that it chose.

    One that is archived stays where it stands and is offered no more.
    """

    position = models.PositiveIntegerField(_("Position"), default=0)
    is_archived = models.BooleanField(pgettext_lazy("term", "Archived"), default=False)

    class Meta:
        abstract = True


class Keyword(Term):
    """A word of the firm's closed list."""

    label = models.CharField(_("Keyword"), max_length=60, unique=True)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["position", "label"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.label


class ListValue(Term):
    """A value of one of the firm's own lists."""

    firm_list = models.CharField(_("List"), max_length=20, choices=FirmList.choices)
    label = models.CharField(_("Value"), max_length=150)

    objects = TrackedQuerySet.as_manager()
    history = track()

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
