"""What stands once for a contact: in its own row, or in its details."""

from collections.abc import Collection, Iterator
from typing import Any

from contacts.actions.mass_cells.cells import Cells, CellsOfMany, entries_of, filled
from contacts.fields import MODELS, Shape
from contacts.models import Contact
from persistence.journal.steps import Step

OWNERS = ("contact", "person", "organisation")
# Given when a contact is made, and changed by a conversion alone.
_MADE_WITH = "kind"


def own_values(cells: Cells, owner: str) -> dict[str, Any]:
    """Return what these cells write in the row of this owner, by column."""
    return {
        entry.model_field.attname: cells[entry.key]
        for entry in entries_of(cells, owner)
        if entry.shape is not Shape.KEYWORDS and entry.key != _MADE_WITH
    }


def own_steps(cells: CellsOfMany) -> Iterator[Step]:
    """Give the steps that write the cells of these contacts, two statements each at most."""
    for owner in OWNERS:
        values = {key: own_values(own, owner) for key, own in cells.items()}
        of_owner = {key: columns for key, columns in values.items() if columns}
        if of_owner:
            yield filled(MODELS[owner], of_owner)


def reactivation(contact_ids: Collection[int]) -> Step:
    """Return the step that brings these deleted contacts back."""
    active = {"deleted_at": None, "deleted_by_id": None}
    return filled(Contact, dict.fromkeys(contact_ids, active))
