"""What the undo of an import left as it was, as who took it back may read it now."""

from collections.abc import Iterable
from typing import NamedTuple

from django.apps import apps
from django.utils.text import capfirst

from contacts.fields import ENTRIES, description
from contacts.models import Contact, ContactKeyword, OrganisationDetails, PersonDetails
from imports.models import ContactImport
from persistence.many_keys import among
from users.models import User

# Contacts that are named.
SHOWN = 50
# What stands once for a contact is told by its field, any other row by its sort.
_ONCE = (Contact, PersonDetails, OrganisationDetails)


class Left(NamedTuple):
    """A contact with the labels of its values that stay; with none, it stays itself."""

    contact: Contact
    labels: list[str]


def left_after_undo(contact_import: ContactImport, user: User) -> tuple[list[Left], bool]:
    """Return the first contacts, of those that the user sees, and whether there are more."""
    cells: dict[int, list[tuple[str, str]]] = {}
    for contact, model, _key, column in (contact_import.left_after_undo or {}).get("cells", ()):
        cells.setdefault(contact, []).append((model, column))
    if not cells:
        return [], False
    seen = Contact.objects.visible_to(user).filter(pk__in=among(cells))
    found = list(seen.order_by("sort_name", "pk")[: SHOWN + 1])
    named = [Left(contact, _labels(cells[contact.pk])) for contact in found[:SHOWN]]
    return named, len(found) > SHOWN


def _labels(cells: Iterable[tuple[str, str]]) -> list[str]:
    return list(dict.fromkeys(filter(None, (_label(*cell) for cell in cells))))


def _label(model_name: str, column: str) -> str:
    model = apps.get_model(model_name)
    if model is ContactKeyword:
        return str(ENTRIES["keywords"].label)
    if model not in _ONCE:
        return capfirst(str(model._meta.verbose_name))
    return str(description(model, model._meta.get_field(column).name).label) if column else ""
