"""Saving Conjoint: what a folder says of its couple, and a spouse who has no folder."""

from django.db import transaction

from contacts.actions import relations
from contacts.actions.contacts import claim, refresh_search_text
from contacts.enums import RelationKind
from contacts.models import Contact, PersonDetails, RelatedPerson, Relationship
from persistence.models import save_as
from users.models import User


@transaction.atomic
def save_couple(
    *,
    contact: Contact,
    details: PersonDetails,
    spouse: RelatedPerson | None,
    row: Relationship | None,
    version: int,
    by: User,
) -> None:
    """Save the couple, and the spouse whom `row` ties to the contact; a new one is tied.

    The folder of a spouse who has one is not written: it says of the couple what its own people
    know.
    """
    claim(contact, version)
    contact.version = version + 1
    save_as(contact, by)
    save_as(details, by)
    if spouse is None:
        return
    if row is None:
        relations.add(contact=contact, kind=RelationKind.SPOUSE, other=spouse, by=by)
        return
    claim(row, row.version)
    row.version += 1
    save_as(row, by)
    save_as(spouse, by)
    refresh_search_text(spouse.contact)
