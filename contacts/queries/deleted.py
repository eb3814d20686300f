"""Deleted contacts that a person may see: those of `Contacts et comptes supprimés`."""

from django.db.models import QuerySet

from contacts import normalise
from contacts.models import Contact
from contacts.visibility import would_be_visible
from users.models import User


def deleted_contacts(user: User, text: str = "") -> QuerySet[Contact]:
    """Return them, the last deleted first; a merged source never comes back alone."""
    found: QuerySet[Contact] = Contact.deleted.filter(
        would_be_visible(user), merged_into__isnull=True
    )
    for word in normalise.search_words(text):
        found = found.filter(search__text__contains=word)
    found = found.select_related("category", "lead_adviser", "second_adviser", "assistant")
    return found.select_related("deleted_by").order_by("-deleted_at", "-pk")
