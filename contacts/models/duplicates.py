"""Contacts that may be one client: what they share, how sure it is, and what somebody said."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contacts.models.contact import Contact
from persistence.models import TrackedQuerySet, track
from users.models import done_by


def _end() -> models.ForeignKey:
    return models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)


def _in_order(table: str) -> list[models.BaseConstraint]:
    """Two contacts stand once, the lower key first."""
    return [
        models.CheckConstraint(condition=Q(first__lt=F("second")), name=f"{table}_in_order"),
        models.UniqueConstraint(fields=["first", "second"], name=f"{table}_once"),
    ]


class MatchingKey(models.Model):
    """One of the `contacts.scoring.keys` of a contact: who shares none need not be compared."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="matching_keys", db_index=False
    )
    key = models.BigIntegerField()
    # Of the folder, so that public ones are never counted together with private ones.
    is_private = models.BooleanField()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["contact", "key"], name="matching_key_once")]
        indexes = [
            models.Index(fields=["key", "is_private", "contact"], name="matching_key_shared")
        ]

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.key}"


class MatchFingerprint(models.Model):
    """What the matching keys of a contact were made of: while it reads the same, they stand."""

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="match_fingerprint"
    )
    fingerprint = models.CharField(max_length=32)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.contact_id}: {self.fingerprint}"


class DuplicatePair(models.Model):
    """Two active contacts that may be one client, in the firm's eyes: shown to who sees both."""

    first = _end()
    second = _end()
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = _in_order("duplicate_pair")
        indexes = [
            # The page's order, read backwards: the likeliest, of two as likely the newer contact.
            models.Index(fields=["score", "first", "second"], name="duplicate_pair_by_score"),
            models.Index(fields=["second"], name="duplicate_pair_by_second"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id}, {self.second_id}: {self.score}"


class NotDuplicates(models.Model):
    """Somebody said that these are two; it holds for whomever either is merged into."""

    first = _end()
    second = _end()
    by = done_by(_("By"))
    at = models.DateTimeField(_("Set aside on"))

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("pair that is not a duplicate")
        verbose_name_plural = _("pairs that are not duplicates")
        default_permissions = ()
        constraints = _in_order("not_duplicates")
        indexes = [models.Index(fields=["second"], name="not_duplicates_by_second")]

    def __str__(self) -> str:
        return f"{self.first_id} ≠ {self.second_id}"
