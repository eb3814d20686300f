"""Search as one types: names first, then whatever the one text of a contact holds."""

from django.db.models import Q

from contacts import normalise
from contacts.models import Contact
from users.models import User

SHOWN = 10
LAST_CHARACTER = "\U0010ffff"


def matches(user: User, text: str) -> list[Contact]:
    """Return at most ten contacts that the user sees, those whose name begins so first."""
    words = normalise.search_words(text)
    if not words:
        return []
    seen = Contact.objects.visible_to(user)
    named = Q()
    for start in normalise.sort_prefixes(text):
        named |= Q(sort_name__gte=start, sort_name__lt=start + LAST_CHARACTER)
    found = list(seen.filter(named).order_by("sort_name", "pk")[:SHOWN])
    if len(found) < SHOWN:
        for word in words:
            seen = seen.filter(search__text__contains=word)
        rest = seen.exclude(pk__in=[contact.pk for contact in found])
        found += rest.order_by("sort_name", "pk")[: SHOWN - len(found)]
    return found
