"""The half of an undo that leaves alone what does not stand as the change left it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Count

from persistence.journal.steps import Step
from persistence.many_keys import among

Values = Mapping[int, tuple[Any, ...]]


def values_now(step: Step) -> dict[int, tuple[Any, ...]]:
    """Return what the columns of a step hold now, by the key of the row; one query."""
    model = apps.get_model(step.model)
    rows: models.QuerySet[Any] = models.QuerySet(model).filter(pk__in=among(step.keys))
    return {key: tuple(values) for key, *values in rows.values_list("pk", *step.columns)}


def standing_rows(step: Step, now: Values, *, leave: Collection[int] = ()) -> Step:
    """Return the step for the rows that stand as they were left, without those to leave."""
    standing = {
        key
        for key, new in zip(step.keys, step.new, strict=True)
        if now.get(key) == tuple(new) and key not in leave
    }
    return only_rows(step, standing)


def changed_rows(step: Step, since: dt.datetime, *, own: int = 0) -> set[int]:
    """Return the rows of a step of which history says more since then than `own` records."""
    history = apps.get_model(step.model).history
    told = history.filter(history_date__gt=since, id__in=among(step.keys)).order_by().values("id")
    counted = told.annotate(count=Count("pk")).filter(count__gt=own)
    return set(counted.values_list("id", flat=True))


def only_rows(step: Step, keys: Collection[int]) -> Step:
    """Return the step for those of its rows that have these keys."""
    places = [place for place, key in enumerate(step.keys) if key in keys]
    return replace(
        step,
        keys=[step.keys[place] for place in places],
        old=[step.old[place] for place in places],
        new=[step.new[place] for place in places],
        gone=[step.gone[place] for place in places] if step.gone else (),
    )


def standing_cells(step: Step, now: Values) -> tuple[Step, list[int]]:
    """Return the step for the columns that stand as they were filled, each for itself.

    What changed since is written as it is found. Beside it: the rows that have such a column.
    """
    back: dict[int, list[Any]] = {}
    stays = []
    for key, old, new in zip(step.keys, step.old, step.new, strict=True):
        held = now.get(key)
        filled = [place for place, value in enumerate(new) if value != old[place]]
        standing = [place for place in filled if held and held[place] == new[place]]
        if held and standing:
            back[key] = [old[at] if at in standing else value for at, value in enumerate(held)]
        if len(standing) < len(filled):
            stays.append(key)
    new = [now[key] for key in back]
    return replace(step, keys=list(back), old=list(back.values()), new=new), stays


def stands(step: Step, now: Values, place: int) -> bool:
    """Say whether one column of a step about one row stands as it was left."""
    held = now.get(step.keys[0])
    return held is not None and held[place] == step.new[0][place]


def only_columns(step: Step, places: Sequence[int]) -> Step:
    """Return the step for some columns of its one row."""
    return replace(
        step,
        columns=[step.columns[place] for place in places],
        old=[[step.old[0][place] for place in places]],
        new=[[step.new[0][place] for place in places]],
    )
