from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from contacts import enums, rights
from contacts.models.keyword import Keyword, ListValue
from contacts.people import in_any_role
from contacts.visibility import SEE_PRIVATE, is_changeable, is_visible
from persistence.models import SoftDeletable, TrackedQuerySet, deleted_together, track
from users.models import User, done_by
from users.rights import permissions_of


class ContactQuerySet(TrackedQuerySet["Contact"]):
    def visible_to(self, user: User, *, by_sets: bool = False) -> "ContactQuerySet":
        """Return those that exist for the user; `by_sets` where all are read, not a page."""
        return self.filter(is_visible(user, by_sets=by_sets))

    def changeable_by(self, user: User) -> "ContactQuerySet":
        """Return those that the user sees and may change."""
        return self.filter(is_changeable(user))


class ActiveContacts(models.Manager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> ContactQuerySet:
        return super().get_queryset().filter(deleted_at__isnull=True)


class DeletedContacts(models.Manager.from_queryset(ContactQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> ContactQuerySet:
        return super().get_queryset().filter(deleted_at__isnull=False)


def _person_assigned(label: Any, related_name: str) -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name=related_name,
        verbose_name=label,
    )


def list_value(firm_list: enums.FirmList) -> models.ForeignKey:
    return models.ForeignKey(
        ListValue,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        limit_choices_to={"firm_list": firm_list.value},
        verbose_name=firm_list.label,
    )


# What lists of any size sort by, beside the name (contacts.fields says it of each field).
SORTED_COLUMNS = (
    "folder_code",
    "client_number",
    "town",
    "birth_date",
    "relation_since",
    "lead_adviser_sort",
)


class Contact(SoftDeletable):
    """A client, a prospect, a partner: the narrow row that lists and rights read.

    What only a person or only an organisation has stands in `details`; `name`, `first_name`,
    `sort_name`, `birth_date` and `town` are kept here from there, written by the same action.
    """

    kind = models.CharField(_("Type of contact"), max_length=12, choices=enums.Kind.choices)
    name = models.CharField(_("Name"), max_length=200, editable=False)
    first_name = models.CharField(_("First name"), max_length=150, blank=True, editable=False)
    # Byte order on PostgreSQL (set by the migration), or ranges and keyset pages break.
    sort_name = models.CharField(max_length=360, editable=False, default="")
    birth_date = models.DateField(_("Date of birth"), null=True, blank=True, editable=False)
    town = models.CharField(_("Town"), max_length=50, blank=True, editable=False)

    category = models.ForeignKey(
        "contacts.Category", on_delete=models.PROTECT, verbose_name=_("Category"), db_index=False
    )
    folder_code = models.CharField(_("Folder code"), max_length=50, blank=True)
    client_number = models.CharField(_("Client number"), max_length=50, blank=True)
    client_number_suffix = models.CharField(
        _("Client number (continued)"), max_length=50, blank=True
    )
    # The lead adviser's name as it sorts: through a join the list would take a second and a half.
    lead_adviser_sort = models.CharField(max_length=310, editable=False, default="")
    lead_adviser = _person_assigned(_("Lead adviser"), "led_contacts")
    second_adviser = _person_assigned(_("Second adviser"), "seconded_contacts")
    assistant = _person_assigned(_("Assistant"), "assisted_contacts")
    is_private = models.BooleanField(_("Private folder"), default=False)

    # In the order of Général.
    origin = list_value(enums.FirmList.ORIGIN)
    zone = list_value(enums.FirmList.ZONE)
    campaign = list_value(enums.FirmList.CAMPAIGN)
    qualification = list_value(enums.FirmList.QUALIFICATION)
    relation_since = models.DateField(_("In relation since"), null=True, blank=True)
    client_since = models.DateField(_("Client since"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=255, blank=True)
    keywords = models.ManyToManyField(
        Keyword, through="ContactKeyword", related_name="contacts", verbose_name=_("Keywords")
    )

    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("Created on"), auto_now_add=True)
    created_by = done_by(_("Created by"), editable=False)
    updated_at = models.DateTimeField(_("Changed on"), auto_now=True)

    objects = ActiveContacts()
    deleted = DeletedContacts()
    everything = ContactQuerySet.as_manager()
    history = track(
        excluded=(
            "name",
            "first_name",
            "sort_name",
            "lead_adviser_sort",
            "birth_date",
            "town",
            "version",
            "updated_at",
            "keywords",
        )
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        base_manager_name = "everything"
        default_permissions = ()
        permissions = [
            (SEE_PRIVATE, _("See this private folder")),
            *permissions_of("contacts.Contact", rights),
        ]
        indexes = [
            # The list of a category, the list of everything, and the keyset pages of both. The
            # categories are counted from the index alone, which must say who is private.
            models.Index(
                fields=["category", "sort_name", "id", "is_private"],
                condition=Q(deleted_at__isnull=True),
                name="contact_list_by_category",
            ),
            models.Index(
                fields=["sort_name", "id"],
                condition=Q(deleted_at__isnull=True),
                name="contact_list_by_name",
            ),
            *(
                models.Index(
                    fields=[column, "id"],
                    condition=Q(deleted_at__isnull=True),
                    name=f"contact_list_by_{column}"[:30],
                )
                for column in SORTED_COLUMNS
            ),
            # Accueil: what changed last.
            models.Index(
                fields=["-updated_at", "-id"],
                condition=Q(deleted_at__isnull=True),
                name="contact_by_last_change",
            ),
            # Namesakes among the deleted, whom adding somebody offers to reactivate.
            models.Index(
                fields=["sort_name"],
                condition=Q(deleted_at__isnull=False),
                name="deleted_contact_by_name",
            ),
            # Suggestions for one contact start from the date of birth.
            models.Index(
                fields=["birth_date"],
                condition=Q(birth_date__isnull=False),
                name="contact_by_birth_date",
            ),
            models.Index(
                fields=["folder_code"], condition=~Q(folder_code=""), name="contact_by_folder_code"
            ),
        ]
        constraints = [
            deleted_together("contact"),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(deleted_at__isnull=False),
                name="contact_merged_is_deleted",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="contact_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=Q(is_private=False)
                | Q(deleted_at__isnull=False)
                | in_any_role("__isnull", value=False),
                name="contact_private_has_somebody_assigned",
            ),
            # A number held by a private or deleted folder tells nobody anything.
            models.UniqueConstraint(
                fields=["client_number"],
                condition=~Q(client_number="") & Q(is_private=False, deleted_at__isnull=True),
                name="contact_client_number_unique_among_public",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.name}".strip()

    @property
    def is_person(self) -> bool:
        return self.kind == enums.Kind.PERSON


class ContactKeyword(models.Model):
    """A keyword ticked for a contact."""

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, db_index=False)
    keyword = models.ForeignKey(Keyword, on_delete=models.PROTECT)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["contact", "keyword"], name="contact_keyword_once")
        ]

    def __str__(self) -> str:
        return str(self.keyword)


class ContactSearch(models.Model):
    """The one normalised text of a contact that search reads, in a row of its own.

    Apart from the contact, so that writing it in bulk does not touch the contact's indexes.
    """

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="search"
    )
    text = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.text


class ContactFigures(models.Model):
    """Sums that lists sort by, kept beside the contact by whoever moves them."""

    contact = models.OneToOneField(
        Contact, on_delete=models.CASCADE, primary_key=True, related_name="figures"
    )
    # In euros: no rate of exchange is known.
    total_value = models.DecimalField(_("Total value"), max_digits=18, decimal_places=2, default=0)
    # What stands beside it, a sum for each other currency: {"USD": "1000.00"}.
    other_totals = models.JSONField(_("In other currencies"), default=dict, blank=True)
    account_count = models.PositiveIntegerField(_("Accounts"), default=0)
    valued_on = models.DateField(_("Valued on"), null=True, blank=True)
    last_contact = models.DateField(_("Last contact"), null=True, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(fields=["-total_value", "contact"], name="figures_by_total_value"),
            models.Index(fields=["-last_contact", "contact"], name="figures_by_last_contact"),
            models.Index(fields=["-account_count", "contact"], name="figures_by_account_count"),
        ]

    def __str__(self) -> str:
        return f"{self.total_value}"
