from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import Ownership
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from contacts.models import Contact
from contacts.visibility import is_not_secret_for
from imports.models.run import ImportRun
from users.models import User


class RejectQuerySet(models.QuerySet["Reject"]):
    def seen_by(self, user: User) -> "RejectQuerySet":
        """Leave out the lines about a private folder that the user does not see.

        By its account's number, by a decision or a suggestion about its owner, and by whatever
        would be a suggestion of 70 or more: the same name, or first name and date of birth.
        """
        of_account = {"account__number": OuterRef("number")}
        of_owner = {"partner": OuterRef("run__partner"), "owner_key": OuterRef("owner_key")}
        secret = (
            _secret(Ownership.objects.filter(**of_account), user, "contact"),
            _secret(DetectedAccount.objects.filter(**of_account), user, "owner"),
            _secret(DetectedAccount.objects.filter(**of_account), user, "client__best_contact"),
            _secret(PartnerLink.objects.filter(**of_owner), user, "contact"),
            _secret(DetectedClient.objects.filter(**of_owner), user, "contact"),
            _secret(DetectedClient.objects.filter(**of_owner), user, "best_contact"),
            _secret(Contact.objects.filter(_may_be_the_owner()), user, ""),
        )
        return self.exclude(Q(*(Exists(rows) for rows in secret), _connector=Q.OR))


def _secret(rows: QuerySet, user: User, path: str) -> QuerySet:
    is_private = f"{path}__is_private" if path else "is_private"
    return rows.filter(**{is_private: True}).exclude(is_not_secret_for(user, path))


def _may_be_the_owner() -> Q:
    named = Q(sort_name=OuterRef("owner_name")) & ~Q(sort_name="")
    born = Q(birth_date=OuterRef("birth_date")) | Q(birth_date=OuterRef("swapped_birth_date"))
    first = Concat(Value("  "), OuterRef("owner_first_name"))
    return named | (born & Q(sort_name__contains=first))


class Reject(models.Model):
    """A line set aside, as its partner wrote it, with what tells whom it is about."""

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="rejects", db_index=False
    )
    # Of a workbook of which several are read.
    sheet = models.CharField(max_length=100, blank=True)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    code = models.CharField(max_length=30)
    params = models.JSONField(default=dict, blank=True)
    raw = models.JSONField(default=dict, blank=True)

    number = models.CharField(max_length=50, blank=True)
    owner_key = models.CharField(max_length=400, blank=True)
    owner_name = models.CharField(max_length=360, blank=True)
    owner_first_name = models.CharField(max_length=150, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    swapped_birth_date = models.DateField(null=True, blank=True)

    objects: ClassVar[RejectQuerySet] = RejectQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        default_permissions = ()
        ordering = ["run", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "sheet", "line"], name="reject_line_once_for_a_run"
            )
        ]

    def __str__(self) -> str:
        return f"{self.run_id}, {self.line}"
