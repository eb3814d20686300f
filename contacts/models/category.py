from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contacts.enums import Kind
from persistence.models import TrackedQuerySet, track


class Category(models.Model):
    """A place in the tree of contacts, three levels at most."""

    MAX_DEPTH = 3

    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("Parent category"),
    )
    name = models.CharField(_("Name"), max_length=60)
    position = models.PositiveIntegerField(_("Position"), default=0)
    default_for = models.CharField(
        _("Default for"), max_length=12, choices=Kind.choices, blank=True, default=""
    )

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("contact category")
        verbose_name_plural = _("contact categories")
        ordering = ["position", "name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["parent", "name"], name="category_name_unique_in_parent"
            ),
            models.UniqueConstraint(
                fields=["name"],
                condition=Q(parent__isnull=True),
                name="category_name_unique_at_the_top",
            ),
            models.UniqueConstraint(
                fields=["default_for"],
                condition=~Q(default_for=""),
                name="category_one_default_for_each_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.name
