"""The order that people give to a short list: each row keeps its position."""

from typing import TypeVar

from django.db import models

from persistence.models import save_as
from users.models import User

M = TypeVar("M", bound=models.Model)


def move(rows: models.QuerySet[M], row: M, *, step: int, by: User) -> None:
    """Move a row by some places among these, which come in their order; at the ends it stays.

    One that somebody deleted meanwhile goes nowhere.
    """
    ordered = list(rows.select_for_update())
    if row not in ordered:
        return
    here = ordered.index(row)
    ordered.insert(max(0, min(len(ordered) - 1, here + step)), ordered.pop(here))
    for position, moved in enumerate(ordered):
        if moved.position != position:  # type: ignore[attr-defined]
            moved.position = position  # type: ignore[attr-defined]
            save_as(moved, by)
