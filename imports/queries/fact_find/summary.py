"""What was read of a form, in the order of its pages, as people read it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from imports.fact_find import manifest
from imports.fact_find.definition import FORMS
from imports.fact_find.schema import FIGURES, WITH_CHOICES, Field, Kind, fields_of
from imports.fact_find.values import Answer
from imports.models import ReceivedForm
from text.formats import date_fr, number_fr

# Who has no name has no folder: asked of each person of whom something is said.
_NAMES = {f"{who}.name" for who in ("contact", "organisation", "spouse", "representative")}

# What is told of one answer among many.
LONGEST_ANSWER = 200


@dataclass(frozen=True)
class Question:
    """One question of a form, with where it stands in it and the label that tells it alone."""

    field: Field
    section: str
    label: str


def questions_of(received: ReceivedForm) -> dict[str, Question]:
    """Return the questions of the form by name, in the order of its pages."""
    places = {
        field.name: section.title
        for form in FORMS
        if form.template == received.form
        for section in form.sections
        for field in fields_of(section)
    }
    return {
        name: Question(field, places.get(name, ""), label_of(field))
        for name, field in manifest.questions(received.form, received.version).items()
    }


def label_of(field: Field) -> str:
    label = field.question or field.label
    return f"{field.row}. {label}" if field.row else label


def clipped(text: str) -> str:
    """Return an answer in one line, as long as what tells of many answers has room for."""
    one_line = " ".join(text.split())
    return f"{one_line[: LONGEST_ANSWER - 1]}…" if len(one_line) > LONGEST_ANSWER else one_line


def names_asked(
    questions: Mapping[str, Field], answered: Mapping[str, str]
) -> dict[str, tuple[str, int]]:
    """Return the fields of names that must be filled: whose, and of which row.

    The contact's own, and that of each person of whom something else is answered.
    """
    said = {_whose(questions[name]) for name, text in answered.items() if text}
    said |= {("contact", 0), ("organisation", 0)}
    return {
        name: _whose(field)
        for name, field in questions.items()
        if _whose(field) in said and field.target in _NAMES
    }


def _whose(field: Field) -> tuple[str, int]:
    return field.person, field.row


def shown(field: Field, answer: Answer) -> str:
    """Return an answer as people read it; what is in doubt as it stands in its box."""
    value = answer.value
    if isinstance(value, bool):
        return "Oui" if value else ""
    if field.kind in WITH_CHOICES:
        return dict(field.choices).get(answer.text, answer.text)
    if isinstance(value, dt.date):
        return date_fr(value)
    if isinstance(value, Decimal) and field.kind in FIGURES:
        return _figure(field, value)
    return answer.text


def _figure(field: Field, value: Decimal) -> str:
    digits = 0 if value == value.to_integral_value() else 2
    unit = {Kind.AMOUNT: "\u00a0€", Kind.PERCENTAGE: "\u00a0%"}.get(field.kind, "")
    return f"{number_fr(value, digits)}{unit}"
