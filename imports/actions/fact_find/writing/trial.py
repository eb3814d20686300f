"""What no folder would take of a form, told before there is one to write it into."""

import datetime as dt
from collections.abc import Mapping

from contacts.enums import Kind
from contacts.models import Contact, OrganisationDetails, PersonDetails, PostalAddress
from imports.actions.fact_find.writing import organisation
from imports.actions.fact_find.writing.coordinates import put_address
from imports.actions.fact_find.writing.family import write_family
from imports.actions.fact_find.writing.filling import Filling
from imports.actions.fact_find.writing.people import COLUMNS, write_person
from imports.fact_find.schema import Field
from imports.fact_find.values import Answer
from users.models import User


def untaken(
    questions: Mapping[str, Field], answers: Mapping[str, Answer], *, by: User, today: dt.date
) -> dict[str, str]:
    """Return why answers cannot be taken: of who people are, the couple and the address.

    Written into rows in memory, of which none is saved. What depends on rows that a folder has
    shows when it is made.
    """
    is_person = not any(one.target.startswith("organisation.") for one in questions.values())
    filling = Filling(
        contact=_nobody(is_person=is_person),
        questions=questions,
        answers={name: one.value for name, one in answers.items()},
        today={},
        signed_on=today,
        years={},
        source="",
        by=by,
    )
    put_address(filling, PostalAddress())
    if is_person:
        write_person(filling, "contact", filling.contact.person, COLUMNS)
        write_person(filling, "spouse", PersonDetails(), COLUMNS)
        write_family(filling)
    else:
        organisation.write_identity(filling)
        organisation.write_exposure(filling)
        write_person(filling, "representative", PersonDetails(), COLUMNS)
    return filling.refusals


def _nobody(*, is_person: bool) -> Contact:
    contact = Contact(kind=Kind.PERSON if is_person else Kind.ORGANISATION)
    if is_person:
        contact.person = PersonDetails()
    else:
        contact.organisation = OrganisationDetails()
    return contact
