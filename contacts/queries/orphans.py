"""Private folders that nobody can open any more. Counted, never shown."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from contacts.models import Contact, OrphanAssignment
from contacts.models.contact import ContactQuerySet
from users.models import User

# How long the others of the administration are told on Accueil; the journal keeps all of it.
TOLD_FOR = timedelta(days=30)
TOLD_AT_MOST = 5


def orphans() -> ContactQuerySet:
    """Return the active private folders none of whose people is active, oldest first."""
    somebody = (
        Q(lead_adviser__is_active=True)
        | Q(second_adviser__is_active=True)
        | Q(assistant__is_active=True)
    )
    private: ContactQuerySet = Contact.objects.filter(is_private=True)
    return private.exclude(pk__in=private.filter(somebody).values("pk")).order_by("pk")


def given_by_others(user: User) -> QuerySet[OrphanAssignment]:
    """Return the folders that others gave lately, newest first, a few of them."""
    lately = OrphanAssignment.objects.filter(assigned_at__gt=timezone.now() - TOLD_FOR)
    others = lately.exclude(assigned_by=user).select_related("assigned_by", "assigned_to")
    return others.order_by("-assigned_at", "-pk")[:TOLD_AT_MOST]
