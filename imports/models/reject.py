import datetime as dt
from typing import ClassVar, NamedTuple

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Concat

from accounts.models import Ownership
from alerts.actions.owners import BORN, JOINT_KEY
from alerts.models import DetectedAccount, DetectedClient, PartnerLink
from alerts.queries.pending import OF_ACCOUNT, OF_CLIENT
from contacts.models import Contact
from contacts.scoring import LISTED, Description, score
from contacts.visibility import is_not_secret_for
from imports.models.run import ImportRun
from text.normalise import split_birth_name
from users.models import User


class RejectQuerySet(models.QuerySet["Reject"]):
    def seen_by(self, user: User) -> "RejectQuerySet":
        """Leave out the lines about a private folder that the user does not see.

        By its account's number, now or formerly, by a decision or a suggestion about its owner, by
        the same name or the first name with the date of birth, and by whatever the night would
        suggest. With it go the other lines of its contract, which may leave the owner to it.
        """
        hidden = self._suggesting_secrets(user)
        of_account = {"account__number": OuterRef("number")}
        keys = [OuterRef("owner_key"), Concat(OuterRef("owner_key"), Value(JOINT_KEY))]
        keys += [OuterRef("client_key"), Concat(OuterRef("client_key"), Value(JOINT_KEY))]
        of_owner = {"partner": OuterRef("run__partner"), "owner_key__in": keys}
        detected = DetectedAccount.objects.filter(**of_account)
        client = DetectedClient.objects.filter(**of_owner)
        secret = (
            _secret(Ownership.objects.filter(**of_account), user, "contact"),
            *(_secret(detected, user, path) for path in OF_ACCOUNT),
            *(_secret(PartnerLink.objects.filter(**of_owner), user, path) for path in _DECIDED),
            *(_secret(client, user, path) for path in (*_DECIDED, *OF_CLIENT)),
            _secret(Contact.objects.filter(_may_be_the_owner()), user, ""),
        )
        rule = Q(*(Exists(rows) for rows in secret), _connector=Q.OR)
        rule |= Q(pk__in=hidden) | Q(number__in=_secret_former_numbers(user))
        about = self.order_by().filter(rule).values(contract=_contract())
        return self.alias(contract=_contract()).exclude(contract__in=about)

    def _suggesting_secrets(self, user: User) -> list[int]:
        """Return the lines whose owner scores as a private folder that the user does not see.

        Only who was born on one day, or on that day with its month swapped, can be suggested.
        """
        lines = self.order_by()
        days = Q(birth_date__in=lines.values("birth_date"))
        days |= Q(birth_date__in=lines.values("swapped_birth_date"))
        rows = _secret(Contact.objects.filter(days), user, "").order_by()
        born: dict[dt.date, list[Description]] = {}
        for name, birth_name, first_name, day in rows.values_list(*_OF_CONTACT):
            known = Description(name, birth_name or "", first_name, day)
            born.setdefault(day, []).append(known)
        # Nobody's day is asked for too: whether there is a question to ask would tell something.
        same_day = [*born, dt.date.min]
        lines = lines.filter(Q(birth_date__in=same_day) | Q(swapped_birth_date__in=same_day))
        told = lines.values_list(*_OF_LINE)
        return [line.pk for line in (_Line(*row) for row in told) if line.is_one_of(born)]


# Whom somebody linked: one person, or the two holders.
_DECIDED = ("contact", "second_contact")
_OF_CONTACT = ("name", "person__birth_name", "first_name", "birth_date")
_OF_LINE = ("pk", "owner_key", "birth_date", "swapped_birth_date")


class _Line(NamedTuple):
    pk: int
    owner_key: str
    birth_date: dt.date
    swapped_birth_date: dt.date | None

    def is_one_of(self, born: dict[dt.date, list[Description]]) -> bool:
        if not self.owner_key.startswith(BORN):
            return False
        _born, name, first_name, _day = self.owner_key.split("|")
        said = Description(*split_birth_name(name), first_name, self.birth_date)
        days = filter(None, (self.birth_date, self.swapped_birth_date))
        near = (contact for day in days for contact in born.get(day, ()))
        return any(score(said, contact).points >= LISTED for contact in near)


def _secret(rows: QuerySet, user: User, path: str) -> QuerySet:
    is_private = f"{path}__is_private" if path else "is_private"
    return rows.filter(**{is_private: True}).exclude(is_not_secret_for(user, path))


def _secret_former_numbers(user: User) -> QuerySet:
    renumbered = Ownership.objects.filter(account__former_numbers__isnull=False)
    return _secret(renumbered, user, "contact").values("account__former_numbers__number")


def _contract() -> Case:
    """Name the contract of a line in its file; a line without a number is alone."""
    alone = Concat(Value("#"), Cast("pk", models.CharField()))
    numbered = Concat(Cast("run_id", models.CharField()), Value("|"), "number")
    return Case(When(number="", then=alone), default=numbered)


def _may_be_the_owner() -> Q:
    named = Q(sort_name=OuterRef("owner_name")) & ~Q(sort_name="")
    born = Q(birth_date=OuterRef("birth_date")) | Q(birth_date=OuterRef("swapped_birth_date"))
    first = Concat(Value("  "), OuterRef("owner_first_name"))
    return named | (born & Q(sort_name__contains=first))


class Reject(models.Model):
    """A line set aside, as its partner wrote it, with what tells whom it is about."""

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
    # By names, and by the number that the partner gives its client.
    owner_key = models.CharField(max_length=400, blank=True)
    client_key = models.CharField(max_length=60, blank=True)
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
