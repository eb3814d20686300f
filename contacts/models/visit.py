from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact


class Visit(models.Model):
    """What one user last did with one folder: opened it, changed it, created it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="visits", verbose_name=_("Contact")
    )
    opened_at = models.DateTimeField(_("Opened on"), null=True)
    changed_at = models.DateTimeField(_("Changed on"), null=True)
    created_at = models.DateTimeField(_("Created on"), null=True)
    last_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "contact"], name="visit_once")]
        indexes = [models.Index(fields=["user", "-last_at"], name="visit_newest_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.contact_id}"
