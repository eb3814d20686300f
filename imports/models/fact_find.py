"""The forms that were printed for a folder, and the files that are kept with it."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.models import Change, Contact
from contacts.visibility import is_visible, would_be_visible
from imports.enums import DocumentKind
from persistence.models import SoftDeletable, TrackedQuerySet, deleted_together, track
from users.models import User, done_by

HEX_NAME = 32
SHA256 = 64


class FormIssueQuerySet(models.QuerySet["FormIssue"]):
    def visible_to(self, user: User) -> "FormIssueQuerySet":
        """Return those whose folder exists for the user.

        Their values tell of the spouse too: whoever reads these asks the rule for the spouse.
        """
        return self.filter(is_visible(user, "contact"))


class FormIssue(models.Model):
    """One prefilled form that was printed: what a copy of it that comes back is compared with."""

    # Drawn by chance: what the mark of each copy says instead of a contact's number.
    ref = models.CharField(max_length=HEX_NAME, unique=True)
    # RIC-PP or RIC-PM, as it was published.
    form = models.CharField(max_length=10)
    version = models.PositiveSmallIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="form_issues")
    issued_by = done_by()
    issued_at = models.DateTimeField(default=timezone.now)
    # What stood in its fields, by their names, as printed.
    values = models.JSONField(default=dict)
    # Keys of the rows that stood in its lines, in order, by the first word of their targets.
    rows = models.JSONField(default=dict)
    # The calendar years of an organisation's figures, by the ends of their targets.
    years = models.JSONField(default=dict)

    objects: ClassVar[FormIssueQuerySet] = FormIssueQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.form}/{self.version} {self.pk}"


class DocumentQuerySet(TrackedQuerySet["Document"]):
    def visible_to(self, user: User) -> "DocumentQuerySet":
        """Return those of folders that exist for the user and that tell of no other but such.

        A spouse may have become a private folder since a form with their facts was printed.
        """
        return self.filter(is_visible(user, "contact"), ~tells_of_hidden(user, "pk"))

    def would_be_visible_to(self, user: User) -> "DocumentQuerySet":
        """Return those that exist for the user once their folders are active."""
        return self.filter(would_be_visible(user, "contact"), ~tells_of_hidden(user, "pk"))

    def forget_files(self) -> int:
        """Say that these have no file any more: columns that history leaves out."""
        return models.QuerySet.update(self, file="", report={})

    def note_part_stands(self) -> None:
        """Say that undoing their change left something of it: as `forget_files`, a column apart."""
        for row in self.select_for_update(of=("self",), no_key=True):
            if row.report:
                told = row.report | {"part_stands": True}
                models.QuerySet.update(self.filter(pk=row.pk), report=told)


def tells_of_hidden(user: User, path: str) -> Any:
    """Tell whether the document at `path` tells of a folder that does not exist for the user."""
    subjects = DocumentSubject.objects.filter(document=OuterRef(path))
    return Exists(subjects.exclude(would_be_visible(user, "contact")))


class ActiveDocuments(models.Manager.from_queryset(DocumentQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> DocumentQuerySet:
        return super().get_queryset().filter(deleted_at__isnull=True)


class DeletedDocuments(models.Manager.from_queryset(DocumentQuerySet)):  # type: ignore[misc]
    def get_queryset(self) -> DocumentQuerySet:
        return super().get_queryset().filter(deleted_at__isnull=False)


class Document(SoftDeletable):
    """A file that is kept with a folder and private as it is, under DOCUMENTS."""

    contact = models.ForeignKey(
        Contact,
        on_delete=models.PROTECT,
        related_name="documents",
        db_index=False,
        verbose_name=_("Contact"),
    )
    kind = models.CharField(
        pgettext_lazy("document", "Kind"), max_length=8, choices=DocumentKind.choices
    )
    # The name of the file where it is kept, drawn by chance, and the one that people see. Of what
    # was deleted and cannot be brought back any more there is none.
    file = models.CharField(max_length=HEX_NAME, blank=True, editable=False)
    name = models.CharField(_("Name of the file"), max_length=200)
    size = models.PositiveIntegerField(_("Size"), editable=False)
    sha256 = models.CharField(max_length=SHA256, editable=False)
    # Of a printed form, its issue; of a received one, the issue that its mark names, if any.
    issue = models.ForeignKey(
        FormIssue, on_delete=models.PROTECT, null=True, related_name="documents"
    )
    # Of a received one, what was written from it: nothing if the folder said all of it already.
    change = models.ForeignKey(
        Change, on_delete=models.PROTECT, null=True, editable=False, related_name="documents"
    )
    # What its reader found in a received one, and what it doubted.
    report = models.JSONField(default=dict)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name=_("Added by"),
    )
    added_at = models.DateTimeField(_("Added on"), default=timezone.now, editable=False)

    objects = ActiveDocuments()
    deleted = DeletedDocuments()
    everything = DocumentQuerySet.as_manager()
    history = track(excluded=("file", "report", "change"))

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        base_manager_name = "everything"
        default_permissions = ()
        indexes = [models.Index(fields=["contact", "-id"], name="documents_of_a_folder")]
        constraints = [deleted_together("document")]

    def __str__(self) -> str:
        return self.name


class DocumentSubject(models.Model):
    """Another folder of which a document tells: the spouse's, a child's."""

    document = models.ForeignKey(
        Document, on_delete=models.CASCADE, related_name="subjects", db_index=False
    )
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["document", "contact"], name="document_tells_of_a_folder_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document_id}: {self.contact_id}"
