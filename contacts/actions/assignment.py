"""The one writer of the grants of private folders."""

from collections.abc import Iterable

from django.contrib.auth.models import Permission

from contacts.models import Contact, PrivateFolderGrant
from contacts.visibility import SEE_PRIVATE


def follow_assignments(contacts: Iterable[Contact]) -> None:
    """Make the grants of these contacts what their people and private flag say.

    To be called in the transaction that changed them.
    """
    contacts = list(contacts)
    wanted = {(contact.pk, person) for contact in contacts for person in _granted(contact)}
    standing = {
        (grant.content_object_id, grant.user_id): grant.pk
        for grant in PrivateFolderGrant.objects.filter(
            content_object_id__in=[contact.pk for contact in contacts]
        )
    }
    gone = [pk for pair, pk in standing.items() if pair not in wanted]
    if gone:
        PrivateFolderGrant.objects.filter(pk__in=gone).delete()
    missing = wanted - standing.keys()
    if missing:
        permission = Permission.objects.get(
            content_type__app_label="contacts", codename=SEE_PRIVATE
        )
        PrivateFolderGrant.objects.bulk_create(
            PrivateFolderGrant(content_object_id=contact, user_id=person, permission=permission)
            for contact, person in sorted(missing)
        )


def _granted(contact: Contact) -> set[int]:
    if not contact.is_private:
        return set()
    people = {contact.lead_adviser_id, contact.second_adviser_id, contact.assistant_id}
    return {person for person in people if person is not None}
