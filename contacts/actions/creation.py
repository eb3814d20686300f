"""Making many contacts at once, in the same few statements for any number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from contacts.actions.assignment import follow_assignments
from contacts.actions.contacts import keep_names
from contacts.actions.duplicates import schedule_matching
from contacts.actions.search_texts import Details, search_text_of
from contacts.models import Contact, ContactFigures, ContactSearch, PersonDetails, PostalAddress
from persistence import bulk_history
from users.models import User


@dataclass(frozen=True)
class NewContact:
    """A contact to make, with its details and where it lives, if that is known."""

    contact: Contact
    details: Details
    address: PostalAddress | None = None


@transaction.atomic
def create_many(*, new: Sequence[NewContact], by: User) -> None:
    """Save them as `create` saves one; each is led by `by` unless somebody was chosen."""
    for one in new:
        _prepare(one, by)
    contacts = bulk_history.create([one.contact for one in new], by=by)
    _save_parts(new, by)
    ContactFigures.objects.bulk_create(ContactFigures(contact=contact) for contact in contacts)
    ContactSearch.objects.bulk_create(
        ContactSearch(contact=one.contact, text=search_text_of(one.contact, one.details))
        for one in new
    )
    follow_assignments(contact for contact in contacts if contact.is_private)
    schedule_matching(contact.pk for contact in contacts)


def _prepare(one: NewContact, by: User) -> None:
    one.contact.created_by = by
    if one.contact.lead_adviser is None:
        one.contact.lead_adviser = by
    keep_names(one.contact, one.details)
    if one.address:
        one.address.preferred = True
        one.contact.town = one.address.town


def _save_parts(new: Iterable[NewContact], by: User) -> None:
    """Save what hangs on the contacts, which have their keys now."""
    people, organisations, addresses = [], [], []
    for one in new:
        one.details.contact = one.contact
        if isinstance(one.details, PersonDetails):
            people.append(one.details)
        else:
            organisations.append(one.details)
        if one.address:
            one.address.contact = one.contact
            addresses.append(one.address)
    bulk_history.create(people, by=by)
    bulk_history.create(organisations, by=by)
    bulk_history.create(addresses, by=by)
