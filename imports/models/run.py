import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from imports import rights
from imports.enums import State
from users.models import done_by
from users.rights import permissions_of


class ImportRun(models.Model):
    """One file of a partner on its way in."""

    partner = models.CharField(pgettext_lazy("import", "Partner"), max_length=50)
    file_name = models.CharField(_("File"), max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(_("Size"))
    state = models.CharField(
        _("State"), max_length=9, choices=State.choices, default=State.RECEIVED
    )
    code = models.CharField(_("Code"), max_length=30, blank=True)
    # What a sentence about the code needs: the line, the column, the figures that made a doubt.
    params = models.JSONField(default=dict, blank=True)
    # Of the file as it came, whoever its lines are about: never shown as what became of them.
    counts = models.JSONField(default=dict, blank=True)
    # The keys between which its new clients and accounts stand: {"clients": [after, up to], …}.
    # One import at a time makes them, so that a range needs no column and no index of theirs.
    detected = models.JSONField(default=dict, blank=True)
    # Of a suspended file: how many new clients and accounts it would bring, by the contact that
    # decides who may know of them. Counted by going through with it and taking everything back.
    expected = models.JSONField(default=dict, blank=True)
    # The latest "Date de situation" of the file.
    business_date = models.DateField(_("Date of the situation"), null=True, blank=True)
    started_at = models.DateTimeField(_("Received"), auto_now_add=True)
    began_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("Finished"), null=True, blank=True)
    # Who confirmed or refused it once suspended.
    decided_by = done_by(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ()
        permissions = permissions_of("imports.ImportRun", rights)
        indexes = [
            # The last file of each partner, and its runs on the page.
            models.Index(fields=["partner", "id"], name="import_by_partner"),
            models.Index(fields=["id"], condition=Q(state="suspended"), name="import_suspended"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "sha256"],
                condition=Q(state="done"),
                name="import_content_once_for_a_partner",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="import_decided_by_and_at_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}/{self.file_name}"

    @property
    def duration(self) -> dt.timedelta | None:
        """How long the last try took."""
        if self.began_at is None or self.finished_at is None:
            return None
        return self.finished_at - self.began_at
