"""Contacts récents, and who looked at a folder: the rule is asked again each time."""

from django.db.models import F, QuerySet

from contacts.enums import VisitKind
from contacts.models import Contact, Visit
from contacts.visibility import is_visible
from users.models import User

SHOWN = 100


def recents(user: User, deed: str = "") -> QuerySet[Visit]:
    """Return the user's last folders, newest first; those with one deed when it is given."""
    visits = Visit.objects.filter(is_visible(user, "contact"), user=user)
    if deed:
        moment = f"{VisitKind(deed)}_at"
        visits = visits.filter(**{f"{moment}__isnull": False}).order_by(F(moment).desc(), "-pk")
    else:
        visits = visits.order_by("-last_at", "-pk")
    return visits.select_related("contact")[:SHOWN]


def looked_at(contact: Contact) -> QuerySet[Visit]:
    """Return who opened this folder and when they last did, newest first.

    For whoever sees the folder: the caller has asked the rule.
    """
    opened = Visit.objects.filter(contact=contact, opened_at__isnull=False)
    return opened.select_related("user").order_by("-opened_at", "-pk")
