"""Forms that came back and wait for their reader's decision, and what is kept of refused ones."""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contacts.models import Contact
from contacts.visibility import is_visible, would_be_visible
from imports.models.fact_find import HEX_NAME, SHA256, FormIssue
from users.models import User, done_by

KEPT_FOR = dt.timedelta(days=1)


class ReceivedFormQuerySet(models.QuerySet["ReceivedForm"]):
    def visible_to(self, user: User) -> "ReceivedFormQuerySet":
        """Return the user's own, as long as the folders that one is about exist for them.

        That is the one that it was printed for, and the one that was made or changed by it.
        """
        printed_for = Q(issue__isnull=True) | is_visible(user, "issue__contact")
        taken_into = Q(contact__isnull=True) | would_be_visible(user, "contact")
        return self.filter(printed_for, taken_into, uploader=user)

    def waiting(self) -> "ReceivedFormQuerySet":
        """Return those of which nobody made anything yet, and whose file is still there."""
        return self.filter(decided_at__isnull=True, received_at__gt=timezone.now() - KEPT_FOR)


class ReceivedForm(models.Model):
    """A form that was read, for who sent it alone: its file is kept until decided, or for a day."""

    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="received_forms",
        db_index=False,
    )
    received_at = models.DateTimeField(default=timezone.now)
    # The name of the file where it is kept, drawn by chance, and the one that it came with.
    file = models.CharField(max_length=HEX_NAME, blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=SHA256)
    # RIC-PP or RIC-PM, as it was published.
    form = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    # What it was printed from; a blank one has no issue.
    issue = models.ForeignKey(
        FormIssue, on_delete=models.PROTECT, null=True, related_name="received_forms"
    )
    # What stood in its fields: {"texts": {name: text}, "doubts": {name: code}, "remarks": [code]}.
    answers = models.JSONField(default=dict)
    # The folder that it made or brought up to date, once somebody decided.
    contact = models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, related_name="received_forms"
    )
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar[ReceivedFormQuerySet] = ReceivedFormQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["uploader", "sha256"],
                condition=Q(decided_at__isnull=True),
                name="received_form_waits_once_for_a_user",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, contact__isnull=True)
                | Q(decided_at__isnull=False, contact__isnull=False),
                name="received_form_decided_at_and_contact_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}/{self.version} {self.pk}"


class RefusedForm(models.Model):
    """All that is kept of a file that was refused."""

    # One of imports.fact_find.reasons.
    code = models.CharField(max_length=20)
    size = models.BigIntegerField()
    # Of what was read: nothing of a file that is too large is.
    sha256 = models.CharField(max_length=SHA256, blank=True)
    seconds = models.FloatField()
    by = done_by()
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("refused form")
        verbose_name_plural = _("refused forms")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.code} {self.pk}"
