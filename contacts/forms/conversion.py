"""What a conversion asks: the shortest form of the new kind, and the category."""

from typing import Any

from contacts import fields
from contacts.enums import Kind
from contacts.forms.edit_conflict import Forms
from contacts.forms.general import DETAILS, contact_form, details_form
from contacts.models import Category, Contact
from contacts.queries.conversion import details_as
from users.models import User


def conversion_forms(contact: Contact, to: Kind, *, user: User, data: Any = None) -> Forms:
    """Return the two forms of a conversion in place; what the contact had before stands there."""
    row = details_as(contact, to) or DETAILS[to][1](contact=contact)
    own = contact_form(["category"])(data, instance=contact, user=user)
    initial = _proposed(contact, to) if row._state.adding else {}  # noqa: SLF001 - Django's name
    details = details_form(to, list(fields.SHORTEST[to]))(data, instance=row, initial=initial)
    return {"own": own, "details": details}


def organisation_forms(person: Contact, *, user: User, data: Any = None) -> Forms:
    """Return the two forms of an organisation made beside a person."""
    to = Kind.ORGANISATION
    default = Category.objects.filter(default_for=to).first()
    new = Contact(kind=to, lead_adviser=person.lead_adviser)
    own = contact_form(["category"])(data, instance=new, user=user, initial={"category": default})
    details = details_form(to, list(fields.SHORTEST[to]))(data, initial=_proposed(person, to))
    return {"own": own, "details": details}


def _proposed(contact: Contact, to: Kind) -> dict[str, str]:
    """Propose the name: whoever trades under their own name keeps it."""
    return {"legal_name": str(contact)} if to is Kind.ORGANISATION else {}
