"""What the contact's row keeps to sort lists by, from rows that have a name of their own."""

from django.db import models

from contacts.models import Contact
from text import normalise
from users.models import User


def adviser_sort(adviser: User | None) -> str:
    """Return what the contacts that somebody leads sort by; those that nobody leads have ""."""
    if adviser is None:
        return ""
    return normalise.sort_key(adviser.last_name or adviser.username, adviser.first_name)


def follow_name(adviser: User) -> int:
    """Write the adviser's name again on the contacts they lead; return how many it changed.

    Also for whoever writes contacts in bulk. History keeps who leads, not how it sorts.
    """
    wanted = adviser_sort(adviser)
    led: models.QuerySet[Contact] = models.QuerySet(Contact).filter(lead_adviser=adviser)
    return led.exclude(lead_adviser_sort=wanted).update(lead_adviser_sort=wanted)
