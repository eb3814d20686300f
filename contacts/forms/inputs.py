"""The field of a form for a model’s: dates, amounts and countries as the French write them.

And the keys that buttons and ticks send, which anybody can write otherwise.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cache, partial
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import get_language
from django_countries import countries

from contacts import fields
from contacts.fields import Field, Shape
from contacts.forms.amounts import FrenchDecimalField
from contacts.forms.combobox import (
    CATEGORY,
    COUNTRY,
    NATIONALITY,
    PERSON,
    SOURCES,
    Combobox,
    LongChoiceField,
    Offered,
    Pair,
    RowChoiceField,
)
from contacts.forms.dates import french_date
from contacts.forms.lines import LinesField
from contacts.forms.proposing import ProposedInput
from contacts.models import Category, ListValue
from text import nationalities, normalise
from users.models import User

AT_HOME = "FR"
NARROW = "\u202f"
LARGEST_KEY = 2**63 - 1


def key(text: str) -> int | None:
    """Read a key of the database; what cannot be one is none."""
    # No more digits than the largest: Python refuses to read thousands of them.
    found = int(text) if re.fullmatch(r"[0-9]{1,19}", text) else 0
    return found if 0 < found <= LARGEST_KEY else None


def version(text: str) -> int | None:
    """Read the version with which a page was opened; what cannot be one is none."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None


def country_choices() -> Offered:
    """Return the countries by their French names, France first."""
    return _countries(get_language())


@cache
def _countries(_language: str | None) -> Offered:
    """Ask for the names of a language once: they are sorted anew each time."""
    named = [(str(code), str(name)) for code, name in countries]
    return Offered([("", ""), (AT_HOME, str(countries.name(AT_HOME))), *_without_home(named)])


@cache
def nationality_choices() -> Offered:
    """Return the nationalities by their French names, the French one first."""
    named = sorted(nationalities.FEMININE.items(), key=lambda pair: normalise.name_key(pair[1]))
    return Offered([("", ""), (AT_HOME, nationalities.FEMININE[AT_HOME]), *_without_home(named)])


SOURCES[COUNTRY] = country_choices
SOURCES[NATIONALITY] = nationality_choices


def _without_home(named: Iterable[Pair]) -> list[Pair]:
    return [pair for pair in named if pair[0] != AT_HOME]


def _named(code: str) -> str:
    """Return the name of a code of two letters; the library reads anything else as a number."""
    return str(countries.name(code)) if re.fullmatch(r"[A-Z]{2}", code) else ""


class PlaceField(LongChoiceField):
    """A country or a nationality; a code that is stored and not in the list stays as it is."""

    def prepare_value(self, value: Any) -> Any:
        if value and value not in self.choices.labels:
            self.choices = Offered([*self.choices, (value, _named(str(value)) or value)])
        return value

    def valid_value(self, value: str) -> bool:
        return super().valid_value(value) or bool(_named(value))


class TicksField(forms.ModelMultipleChoiceField):
    """Rows ticked; a number that no key can be is refused like one that is not offered."""

    def clean(self, value: Any) -> Any:
        for text in value or ():
            if key(str(text)) is None:
                raise forms.ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": text},
                )
        return super().clean(value)


class DepartmentField(forms.CharField):
    """A department of France: `2a` is 2A, `1` is 01."""

    def to_python(self, value: Any) -> str:
        text: str = (super().to_python(value) or "").upper()
        return f"0{text}" if re.fullmatch(r"[1-9]", text) else text


class AffixedDecimalField(FrenchDecimalField):
    """An amount or a rate shown by thousands, with its sign beside the field."""

    def __init__(self, *, affix: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.affix = affix

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        whole, _point, cents = f"{value:,.2f}".partition(".")
        return whole.replace(",", NARROW) + (f",{cents}" if cents != "00" else "")


def form_field(db_field: Any, **kwargs: Any) -> forms.Field | None:
    """Return the form's field of a model's: the control of its shape, with its checks."""
    described = fields.description(db_field.model, db_field.name)
    label: Any = described.label
    field = db_field.formfield(**{"label": capfirst(label)} | _searched(db_field) | kwargs)
    if field is None:
        return None
    if described.shape is Shape.LIST:
        _limit_to_list(field)
    control = _CONTROLS.get(described.shape)
    _show_blank_as_blank(field)
    shaped = control(field, described) if control else field
    if described.proposes:
        shaped.widget = ProposedInput(described.proposes, shaped.widget.attrs)
    shaped.validators.extend(described.checks)
    return shaped


def _date(field: Any, described: Field) -> forms.Field:
    return french_date(field, oldest=described.oldest)


def _place(
    field: Any, _described: Field, *, choices: Callable[[], Offered], source: str
) -> forms.Field:
    return PlaceField(label=field.label, choices=choices(), source=source, required=field.required)


def _department(field: Any, _described: Field) -> forms.Field:
    return DepartmentField(label=field.label, required=field.required, max_length=field.max_length)


def _lines(field: Any, _described: Field) -> forms.Field:
    return LinesField(
        label=field.label,
        required=field.required,
        max_length=field.max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def _decimal(field: Any, _described: Field, *, affix: str) -> forms.Field:
    return AffixedDecimalField(
        label=field.label,
        required=field.required,
        max_digits=field.max_digits,
        decimal_places=field.decimal_places,
        affix=affix,
    )


def _number(field: Any, described: Field) -> forms.Field:
    if isinstance(field, forms.DecimalField):
        return FrenchDecimalField(
            label=field.label,
            required=field.required,
            max_digits=field.max_digits,
            decimal_places=field.decimal_places,
        )
    if described.checks:
        # Django's own limits are the database's, and each database has others.
        field.validators = []
    return field


def _choice(field: Any, described: Field) -> forms.Field:
    if not described.offered:
        return field
    return forms.ChoiceField(
        label=field.label,
        required=field.required,
        initial=field.initial,
        choices=list(described.choices.items()),
    )


def _searched(db_field: Any) -> dict[str, Any]:
    """Return what makes a choice among rows one that may be searched."""
    source = {User: PERSON, Category: CATEGORY}.get(db_field.related_model, "")
    if db_field.related_model is ListValue:
        source = db_field.remote_field.limit_choices_to["firm_list"]
    return {"form_class": RowChoiceField, "widget": Combobox(source=source)} if source else {}


def _limit_to_list(field: Any) -> None:
    """Take the rows of the one list here: a form would narrow them anew each time."""
    field.queryset = field.queryset.complex_filter(field.limit_choices_to)
    field.limit_choices_to = None


_CONTROLS: Mapping[Shape, Callable[[Any, Field], forms.Field]] = {
    Shape.DATE: _date,
    Shape.COUNTRY: partial(_place, choices=country_choices, source=COUNTRY),
    Shape.NATIONALITY: partial(_place, choices=nationality_choices, source=NATIONALITY),
    Shape.DEPARTMENT: _department,
    Shape.LINES: _lines,
    Shape.AMOUNT: partial(_decimal, affix="€"),
    Shape.RATE: partial(_decimal, affix="%"),
    Shape.NUMBER: _number,
    Shape.CHOICE: _choice,
}


def _show_blank_as_blank(field: forms.Field) -> None:
    """An unanswered list shows nothing, not a row of dashes."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label:
            field.empty_label = ""
    elif isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        field.choices = [(value, _blank(value, label)) for value, label in choices]


def _blank(value: str, label: str) -> str:
    return label if value or "--" not in label else ""
