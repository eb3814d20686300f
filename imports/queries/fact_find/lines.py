"""Lists of a form: what stands in each of its lines, and which row of the folder that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from imports.queries.fact_find.columns import Columns
from imports.queries.fact_find.folder import Folder


@dataclass(frozen=True)
class Lines:
    """`rows` are values by the ends of their targets; `keys` those of the rows of the folder."""

    target: str
    rows: Sequence[Mapping[str, Any]]
    keys: Sequence[int]

    def said(self) -> dict[tuple[str, int], Any]:
        """Return the values by target and number of the line."""
        return {
            (f"{self.target}.{end}", number): value
            for number, row in enumerate(self.rows, start=1)
            for end, value in row.items()
        }


def lines_of(folder: Folder, target: str, rows: Any, room: int, columns: Columns) -> Lines:
    """Return the first rows of a folder, in the order in which they were written."""
    found = folder.in_lines(target, ((row.pk, row) for row in rows.order_by("pk")), room)
    said = [{end: column.read(row) for end, column in columns.items()} for row in found]
    return Lines(target, said, [row.pk for row in found])
