"""What a cell is, and the one step that writes columns of many rows."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db import models

from contacts.fields import ENTRIES, Entry
from contacts.fields.catalogue import SPOUSE
from persistence.journal.steps import Step, StepKind
from persistence.many_keys import among

# Values by keys of the catalogue, as columns hold them: of a row of its own its key, of keywords
# their keys.
Cells = Mapping[str, Any]
CellsOfMany = Mapping[int, Cells]


def entries_of(cells: Cells, owner: str) -> list[Entry]:
    """Return the entries of these cells that stand in the row of this owner."""
    entries = _of_owner(owner)
    return [entries[key] for key in cells if key in entries]


@cache
def _of_owner(owner: str) -> dict[str, Entry]:
    """Return them all: the number of a spouse's folder is nobody's own, it names whom to link."""
    is_spouse = owner == "spouse"
    return {
        key: entry
        for key, entry in ENTRIES.items()
        if entry.owner == owner and (entry.group is SPOUSE) == is_spouse
    }


def filled(model: type[models.Model], values: Mapping[int, Mapping[str, Any]]) -> Step:
    """Return the step that writes these columns of these rows, where they differ.

    Its rows hold every column that one of them needs: those that it leaves are as they stand.
    """
    columns = sorted({column for own in values.values() for column in own})
    stand = dict(_stand(model, values, columns)) if columns else {}
    old, new = {}, {}
    for key, own in values.items():
        wanted = tuple(
            own.get(column, value) for column, value in zip(columns, stand[key], strict=True)
        )
        if wanted != stand[key]:
            old[key], new[key] = stand[key], wanted
    label = model._meta.label
    return Step(StepKind.FILL, label, columns, list(new), list(old.values()), list(new.values()))


def _stand(
    model: type[models.Model], keys: Iterable[int], columns: Sequence[str]
) -> Iterable[tuple[int, tuple[Any, ...]]]:
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(pk__in=among(list(keys)))
    for key, *values in rows.values_list("pk", *columns):
        yield key, tuple(values)
