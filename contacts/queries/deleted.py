"""Deleted contacts that a person may see: those of `Contacts et comptes supprimés`."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from contacts import extensions, rights
from contacts.models import Contact
from contacts.people import ROLES
from contacts.queries.search import containing
from contacts.visibility import may_change, would_be_visible
from users.models import User

# How long whoever deleted may take it back, without the right to reactivate.
OWN_WITHIN = dt.timedelta(days=30)


@dataclass(frozen=True)
class OwnDeletion:
    """Something that the user deleted lately; a POST to `undelete_url` brings it back."""

    name: str
    about: str
    is_private: bool
    deleted_at: dt.datetime
    undelete_url: str


_OF_FOLDER = ("category", "lead_adviser", "person", "organisation", "figures", "deleted_by")


def gone(contact_id: int, user: User) -> Contact | None:
    """Return a contact that was deleted or merged since, for whom it would exist."""
    found: QuerySet[Contact] = Contact.deleted.filter(would_be_visible(user), pk=contact_id)
    return found.select_related(*_OF_FOLDER).first()


def own_deletion(contact_id: int, user: User) -> Contact | None:
    """Return a contact that the user deleted lately and may bring back."""
    return own_deletions(user).select_related(*_OF_FOLDER).filter(pk=contact_id).first()


def may_bring_back(contact: Contact, user: User) -> bool:
    """Say whether the user may reactivate the contact and change it then."""
    mine = Contact.deleted.filter(may_change(user), pk=contact.pk, merged_into__isnull=True)
    if user.has_perm(rights.REACTIVATE):
        return mine.exists()
    return own_deletions(user).filter(pk=contact.pk).exists()


def own_deletions(user: User) -> QuerySet[Contact]:
    """Return what the user deleted lately, and may take back whatever their profile."""
    found: QuerySet[Contact] = Contact.deleted.filter(
        would_be_visible(user),
        may_change(user),
        deleted_by=user,
        deleted_at__gte=timezone.now() - OWN_WITHIN,
        merged_into__isnull=True,
    )
    return found.order_by("-deleted_at", "-pk")


def every_own_deletion(user: User, at_most: int) -> list[OwnDeletion]:
    """Return all that the user deleted lately and may take back, the last deleted first."""
    finders = (_own_contacts, *(extension.own_deletions for extension in extensions.every()))
    rows = [row for find in finders for row in find(user, at_most)]
    return sorted(rows, key=lambda row: row.deleted_at, reverse=True)[:at_most]


def _own_contacts(user: User, at_most: int) -> list[OwnDeletion]:
    undelete = reverse("contacts:contacts-undelete")
    return [
        OwnDeletion(
            name=contact.name,
            about=contact.first_name,
            is_private=contact.is_private,
            deleted_at=contact.deleted_at,
            undelete_url=f"{undelete}?contact={contact.pk}",
        )
        for contact in own_deletions(user)[:at_most]
        if contact.deleted_at
    ]


def deleted_contacts(user: User, text: str = "") -> QuerySet[Contact]:
    """Return them, the last deleted first; a merged source never comes back alone."""
    found: QuerySet[Contact] = Contact.deleted.filter(
        would_be_visible(user), merged_into__isnull=True
    )
    found = containing(found, text).select_related("category", "deleted_by", *ROLES)
    return found.order_by("-deleted_at", "-pk")
