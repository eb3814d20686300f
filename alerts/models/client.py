from django.db import models
from django.db.models import Q

from alerts import rights
from alerts.enums import Holder, State
from contacts.enums import Kind, reasons_told
from contacts.models import Contact
from text.names import usual_case, usual_first_name
from text.titles import is_joint
from users.models import done_by
from users.rights import permissions_of


def maybe_contact() -> models.ForeignKey:
    """Return the column of a contact that may not be known yet."""
    return models.ForeignKey(
        Contact, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )


def sent_key(key: str, sender: int, attempt: int = 1) -> str:
    """Return the owner's key itself, then those that are its sender's own."""
    return f"{key}|sent|{sender}|{attempt}" if attempt else key


class PartnerLink(models.Model):
    """A partner's client whom somebody said to be a contact: the only link that acts alone."""

    partner = models.CharField(max_length=50)
    owner_key = models.CharField(max_length=400)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="partner_links")
    # Of joint holders the other one, in the order of their names.
    second_contact = maybe_contact()
    decided_by = done_by()
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "owner_key"], name="partner_link_once_for_an_owner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.partner} → {self.contact_id}"


class SetApart(models.Model):
    """Somebody said that this partner's client is not whom the other partners call the same."""

    partner = models.CharField(max_length=50)
    identity_key = models.CharField(max_length=500)
    decided_by = done_by()
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["identity_key", "partner"], name="set_apart_once")
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.identity_key}"


class DetectedClient(models.Model):
    """An owner whom nobody has linked yet: one line, however many accounts."""

    partner = models.CharField(max_length=50)
    owner_key = models.CharField(max_length=400)
    # Whoever has the same one is the same client of several partners, and shown on one line.
    identity_key = models.CharField(max_length=500)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PERSON)
    title = models.CharField(max_length=30, blank=True)
    last_name = models.CharField(max_length=150)
    first_name = models.CharField(max_length=150, blank=True)
    # What the partner wrote into the name: FOULQUIER née BOURDALOUE.
    birth_name = models.CharField(max_length=100, blank=True)
    # As people read a list, whatever the case and the accents; in byte order on PostgreSQL.
    sort_name = models.CharField(max_length=360, default="", editable=False)
    birth_date = models.DateField(null=True, blank=True)
    line_1 = models.CharField(max_length=250, blank=True)
    line_2 = models.CharField(max_length=250, blank=True)
    post_code = models.CharField(max_length=10, blank=True)
    town = models.CharField(max_length=50, blank=True)
    country = models.CharField(max_length=50, blank=True)
    # What else the partner says, where its format has it: as a contact's own form takes it.
    email = models.CharField(max_length=80, blank=True)
    mobile = models.CharField(max_length=40, blank=True)
    siren = models.CharField(max_length=9, blank=True)
    siret = models.CharField(max_length=14, blank=True)
    lei = models.CharField(max_length=20, blank=True)
    birth_town = models.CharField(max_length=50, blank=True)
    birth_commune = models.CharField(max_length=5, blank=True)
    # The owner's key by the number that the client had before at the partner, as the night has it.
    former_key = models.CharField(max_length=400, blank=True)

    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    contact = maybe_contact()
    second_contact = maybe_contact()
    # The suggestions of 70 or more, of each holder the best, that decide who may see the line.
    best_contact = maybe_contact()
    second_best_contact = maybe_contact()
    best_score = models.PositiveSmallIntegerField(default=0)
    # What a person corrected before adding; what the partner said stays above.
    edits = models.JSONField(default=dict, blank=True)
    # Whose file brought it: it is matched with their eyes, the night's with the firm's.
    sent_by = done_by(null=True, blank=True)
    decided_by = done_by(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    first_seen = models.DateTimeField(auto_now_add=True)
    last_seen = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        permissions = permissions_of("alerts.DetectedClient", rights)
        indexes = [
            models.Index(
                fields=["sort_name", "id"], condition=Q(state="pending"), name="client_to_treat"
            ),
            models.Index(
                fields=["identity_key", "id"],
                condition=Q(state="pending"),
                name="client_to_treat_by_identity",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "owner_key"], name="detected_client_once_for_an_owner"
            ),
            models.CheckConstraint(
                condition=Q(state="pending")
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="detected_client_decided_by_somebody",
            ),
            # Lines without one would all be taken for one client.
            models.CheckConstraint(
                condition=~Q(identity_key=""), name="detected_client_has_an_identity_key"
            ),
        ]

    def __str__(self) -> str:
        """Return the name as it is shown; the columns keep it as the partner wrote it."""
        names = self.first_name, self.last_name
        if self.kind == Kind.PERSON:
            names = usual_first_name(self.first_name), usual_case(self.last_name)
        return " ".join(filter(None, names))

    @property
    def former_keys(self) -> set[str]:
        """Return the keys under which somebody may have said who the client is."""
        if not self.former_key:
            return set()
        own = {sent_key(self.former_key, self.sent_by_id)} if self.sent_by_id else set()
        return {self.former_key} | own

    @property
    def is_joint(self) -> bool:
        """Tell whether the partner names two holders in one."""
        return self.kind == Kind.PERSON and is_joint(self.title)


class Suggestion(models.Model):
    """A contact that a detected client, or one of its two holders, may be, with the reasons."""

    client = models.ForeignKey(
        DetectedClient, on_delete=models.CASCADE, related_name="suggestions", db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    holder = models.PositiveSmallIntegerField(choices=Holder.choices, default=Holder.FIRST)
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    # "It is not this contact": the pair is never proposed again.
    refused_by = done_by(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["client", "contact", "holder"], name="suggestion_once_for_a_holder"
            )
        ]

    def __str__(self) -> str:
        return f"{self.client_id} → {self.contact_id} ({self.score})"

    @property
    def reasons_told(self) -> str:
        return reasons_told(self.reasons)


class LastMatching(models.Model):
    """When a night compared the pending lines last with the whole base: one row, or none yet."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.at)
