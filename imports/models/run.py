import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from imports import rights
from imports.enums import State
from imports.models.profile import ImportProfileVersion
from jobs.models import Job
from users.models import User, done_by
from users.rights import permissions_of

# How long a file that somebody sent waits for its import.
KEPT_FOR = dt.timedelta(days=7)
# Where such a file waits.
WAITING = (State.RECEIVED, State.SUSPENDED, State.CONFIRMED)


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def visible_to(self, user: User) -> Self:
        """Return the user's own, and with the right those of the night.

        What somebody sent is theirs alone until it is in.
        """
        own = Q(sent_by=user)
        if not user.has_perm(rights.SEE):
            return self.filter(own)
        return self.filter(own | Q(sent_by=None) | Q(state=State.DONE))

    def of_night(self) -> Self:
        """Return those of files that lay in the inbox."""
        return self.filter(sent_by=None)

    def waiting_of(self, user: User) -> Self:
        """Return the files that the user sent and that are neither in nor refused."""
        return self.filter(sent_by=user, state__in=WAITING)


class ImportRun(models.Model):
    """One file of a partner on its way in: found in the inbox, or sent by somebody."""

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
    # Of a file that somebody sent, what it would bring as they were told (imports.pipeline.sent).
    told = models.JSONField(default=dict, blank=True)
    # The import profile that read it, as it stood then.
    profile_version = models.ForeignKey(
        ImportProfileVersion,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        db_index=False,
        verbose_name=_("import profile"),
    )
    # The latest "Date de situation" of the file.
    business_date = models.DateField(_("Date of the situation"), null=True, blank=True)
    started_at = models.DateTimeField(_("Received"), auto_now_add=True)
    began_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("Finished"), null=True, blank=True)
    # Who confirmed or refused it once suspended.
    decided_by = done_by(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    # Of a file that somebody sent: who, its name in settings.ACCOUNT_IMPORTS while it waits, and
    # the work on it; jobs are forgotten before their imports.
    sent_by = done_by(_("Sent by"), null=True, blank=True)
    file = models.CharField(max_length=50, blank=True)
    job = models.ForeignKey(
        Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ()
        permissions = permissions_of("imports.ImportRun", rights)
        indexes = [
            # The last file of each partner, and its runs on the page.
            models.Index(fields=["partner", "id"], name="import_by_partner"),
            models.Index(fields=["id"], condition=Q(state="suspended"), name="import_suspended"),
            models.Index(
                fields=["sent_by", "-id"],
                condition=Q(sent_by__isnull=False),
                name="import_by_sender",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "sha256"],
                condition=Q(state="done"),
                name="import_content_once_for_a_partner",
            ),
            models.UniqueConstraint(
                fields=["sent_by", "partner", "sha256"],
                condition=Q(sent_by__isnull=False, state__in=WAITING),
                name="import_sent_once_while_it_waits",
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
    def analysis(self) -> str:
        """Name the last try: whoever decides says which one they looked at."""
        return self.finished_at.isoformat() if self.finished_at else ""

    @property
    def duration(self) -> dt.timedelta | None:
        """How long the last try took."""
        if self.began_at is None or self.finished_at is None:
            return None
        return self.finished_at - self.began_at
