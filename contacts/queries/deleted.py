"""Deleted contacts that a person may see: those of `Contacts et comptes supprimés`."""

from django.db.models import QuerySet

from contacts import rights
from contacts.models import Contact
from contacts.queries.search import containing
from contacts.visibility import may_change, would_be_visible
from users.models import User


def gone(contact_id: int, user: User) -> Contact | None:
    """Return a contact that was deleted or merged since, for whom it would exist."""
    found: QuerySet[Contact] = Contact.deleted.filter(would_be_visible(user), pk=contact_id)
    return found.select_related(
        "category", "lead_adviser", "person", "organisation", "figures", "deleted_by"
    ).first()


def may_bring_back(contact: Contact, user: User) -> bool:
    """Say whether the user may reactivate the contact and change it then."""
    mine = Contact.deleted.filter(may_change(user), pk=contact.pk, merged_into__isnull=True)
    return user.has_perm(rights.REACTIVATE) and mine.exists()


def deleted_contacts(user: User, text: str = "") -> QuerySet[Contact]:
    """Return them, the last deleted first; a merged source never comes back alone."""
    found: QuerySet[Contact] = Contact.deleted.filter(
        would_be_visible(user), merged_into__isnull=True
    )
    found = containing(found, text).select_related(
        "category", "lead_adviser", "second_adviser", "assistant"
    )
    return found.select_related("deleted_by").order_by("-deleted_at", "-pk")
