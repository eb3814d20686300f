"""Who is what to whom: one row read from both ends."""

from collections.abc import Collection
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from contacts import enums
from contacts.models import columns
from contacts.models.contact import Contact, list_value
from contacts.visibility import is_visible
from persistence.many_keys import among
from persistence.models import TrackedQuerySet, track
from users.models import User


class RelatedPerson(models.Model):
    """Somebody without a folder: what the O2S workbook tells of a spouse or a child.

    Seen, changed and deleted with the contact it hangs on, until a folder is opened for them.
    """

    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        related_name="related_people",
        verbose_name=_("Hangs on"),
    )
    title = columns.choice(_("Title"), enums.Title)
    last_name = models.CharField(_("Last name"), max_length=150)
    first_name = models.CharField(_("First name"), max_length=150, blank=True)
    other_first_names = models.CharField(
        _("Other first names"), max_length=150, blank=True, default=""
    )
    birth_name = models.CharField(_("Birth name"), max_length=100, blank=True)
    birth_date = columns.date(_("Date of birth"))
    death_date = columns.date(_("Date of death"))
    birth_department = models.CharField(_("Department of birth"), max_length=3, blank=True)
    birth_town = models.CharField(_("Town of birth"), max_length=50, blank=True)
    birth_commune = columns.text(_("INSEE code of birth"), 5)
    identity_document = columns.choice(_("Identity document"), enums.IdentityDocument)
    identity_number = models.CharField(
        _("Number of the identity document"), max_length=50, blank=True
    )
    identity_expires_on = columns.date(_("Identity document expires on"))
    profession = list_value(enums.FirmList.PROFESSION)
    profession_label = models.CharField(_("Profession (wording)"), max_length=150, blank=True)
    employer = models.CharField(_("Company"), max_length=200, blank=True)
    employer_office = models.CharField(_("Company (office)"), max_length=100, blank=True)

    objects = TrackedQuerySet.as_manager()
    history = track()

    class Meta:
        verbose_name = _("related person")
        verbose_name_plural = _("related persons")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(death_date__isnull=True)
                | Q(birth_date__isnull=True)
                | Q(death_date__gte=F("birth_date")),
                name="related_person_death_not_before_birth",
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class RelationshipQuerySet(TrackedQuerySet["Relationship"]):
    def visible_to(self, user: User) -> "RelationshipQuerySet":
        """Return those whose two ends exist for the user: a relation with one does not."""
        other_end = is_visible(user, "other_contact") | is_visible(user, "other_person__contact")
        return self.filter(is_visible(user, "contact"), other_end)

    def of(self, contact: Contact) -> "RelationshipQuerySet":
        return self.filter(Q(contact=contact) | Q(other_contact=contact))

    def of_any(self, contacts: Collection[int]) -> "RelationshipQuerySet":
        """Return those that have an end among these contacts.

        They are looked up now, each end by itself: of either at once, or before the rule is asked,
        PostgreSQL reads all relations of the base.
        """
        keys = among(contacts)
        every: models.QuerySet[Any] = models.QuerySet(self.model)
        near = every.filter(contact__in=keys).values_list("pk", flat=True)
        far = every.filter(other_contact__in=keys).values_list("pk", flat=True)
        return self.filter(pk__in=list(near.union(far)))

    def open(self) -> "RelationshipQuerySet":
        return self.filter(ended_on__isnull=True)


class Relationship(models.Model):
    """What the other end is to the contact; the inverse kind is read from the other end.

    Between two folders only the kinds of `WRITTEN_KINDS` are written (a parent's row names the
    child), so that one relation has one row; a related person is always the other end.
    """

    kind = models.CharField(_("Relation"), max_length=20, choices=enums.RelationKind.choices)
    contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        related_name="relationships",
        verbose_name=_("Contact"),
    )
    other_contact = models.ForeignKey(
        Contact,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="relationships_from_others",
        verbose_name=_("Other contact"),
    )
    other_person = models.ForeignKey(
        RelatedPerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="relationships",
        verbose_name=_("Related person"),
    )
    # Who has no folder; the other parent who has one has a row of their own with the child.
    other_parent = models.ForeignKey(
        RelatedPerson,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="named_as_parent",
        verbose_name=_("Other parent"),
    )
    # Of a child, told from the parent who is the near end.
    filiation = columns.choice(_("Born of"), enums.Filiation)
    is_dependent = columns.choice(_("Dependent"), enums.YesNo)
    # Health: read in the folders of the two, by who sees both. No list, search or file has it: a
    # column or a condition would sort people by their health, which nobody needs to advise them.
    has_disability = columns.choice(_("Disability"), enums.YesNo)
    share = columns.percentage(_("Share (%)"))
    started_on = columns.date(_("Since"))
    ended_on = columns.date(_("Until"))
    note = models.CharField(_("Precision"), max_length=150, blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = RelationshipQuerySet.as_manager()
    history = track(excluded=("version",))

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(other_contact__isnull=False, other_person__isnull=True)
                | Q(other_contact__isnull=True, other_person__isnull=False),
                name="relationship_one_other_end",
            ),
            models.CheckConstraint(
                condition=Q(other_contact__isnull=True) | ~Q(other_contact=F("contact")),
                name="relationship_not_with_itself",
            ),
            models.CheckConstraint(
                condition=Q(other_contact__isnull=True) | Q(kind__in=enums.WRITTEN_KINDS),
                name="relationship_written_one_way",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True)
                | Q(started_on__isnull=True)
                | Q(ended_on__gte=F("started_on")),
                name="relationship_end_not_before_start",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True)
                | Q(share__gt=0, share__lte=100, kind__in=enums.SHARE_KINDS),
                name="relationship_share_is_a_part",
            ),
            models.CheckConstraint(
                condition=Q(other_parent__isnull=True) | Q(kind=enums.RelationKind.CHILD),
                name="relationship_other_parent_of_a_child",
            ),
            models.CheckConstraint(
                condition=Q(filiation="", is_dependent="", has_disability="")
                | Q(kind=enums.RelationKind.CHILD),
                name="relationship_filiation_of_a_child",
            ),
            # Whichever end it was written from; what has ended may begin again.
            models.UniqueConstraint(
                Least("contact", "other_contact"),
                Greatest("contact", "other_contact"),
                "kind",
                condition=Q(other_contact__isnull=False, ended_on__isnull=True),
                name="relationship_once_between_folders",
            ),
            models.UniqueConstraint(
                fields=["contact", "other_person", "kind"],
                condition=Q(other_person__isnull=False, ended_on__isnull=True),
                name="relationship_once_with_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
