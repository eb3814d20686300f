"""Deleted contacts that a person may see: those of `Contacts et comptes supprimés`."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from contacts import rights
from contacts.enums import ChangeKind
from contacts.models import Contact
from contacts.people import ROLES
from contacts.queries.changes import OwnChanges, contact_subjects
from contacts.queries.search import containing
from contacts.visibility import may_change, would_be_visible
from persistence.journal.recording import undoable_since
from users.models import User

_OF_FOLDER = ("category", "lead_adviser", "person", "organisation", "figures", "deleted_by")


def gone(contact_id: int, user: User) -> Contact | None:
    """Return a contact that was deleted or merged since, for whom it would exist."""
    return _folder(Contact.deleted.filter(would_be_visible(user)), contact_id)


def own_deletion(contact_id: int, user: User) -> Contact | None:
    """Return a contact that the user deleted lately and may bring back."""
    return _folder(own_deletions(user), contact_id)


def _folder(contacts: QuerySet[Contact], contact_id: int) -> Contact | None:
    """Return one of these contacts with what its folder's page shows of it.

    Looked for first: nearly always there is none, and to name every column of seven tables costs
    more than to ask.
    """
    found = contacts.order_by().filter(pk=contact_id)
    return found.select_related(*_OF_FOLDER).first() if found.exists() else None


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
        deleted_at__gte=undoable_since(),
        merged_into__isnull=True,
    )
    return found.order_by("-deleted_at", "-pk")


def deleted_contacts(user: User, text: str = "") -> QuerySet[Contact]:
    """Return them, the last deleted first; a merged source never comes back alone."""
    found: QuerySet[Contact] = Contact.deleted.filter(
        would_be_visible(user), merged_into__isnull=True
    )
    found = containing(found, text).select_related("category", "deleted_by", *ROLES)
    return found.order_by("-deleted_at", "-pk")


DELETIONS = OwnChanges(
    ChangeKind.DELETION,
    own_deletions,
    subjects=contact_subjects,
    what=_("Deleted"),
    moment="deleted_at",
)
