"""Lists of a form: each of its lines is a row of the folder, changed, added or taken away.

Which row stands in which line is said by whoever compares the form with the folder.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from imports.actions.fact_find.writing.filling import Filling
from imports.fact_find.schema import Field
from imports.queries.fact_find.columns import Column

Row = Any


@dataclass(frozen=True)
class FormList:
    """A list of a form: `target` is the first word of what the lines fill.

    `otherwise`: what a new row has where the form does not say it. `needs`: the column that must
    say something, or there is no new row.
    """

    target: str
    model: type[models.Model]
    columns: Mapping[str, Column]
    otherwise: Mapping[str, Any] = field(default_factory=dict)
    needs: str = ""


def write_lines(filling: Filling, lines: FormList) -> None:
    """Write each line of which something was taken."""
    numbers = sorted({question.row for question in filling.taken(lines.target)})
    if not numbers:
        return
    manager: Any = lines.model._default_manager
    standing = list(manager.filter(contact=filling.contact).order_by("pk"))
    for number in numbers:
        questions = cells(filling, lines.target, number)
        columns = {question: lines.columns[question.end] for question in questions}
        row = row_of(filling, lines.target, number, standing)
        write_row(filling, columns, row, partial(_new, filling, lines), needs=lines.needs)


def _new(filling: Filling, lines: FormList) -> Row:
    return lines.model(contact=filling.contact, **lines.otherwise)


def cells(filling: Filling, target: str, number: int) -> list[Field]:
    """Return the questions of one line."""
    return [
        question
        for question in filling.questions.values()
        if question.row == number and question.target.startswith(f"{target}.")
    ]


def row_of(filling: Filling, target: str, number: int, standing: Iterable[Row]) -> Row | None:
    """Return the row that stands in a line, None for a line that is new."""
    keys = dict(enumerate(filling.rows.get(target, ()), start=1))
    return next((row for row in standing if row.pk == keys.get(number)), None)


def write_row(
    filling: Filling,
    columns: Mapping[Field, Column],
    row: Row | None,
    new: Callable[[], Row],
    *,
    needs: str = "",
) -> None:
    """Change the row that these questions fill, add a new one, or take away one that says nothing.

    `needs`: the column that must say something, or there is no new row.
    """
    taken = [question for question in columns if question.name in filling.answers]
    if taken and not any(filling.says(question) for question in columns):
        if row is not None:
            filling.draft.remove(row)
        return
    written = row or new()
    for question in taken:
        filling.put(question, written, columns[question])
    if row is not None or not taken:
        return
    if needs and not getattr(written, needs):
        for question in taken:
            filling.refusals.setdefault(question.name, _("Take the first answer of this line too."))
    elif any(question.name not in filling.refusals for question in taken):
        filling.draft.add(written)
