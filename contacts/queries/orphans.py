"""Private folders that nobody can open any more. Counted, never shown."""

from django.db.models import Q

from contacts.models import Contact
from contacts.models.contact import ContactQuerySet


def orphans() -> ContactQuerySet:
    """Return the active private folders none of whose people is active, oldest first."""
    somebody = (
        Q(lead_adviser__is_active=True)
        | Q(second_adviser__is_active=True)
        | Q(assistant__is_active=True)
    )
    private: ContactQuerySet = Contact.objects.filter(is_private=True)
    return private.exclude(pk__in=private.filter(somebody).values("pk")).order_by("pk")
