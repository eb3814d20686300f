"""A file of contacts that somebody sent: what is known of it, of each of its rows, and of cells.

Private to who sent it, whatever the profile of others. What its rows tell of contacts that exist
already is shown through the rule, asked again each time.
"""

import datetime as dt
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from contacts.models import Change
from imports.enums import ContactImportState, ImportMode, MatchKey, Outcome, RowChoice
from imports.models.fact_find import HEX_NAME, SHA256
from jobs.models import Job
from users.models import User

# How long a file waits for its import.
KEPT_FOR = dt.timedelta(days=7)


class ContactImportQuerySet(models.QuerySet["ContactImport"]):
    def visible_to(self, user: User) -> "ContactImportQuerySet":
        """Return the user's own."""
        return self.filter(owner=user)


class ContactImport(models.Model):
    """A file of contacts on its way into the base: loaded, analysed, imported."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="contact_imports",
        db_index=False,
    )
    sent_at = models.DateTimeField(default=timezone.now)
    # The name of the file where it is kept, drawn by chance ("" once it is gone), and its own.
    file = models.CharField(max_length=HEX_NAME, blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=SHA256)
    state = models.CharField(
        max_length=10, choices=ContactImportState.choices, default=ContactImportState.LOADED
    )
    # The analysis or the import that is going on, or was the last.
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, related_name="+")

    mode = models.CharField(
        max_length=6, choices=ImportMode.choices, default=ImportMode.ADD_AND_UPDATE
    )
    match_by = models.CharField(max_length=4, choices=MatchKey.choices, default=MatchKey.BOTH)
    # As O2S does: nothing is imported while one row is refused.
    is_all_or_nothing = models.BooleanField(default=False)
    # Of a file that is not the workbook: its heads with the columns of the workbook they fill.
    mapping = models.JSONField(default=dict)
    # What a wrong word of a column stands for, everywhere in it: {column: {typed: meant}}.
    corrections = models.JSONField(default=dict)

    # What the analysis found: the heads in the file's order, then of each known column how many
    # cells are filled, what was not read, and how many rows have each outcome.
    heads = models.JSONField(default=list)
    filled = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    analysed_at = models.DateTimeField(null=True)
    # Moves with everything that changes what an import would do: who confirms says which they saw.
    plan_version = models.PositiveIntegerField(default=0)

    # What was imported, and takes it back.
    change = models.ForeignKey(
        Change, on_delete=models.PROTECT, null=True, related_name="contact_imports"
    )
    imported_at = models.DateTimeField(null=True)
    # Once taken back: how many cells stayed, and the first of them, each with its contact
    # (imports.queries.contact_import.left).
    left_after_undo = models.JSONField(null=True)

    objects: ClassVar[ContactImportQuerySet] = ContactImportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["owner", "-id"], name="contact_imports_of_owner")]

    def __str__(self) -> str:
        return self.name


class ContactImportRow(models.Model):
    """One row of the file: what stands in it, and what the import would do with it."""

    contact_import = models.ForeignKey(
        ContactImport, on_delete=models.CASCADE, related_name="file_rows", db_index=False
    )
    # The physical line of the file, or the row of its sheet.
    line = models.PositiveIntegerField()
    # The texts of the cells, in the order of the file's heads, with what was repaired in them.
    cells = models.JSONField()
    # What stood in the file, by head, where it was repaired.
    repaired = models.JSONField(default=dict)
    # One of imports.records.Code, where the reader could not take the row as it stood.
    problem = models.CharField(max_length=20, blank=True)

    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    # What somebody decided of a row that asks: of a deleted contact, or a likely double.
    choice = models.CharField(max_length=10, choices=RowChoice.choices, blank=True)
    # How the row names its contact.
    label = models.CharField(max_length=310, blank=True)
    # The contact that it is about, or may be, or has made; its key alone, read through the rule.
    contact = models.BigIntegerField(null=True)
    # What two rows about one contact share (imports.queries.contact_import.twice).
    key = models.CharField(max_length=400, blank=True)
    # What it writes and what stood there, by key of the catalogue, as JSON holds values
    # (imports.queries.contact_import.stored): of a new contact all it says, else what differs.
    after = models.JSONField(default=dict)
    before = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["contact_import", "line"], name="contact_import_row_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["contact_import", "outcome", "line"], name="contact_import_by_outcome"
            ),
            models.Index(fields=["contact_import", "key"], name="contact_import_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.line}. {self.label}"


class ContactImportIssue(models.Model):
    """What is wrong with one cell, or with a row; a warning refuses nothing."""

    row = models.ForeignKey(ContactImportRow, on_delete=models.CASCADE, related_name="issues")
    # The same as the row's: all of a file's are counted, and found by their cause.
    contact_import = models.ForeignKey(
        ContactImport, on_delete=models.CASCADE, related_name="file_issues", db_index=False
    )
    # One of imports.enums.IssueCode.
    code = models.CharField(max_length=20)
    is_warning = models.BooleanField(default=False)
    # The column of the workbook ("": the row as a whole), and what stands in the cell.
    column = models.CharField(max_length=100, blank=True)
    text = models.CharField(max_length=200, blank=True)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["contact_import", "is_warning", "code", "column", "text"],
                name="contact_import_causes",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(code=""), name="contact_import_issue_has_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.column}"


class ContactImportCause(models.Model):
    """In how many cells of a file the same is wrong, counted whenever its issues change."""

    contact_import = models.ForeignKey(
        ContactImport, on_delete=models.CASCADE, related_name="causes", db_index=False
    )
    is_warning = models.BooleanField()
    # As of its issues; the text only where it is at fault by itself.
    code = models.CharField(max_length=20)
    column = models.CharField(max_length=100, blank=True)
    text = models.CharField(max_length=200, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        default_permissions = ()
        indexes = [
            # The order in which they are shown.
            models.Index(
                fields=["contact_import", "is_warning", "-count", "code", "column", "text"],
                name="contact_import_causes_in_order",
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} {self.code} {self.column}"
