"""What a field is: its shape, and what its model does not say of it. No field is known by name.

The shape chooses the control of a form, the checks, the order and the way a value is written.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import models
from django.utils.functional import Promise

from contacts.enums import Proposals
from contacts.models import Category, Keyword, ListValue
from look.layout import THIRD
from text import validators
from users.models import User

Words = str | Promise
Check = Callable[[Any], None]

# Before these no person, and no organisation, that a firm knows today had any date.
OLDEST_OF_PERSONS = 1850
OLDEST_OF_ORGANISATIONS = 1600
# A field is asked whatever another one holds, if it holds something.
ANY = ("*",)
# Rates and shares are short numbers; amounts are long ones.
RATE_DIGITS = 7


class Shape(StrEnum):
    """What a value is: how it is typed, checked, shown, compared and sorted."""

    TEXT = "text"
    LINES = "lines"
    DATE = "date"
    MOMENT = "moment"
    AMOUNT = "amount"
    SUMS = "sums"
    RATE = "rate"
    NUMBER = "number"
    AGE = "age"
    YEAR = "year"
    CHOICE = "choice"
    YES_NO = "yes_no"
    COUNTRY = "country"
    NATIONALITY = "nationality"
    DEPARTMENT = "department"
    LIST = "list"
    USER = "user"
    CATEGORY = "category"
    KEYWORDS = "keywords"
    HOUR = "hour"
    LINK = "link"
    EMAIL = "email"
    TELEPHONE = "telephone"


# Read from right to left, as figures are.
FIGURES = {Shape.AMOUNT, Shape.SUMS, Shape.RATE, Shape.NUMBER, Shape.AGE}
# Rows of their own, read by their name.
LINKED = {Shape.LIST, Shape.USER, Shape.CATEGORY, Shape.LINK}
# What a value of a shape must satisfy, wherever it comes from.
_CHECKS: Mapping[Shape, Sequence[Check]] = {
    Shape.AMOUNT: [validators.not_negative],
    Shape.RATE: [validators.not_negative, validators.at_most_a_hundred],
    Shape.DEPARTMENT: [validators.department],
}
_RELATED: Mapping[Any, Shape] = {
    User: Shape.USER,
    ListValue: Shape.LIST,
    Category: Shape.CATEGORY,
    Keyword: Shape.KEYWORDS,
}
_TYPES: Sequence[tuple[type[models.Field], Shape]] = (
    (models.DateTimeField, Shape.MOMENT),
    (models.DateField, Shape.DATE),
    (models.TimeField, Shape.HOUR),
    (models.BooleanField, Shape.YES_NO),
    (models.IntegerField, Shape.NUMBER),
    (models.EmailField, Shape.EMAIL),
    (models.JSONField, Shape.SUMS),
)


@dataclass(frozen=True)
class Field:
    """A field of a model, and what its model does not say of it.

    `holds` is its shape where the type does not tell it, `offered` the values of a closed list
    that the model does not hold, `own_checks` what a value must satisfy beyond its shape's checks.
    `follows` names a date that this one cannot come before, `at_most` a number that this one cannot
    exceed, `goes_with` a field without which it
    means nothing, each with what is said of it then; `asked_when` names a field and the values of
    it that this one is asked for, `ANY` for anything at all. `path` leads to the value where
    queries read it elsewhere than in its row; `sort` is the column that lists of any size sort by:
    without it, short results are sorted by the value. `is_signed` says of an amount that it may be
    below zero, `proposes` of a text what is proposed for it while one types.
    """

    model: type[models.Model]
    name: str
    width: str = THIRD
    holds: Shape | None = None
    offered: Collection[str] = ()
    words: Words = ""
    head: Words = ""
    own_checks: Sequence[Check] = ()
    follows: tuple[str, Words] | None = None
    at_most: tuple[str, Words] | None = None
    goes_with: tuple[str, Words] | None = None
    asked_when: tuple[str, Collection[str]] | None = None
    oldest: int = OLDEST_OF_PERSONS
    path: str = ""
    sort: str = ""
    is_signed: bool = False
    proposes: Proposals | None = None

    @cached_property
    def shape(self) -> Shape:
        return self.holds or (Shape.CHOICE if self.offered else _shape_of(self.model_field))

    @cached_property
    def model_field(self) -> Any:
        return self.model._meta.get_field(self.name)

    @property
    def firm_list(self) -> str:
        """Return which of the firm's lists a value of Shape.LIST is of."""
        return str(self.model_field.remote_field.limit_choices_to["firm_list"])

    @property
    def label(self) -> Words:
        """Return the model's words, unless the screen needs others."""
        return self.words or self.model_field.verbose_name

    @property
    def column_head(self) -> Words:
        """Return the label, shorter where a column needs it."""
        return self.head or self.label

    @property
    def choices(self) -> dict[str, Words]:
        """Return the labels of a closed list by their stored values."""
        if self.offered:
            return {value: value for value in self.offered}
        return dict(getattr(self.model_field, "choices", None) or ())

    @property
    def checks(self) -> Sequence[Check]:
        of_shape = () if self.is_signed else _CHECKS.get(self.shape, ())
        return *of_shape, *self.own_checks

    @property
    def is_figure(self) -> bool:
        return self.shape in FIGURES


@dataclass(frozen=True)
class Block:
    """Fields that are read together, under one title."""

    slug: str
    title: Words
    fields: Sequence[Field]


def _shape_of(model_field: Any) -> Shape:
    if model_field.is_relation:
        return _RELATED.get(model_field.related_model, Shape.LINK)
    if getattr(model_field, "choices", None):
        return Shape.CHOICE
    if isinstance(model_field, models.DecimalField):
        return Shape.RATE if model_field.max_digits <= RATE_DIGITS else Shape.AMOUNT
    return next((shape for kind, shape in _TYPES if isinstance(model_field, kind)), Shape.TEXT)


_DESCRIBED: dict[tuple[type[models.Model], str], Field] = {}


def describe(fields: Iterable[Field]) -> None:
    """Have every form and history of these models know their fields; what was said first stays."""
    for field in fields:
        _DESCRIBED.setdefault((field.model, field.name), field)


def description(model: type[models.Model], name: str) -> Field:
    """Return what a catalogue says of a field; of one in none, its type says all."""
    return _DESCRIBED.get((model, name)) or Field(model, name)
