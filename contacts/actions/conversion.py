"""Making a person an organisation, or back, in place.

The row of the former kind stays: what has no home in the new kind waits there, is shown as
archived (queries.conversion), and comes back when the contact is converted back. Relations that
the new kind cannot have wait likewise (queries.relations). Nothing else of the folder is written.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from contacts.actions.contacts import Details, claim, keep_names, refresh_search_text
from contacts.actions.duplicates import schedule_matching
from contacts.actions.visits import record_visit
from contacts.enums import CONVERSION, VisitKind
from contacts.models import Contact
from persistence.models import save_as
from users.models import User


@transaction.atomic
def convert(*, contact: Contact, details: Details, version: int, by: User) -> Contact:
    """Give the contact the kind of these details, unless somebody saved it since `version`."""
    if not Contact.objects.changeable_by(by).filter(pk=contact.pk).exists():
        raise PermissionDenied
    claim(contact, version)
    contact.version = version + 1
    details.contact = contact
    keep_names(contact, details)
    reason = str(CONVERSION)
    save_as(contact, by, reason=reason)
    save_as(details, by, reason=reason)
    refresh_search_text(contact)
    schedule_matching([contact.pk])
    record_visit(contact=contact, deed=VisitKind.CHANGED, by=by)
    return contact
