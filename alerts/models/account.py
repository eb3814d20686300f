from django.db import models
from django.db.models import Q

from accounts.models import Account
from alerts.enums import State
from alerts.models.client import DetectedClient, maybe_contact
from users.models import done_by


class DetectedAccount(models.Model):
    """An account that the night made and nobody has accepted yet."""

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="detected")
    client = models.ForeignKey(
        DetectedClient, on_delete=models.PROTECT, null=True, blank=True, related_name="accounts"
    )
    # Recognised by a link decided before, or chosen.
    owner = maybe_contact()
    second_owner = maybe_contact()
    # The account that existed under another number, and has this one's since.
    linked = models.ForeignKey(
        Account, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    # Whose file brought it: its number is compared with what they see.
    sent_by = done_by(null=True, blank=True)
    decided_by = done_by(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    first_seen = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["id"], condition=Q(state="pending"), name="account_to_treat"),
            models.Index(
                fields=["id"],
                condition=Q(state="added", owner__isnull=True),
                name="account_added_without_owner",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="detected_account_decided_by_somebody",
            )
        ]

    def __str__(self) -> str:
        return str(self.account_id)
