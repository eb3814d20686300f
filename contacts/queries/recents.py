"""Contacts récents: the rule is asked again each time."""

from django.db.models import F, QuerySet

from contacts.enums import VisitKind
from contacts.models import Visit
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
