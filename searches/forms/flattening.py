"""A stored search as the fields of the builder's form, in the writing of whoever reads it."""

import json
from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from contacts.fields import Shape
from searches.querying.operators import OPERATORS, Takes
from searches.querying.schema import (
    Condition,
    Group,
    InSearch,
    Node,
    Quantifier,
    Rows,
    Vanished,
    read,
)
from searches.querying.vocabulary import SUBJECTS, Asked, Place
from text import formats, telephones

ROOT = "0"
NODE = "node"
NARROW = "\u202f"


def flatten(stored: Any) -> QueryDict:
    """Return what the builder's form holds for a stored search; `SearchRefused` of what is none."""
    search = read(stored)
    data = QueryDict(mutable=True)
    _Writing(data).group(search.where, ROOT, Place(SUBJECTS[search.on]))
    return data


class _Writing:
    def __init__(self, data: QueryDict) -> None:
        self.data = data

    def put(self, path: str, **values: object) -> None:
        for name, value in values.items():
            self.data[f"{path}-{name}"] = str(value)

    def group(self, group: Group, path: str, place: Place) -> None:
        self.node(path, is_a="group", how=group.how)
        self.parts(group.parts, path, place)

    def node(self, path: str, **values: object) -> None:
        self.data.appendlist(NODE, path)
        self.put(path, **values)

    def parts(self, parts: Sequence[Node], path: str, place: Place) -> None:
        for number, part in enumerate(parts):
            self.part(part, f"{path}_{number}", place)

    def part(self, part: Node, path: str, place: Place) -> None:
        match part:
            case Group():
                self.group(part, path, place)
            case Rows():
                self.rows(part, path, place)
            case Condition():
                self.condition(part, path, place)
            case InSearch(search, denied):
                self.node(path, is_a="search", search=search, denied="1" if denied else "")
            case Vanished(stored):
                self.node(path, is_a="gone", stored_text=json.dumps(json.loads(stored)))

    def rows(self, rows: Rows, path: str, place: Place) -> None:
        counted = {"n": rows.n} if rows.quantifier is Quantifier.AT_LEAST else {}
        self.node(
            path, is_a="rows", link=rows.link, quant=rows.quantifier, how=rows.where.how, **counted
        )
        found = place.of_link(rows.link)
        if found:
            self.parts(rows.where.parts, path, Place(SUBJECTS[found[0].subject]))

    def condition(self, condition: Condition, path: str, place: Place) -> None:
        self.node(path, is_a="condition", field=condition.field, was=condition.field)
        self.put(path, op=condition.op)
        found = place.of_field(condition.field)
        takes = OPERATORS[condition.op].takes
        if takes is Takes.SPAN:
            self.put(path, n=condition.n, unit=condition.unit)
        elif found and takes is not Takes.NOTHING:
            self._values(condition, path, found[0], takes)

    def _values(self, condition: Condition, path: str, asked: Asked, takes: Takes) -> None:
        values = [typed(asked, value) for value in condition.values]
        if takes is not Takes.MANY:
            self.put(path, **dict(zip(("value", "to"), values, strict=False)))
        elif is_typed(asked):
            self.put(path, lines="\n".join(values))
        else:
            self.data.setlist(f"{path}-values", list(map(str, condition.values)))


# What one writes rather than chooses.
_TYPED = {Shape.TEXT, Shape.LINES, Shape.EMAIL, Shape.TELEPHONE, Shape.DEPARTMENT}
_DATES = {Shape.DATE, Shape.MOMENT}
_FIGURES = {Shape.AMOUNT, Shape.RATE, Shape.NUMBER}


def is_typed(asked: Asked) -> bool:
    return asked.shape in _TYPED


def typed(asked: Asked, value: Any) -> str:
    """Write a value as people here type it: 24/07/1938, 100 000,50."""
    if asked.shape in _DATES:
        return formats.date_fr(value)
    if asked.shape in _FIGURES:
        return _figure(value)
    if asked.shape is Shape.TELEPHONE:
        return _telephone(value)
    return str(value)


def _telephone(value: str) -> str:
    """Write a number as it is dialled; of one that only begins so, or ends so, its digits."""
    if telephones.is_valid(value):
        return formats.phone_fr(value)
    return f"0{value[3:]}" if value.startswith("+33") else value


def _figure(value: Any) -> str:
    whole, _point, decimals = f"{value:,f}".partition(".")
    decimals = decimals.rstrip("0")
    return whole.replace(",", NARROW) + (f",{decimals}" if decimals else "")
