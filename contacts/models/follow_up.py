from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.enums import FollowUpKind
from contacts.models.contact import Contact
from contacts.visibility import is_changeable, is_seen_by, is_visible
from persistence.models import TrackedQuerySet, track
from users.models import User, done_by

IS_TO_DO = Q(reminder_date__isnull=False, done_at__isnull=True)


class FollowUpQuerySet(TrackedQuerySet["FollowUp"]):
    def visible_to(self, user: User) -> "FollowUpQuerySet":
        """Return the notes of folders that exist for the user."""
        return self.filter(is_visible(user, "contact"))

    def to_do(self) -> "FollowUpQuerySet":
        """Return those that ask for something not done yet."""
        return self.filter(IS_TO_DO)

    def to_do_for(self, user: User) -> "FollowUpQuerySet":
        """Return what the user is to do, in folders that exist for them."""
        return self.to_do().visible_to(user).filter(reminder_person=user)

    def to_do_for_nobody(self, user: User) -> "FollowUpQuerySet":
        """Return what has to be given to somebody else: whose person sees the folder no more.

        Told to those who may change the folder.
        """
        lost = ~is_seen_by("reminder_person", "contact")
        return self.to_do().filter(is_changeable(user, "contact"), lost)


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
    # That of an appointment may be ahead.
    date = models.DateField(_("Date"))
    time = models.TimeField(_("Hour"), null=True, blank=True)
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
    # What is to be done about it: when, and by whom; `done_at` says that it was.
    reminder_date = models.DateField(_("Call back on"), null=True, blank=True)
    reminder_time = models.TimeField(_("Call back at"), null=True, blank=True)
    reminder_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("To be done by"),
    )
    done_at = models.DateTimeField(_("Done on"), null=True, blank=True, editable=False)
    done_by = done_by(_("Done by"), null=True, blank=True, editable=False)

    objects = FollowUpQuerySet.as_manager()
    history = track(excluded=("search_text", "version"))

    class Meta:
        verbose_name = _("follow-up note")
        verbose_name_plural = _("follow-up notes")
        default_permissions = ()
        indexes = [
            # One folder's notes, newest first, and its keyset pages; the date of the last contact.
            models.Index(fields=["contact", "date", "id"], name="follow_up_by_contact_and_date"),
            # What somebody is to do, the most overdue first.
            models.Index(
                fields=["reminder_person", "reminder_date", "id"],
                condition=IS_TO_DO,
                name="to_do_by_person_and_date",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reminder_date__isnull=False, reminder_person__isnull=False)
                | Q(
                    reminder_date__isnull=True,
                    reminder_time__isnull=True,
                    reminder_person__isnull=True,
                    done_at__isnull=True,
                ),
                name="follow_up_reminder_has_date_and_person",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="follow_up_done_at_and_by_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.date}"

    @property
    def is_ahead(self) -> bool:
        """Tell whether it is an appointment, today or later."""
        return self.kind == FollowUpKind.MEETING and self.date >= timezone.localdate()

    @property
    def is_to_do(self) -> bool:
        return self.reminder_date is not None and self.done_at is None
