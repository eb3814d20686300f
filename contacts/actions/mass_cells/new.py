"""Contacts to make of cells."""

from collections.abc import Iterable, Iterator
from typing import Any

from contacts.actions.creation import NewContact
from contacts.actions.mass_cells.cells import Cells
from contacts.actions.mass_cells.coordinates import new_rows
from contacts.actions.mass_cells.keywords import KEY as KEYWORDS
from contacts.actions.mass_cells.own import own_values
from contacts.actions.mass_cells.spouses import spouse_values
from contacts.enums import Kind
from contacts.models import (
    Category,
    Contact,
    OrganisationDetails,
    PersonDetails,
    RelatedPerson,
)
from contacts.people import ROLES
from users.models import User


def new_contacts(cells: Iterable[Cells]) -> Iterator[NewContact]:
    """Give a contact for the cells of each; the category, if none is told, is its kind's."""
    every = list(cells)
    keys = {key for own in every for role in ROLES if (key := own.get(role))}
    people = User.objects.in_bulk(list(keys))
    defaults = dict(Category.objects.exclude(default_for="").values_list("default_for", "pk"))
    for own in every:
        yield _new(own, people, defaults)


def _new(cells: Cells, people: dict[int, User], defaults: dict[str, int]) -> NewContact:
    kind = Kind(cells["kind"])
    values: dict[str, Any] = {"category_id": defaults.get(kind)} | own_values(cells, "contact")
    contact = Contact(kind=kind, **values)
    for role in ROLES:
        setattr(contact, role, people.get(values.get(f"{role}_id", 0)))
    details = PersonDetails if kind == Kind.PERSON else OrganisationDetails
    spouse = spouse_values(cells) if kind == Kind.PERSON else {}
    return NewContact(
        contact,
        details(**own_values(cells, kind)),
        coordinates=new_rows(cells),
        keywords=cells.get(KEYWORDS, ()),
        spouse=RelatedPerson(**spouse) if any(spouse.values()) else None,
    )
