"""Changing the ways to reach a contact."""

from collections.abc import Iterable

from django.db import transaction

from contacts.actions.contacts import claim, refresh_search_text
from contacts.actions.duplicates import schedule_matching
from contacts.actions.visits import record_visit
from contacts.enums import VisitKind
from contacts.models import Contact, Email, PostalAddress, Telephone
from persistence.models import delete_as, save_as
from users.models import User

Row = Email | Telephone | PostalAddress


@transaction.atomic
def save_coordinates(
    *, contact: Contact, saved: Iterable[Row], removed: Iterable[Row], version: int, by: User
) -> None:
    """Save, add and remove coordinates together; of each sort one is preferred."""
    claim(contact, version)
    for row in removed:
        delete_as(row, by)
    # Those that give up their preference first: one of each sort is preferred at any moment.
    for row in sorted(saved, key=lambda row: row.preferred):
        row.contact = contact
        save_as(row, by)
    for model in (Email, Telephone, PostalAddress):
        _prefer_one(model, contact, by)
    contact.town = (
        PostalAddress.objects.filter(contact=contact, preferred=True)
        .values_list("town", flat=True)
        .first()
        or ""
    )
    contact.version = version + 1
    save_as(contact, by)
    refresh_search_text(contact)
    schedule_matching([contact.pk])
    record_visit(contact=contact, deed=VisitKind.CHANGED, by=by)


def _prefer_one(model: type[Row], contact: Contact, by: User) -> None:
    rows = model.objects.filter(contact=contact).order_by("-preferred", "pk")
    first = rows.first()
    if first is not None and not first.preferred:
        first.preferred = True
        save_as(first, by)
