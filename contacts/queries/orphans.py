"""Private folders that nobody can open any more. Counted, never shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from contacts.models import Contact, OrphanAssignment
from contacts.models.contact import ContactQuerySet
from contacts.people import in_any_role
from users.models import User

# How long the others of the administration are told on Accueil; the journal keeps all of it.
TOLD_FOR = timedelta(days=30)
TOLD_AT_MOST = 5


@dataclass(frozen=True)
class Given:
    """Private folders given together."""

    by: User
    to: User
    reason: str
    at: datetime
    number: int


def orphans(*, deleted: bool = False) -> ContactQuerySet:
    """Return the private folders none of whose people is active, oldest first."""
    somebody = in_any_role("__is_active", value=True)
    rows: ContactQuerySet = Contact.everything.all() if deleted else Contact.objects.all()
    private = rows.filter(is_private=True)
    return private.exclude(pk__in=private.filter(somebody).values("pk")).order_by("pk")


def given_by_others(user: User) -> list[Given]:
    """Return the folders that others gave lately, newest first, a few lines of them."""
    lately = OrphanAssignment.objects.filter(assigned_at__gt=timezone.now() - TOLD_FOR)
    together = lately.exclude(assigned_by=user).values(
        "assigned_by", "assigned_to", "reason", "assigned_at"
    )
    rows = list(together.annotate(number=Count("pk")).order_by("-assigned_at")[:TOLD_AT_MOST])
    people = User.objects.in_bulk(
        {row[end] for row in rows for end in ("assigned_by", "assigned_to")}
    )
    return [
        Given(
            people[row["assigned_by"]],
            people[row["assigned_to"]],
            row["reason"],
            row["assigned_at"],
            row["number"],
        )
        for row in rows
    ]
