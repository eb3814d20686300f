from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from imports.enums import State


class ImportRun(models.Model):
    """One file of a partner on its way in."""

    id = models.BigAutoField(primary_key=True)
    partner = models.CharField(_("Partner"), max_length=50)
    file_name = models.CharField(_("File"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(_("Size"))
    state = models.CharField(
        _("State"), max_length=9, choices=State.choices, default=State.RECEIVED
    )
    code = models.CharField(_("Code"), max_length=20, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    # The latest "Date de situation" of the file.
    business_date = models.DateField(_("Date of the situation"), null=True, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ("view",)
        permissions = [("confirm_runs", _("Confirm suspended imports"))]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "sha256"],
                condition=Q(state="done"),
                name="import_content_once_for_a_partner",
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner}/{self.file_name}"
