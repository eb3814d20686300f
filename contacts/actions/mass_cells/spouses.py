"""Spouses as a workbook tells of them: somebody without a folder, or the number of a folder."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from contacts.actions.mass_cells.cells import Cells, CellsOfMany, entries_of, filled
from contacts.enums import RelationKind
from contacts.errors import RelationRefused
from contacts.models import Contact, RelatedPerson, Relationship
from contacts.queries.relations import fits
from contacts.workbook import SPOUSE_NUMBER
from persistence.journal.steps import Step
from persistence.many_keys import among
from users.models import User

OWNER = "spouse"


def spouse_values(cells: Cells) -> dict[str, Any]:
    """Return what these cells say of a spouse without a folder, by column."""
    if cells.get(SPOUSE_NUMBER):
        return {}
    return {entry.model_field.attname: cells[entry.key] for entry in entries_of(cells, OWNER)}


def spouse_changes(cells: CellsOfMany) -> tuple[Step, list[RelatedPerson]]:
    """Return the step that changes the spouses of today, and those who are new."""
    told = {key: values for key, own in cells.items() if (values := spouse_values(own))}
    standing = _persons(told) if told else {}
    changed = {standing[key]: values for key, values in told.items() if key in standing}
    new = [
        RelatedPerson(contact_id=key, **values)
        for key, values in told.items()
        if key not in standing and any(values.values())
    ]
    return filled(RelatedPerson, changed), new


def _persons(contacts: Collection[int]) -> dict[int, int]:
    """Return the spouse of today without a folder, by the contact that they hang on."""
    rows = _open_couples().filter(contact__in=among(contacts), other_person__isnull=False)
    return dict(rows.order_by("-pk").values_list("contact_id", "other_person_id"))


def _open_couples() -> Any:
    return Relationship.objects.filter(kind=RelationKind.SPOUSE).open()


def links(numbers: Mapping[int, str], *, by: User) -> list[Relationship]:
    """Return the relations of these contacts with the folders that have these client numbers.

    With a folder that `by` sees, as each of the two must be; a couple that stands is left.
    """
    if not numbers:
        return []
    seen = Contact.objects.visible_to(by)
    holders = dict(
        seen.filter(client_number__in=set(numbers.values()))
        .order_by("is_private", "pk")
        .reverse()
        .values_list("client_number", "pk")
    )
    pairs = {key: holders.get(number) for key, number in numbers.items()}
    ends = seen.in_bulk([*pairs, *filter(None, pairs.values())])
    persons = {key for key, contact in ends.items() if contact.is_person}
    partners = _partners(ends, by)
    made = []
    for key, other in pairs.items():
        if other is None or key == other or not {key, other} <= persons:
            raise RelationRefused(
                _("No person has the client number %(number)s.") % {"number": numbers[key]}
            )
        if partners.get(key) == other:
            continue
        if key in partners or other in partners:
            raise RelationRefused(_("One of the two is already in a couple."))
        partners |= {key: other, other: key}
        made.append(Relationship(contact_id=key, kind=RelationKind.SPOUSE, other_contact_id=other))
    return made


def _partners(contacts: Collection[int], by: User) -> dict[int, int]:
    """Return with whom these contacts are in a couple today, as the user sees it; 0: no folder."""
    rows = _open_couples().visible_to(by).of_any(contacts).order_by("pk")
    found: dict[int, int] = {}
    for row in filter(fits, rows.select_related("contact", "other_contact")):
        found[row.contact_id] = row.other_contact_id or 0
        if row.other_contact_id:
            found[row.other_contact_id] = row.contact_id
    return found
