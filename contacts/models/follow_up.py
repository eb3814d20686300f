from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.enums import FollowUpKind
from contacts.models.contact import Contact
from persistence.models import TrackedQuerySet, track


class FollowUp(models.Model):
    """A dated note about a contact (fiche de suivi); its text is kept as it was written."""

    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        related_name="follow_ups",
        db_index=False,
        verbose_name=_("Contact"),
    )
    kind = models.CharField(
        pgettext_lazy("follow-up", "Kind"),
        max_length=10,
        choices=FollowUpKind.choices,
        default=FollowUpKind.CALL,
    )
    date = models.DateField(_("Date"))
    text = models.TextField(_("Text"), max_length=20_000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        verbose_name=_("Author"),
    )
    # The text as search reads it, written by the action.
    search_text = models.TextField(editable=False, default="")
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("Created on"), auto_now_add=True)

    objects = TrackedQuerySet.as_manager()
    history = track(excluded=("search_text", "version"))

    class Meta:
        verbose_name = _("follow-up note")
        verbose_name_plural = _("follow-up notes")
        default_permissions = ()
        indexes = [
            # One folder's notes, newest first, and its keyset pages; the date of the last contact.
            models.Index(fields=["contact", "date", "id"], name="follow_up_by_contact_and_date")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date}"
