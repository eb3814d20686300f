from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models.category import Category
from persistence.models import TrackedQuerySet, track


class ListColumns(models.Model):
    """The columns of a category's page, chosen for the whole firm; without category, of all.

    What a category has not chosen it takes from the category above it.
    """

    category = models.OneToOneField(
        Category,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="list_columns",
        verbose_name=_("Category"),
    )
    # Keys of contacts.fields, from left to right; the name always comes before them.
    columns = models.JSONField(_("Columns"), default=list)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TrackedQuerySet.as_manager()
    history = track(excluded=("version",))

    class Meta:
        verbose_name = _("composition of the contacts table")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(category__isnull=True),
                name="list_columns_one_for_all",
            )
        ]

    def __str__(self) -> str:
        return ", ".join(self.columns)
