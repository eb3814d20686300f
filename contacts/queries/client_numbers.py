"""A client number that two contacts hold: what is refused, and what is told to whom.

A number is one public contact's alone. One that a private folder holds is accepted, since a
refusal would tell of it, and shown as to be checked to those who see both.
"""

from collections.abc import Collection

from django.utils.translation import gettext as _

from contacts.models import Contact
from users.models import User


def is_taken(number: str, *, but: Contact) -> bool:
    """Tell whether a public contact other than this one has the number."""
    holders = Contact.objects.filter(client_number=number, is_private=False)
    return bool(number) and holders.exclude(pk=but.pk).exists()


def taken_since(deleted: Collection[Contact]) -> set[int]:
    """Return the keys of the deleted contacts whose number a public contact has now; one query."""
    public = [row for row in deleted if row.client_number and not row.is_private]
    numbers = {row.client_number for row in public}
    holders = Contact.objects.filter(client_number__in=numbers, is_private=False)
    held = set(holders.values_list("client_number", flat=True)) if numbers else set()
    return {row.pk for row in public if row.client_number in held}


def taken_words(number: str, *, user: User) -> str:
    """Say that the number is taken, and by whom when the user sees the holder."""
    holders = Contact.objects.visible_to(user).filter(client_number=number, is_private=False)
    holder = holders.first()
    if holder is None:
        return _("This client number is already used.")
    return _("This client number is already used, by %(contact)s.") % {"contact": holder}


def shared_words(contact: Contact, *, user: User) -> str:
    """Say which other contacts that the user sees hold this one's number."""
    if not contact.client_number:
        return ""
    others = Contact.objects.visible_to(user).filter(client_number=contact.client_number)
    named = others.exclude(pk=contact.pk).order_by("sort_name").only("first_name", "name")
    names = ", ".join(map(str, named))
    return _("To check: also the number of %(names)s.") % {"names": names} if names else ""
