"""Writing cells of many contacts at once, and what follows from them."""

from contacts.actions.creation import add_relations, add_spouses
from contacts.actions.following import follow_rows
from contacts.actions.mass_cells.cells import CellsOfMany
from contacts.actions.mass_cells.coordinates import drafts
from contacts.actions.mass_cells.keywords import TICK, keyword_changes
from contacts.actions.mass_cells.own import own_steps
from contacts.actions.mass_cells.spouses import links, spouse_changes
from contacts.models import ContactKeyword
from persistence import bulk_history
from persistence.journal.steps import Step, added_rows
from persistence.journal.writing import execute
from users.models import User


def change_many(cells: CellsOfMany, *, by: User, reason: str = "") -> list[Step]:
    """Write what these cells say into contacts that are locked; return what was written.

    As many statements for a thousand contacts as for one.
    """
    steps = list(own_steps(cells))
    execute(steps, by=by, reason=reason)
    for draft in drafts(cells):
        written = draft.steps()
        execute(written, by=by, reason=reason)
        rows = bulk_history.create(draft.added, by=by, reason=reason)
        added = added_rows(draft.model._meta.label, rows, draft.columns)
        steps += [*written, added]
    steps += _tick(cells, by=by, reason=reason)
    changed, new = spouse_changes(cells)
    execute([changed], by=by, reason=reason)
    steps += [changed, *add_spouses(new, by=by, reason=reason)]
    follow_rows(list(cells))
    return [step for step in steps if step.keys]


def _tick(cells: CellsOfMany, *, by: User, reason: str) -> list[Step]:
    removed, added = keyword_changes(cells)
    execute([removed], by=by, reason=reason)
    rows = bulk_history.create(added, by=by, reason=reason)
    return [removed, added_rows(ContactKeyword._meta.label, rows, TICK)]


def link_spouses(numbers: dict[int, str], *, by: User, reason: str = "") -> list[Step]:
    """Make couples of these contacts and the folders that have these client numbers."""
    steps = add_relations(links(numbers, by=by), by=by, reason=reason)
    return [step for step in steps if step.keys]
