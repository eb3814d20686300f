from dataclasses import dataclass

from contacts.actions.coordinates import Row
from contacts.models import Contact, OrganisationDetails, PersonDetails
from demo.drafts import Draft


@dataclass
class Written:
    """One contact of the big firm, with the draft that it came from."""

    draft: Draft
    contact: Contact
    details: PersonDetails | OrganisationDetails
    coordinates: list[Row]
