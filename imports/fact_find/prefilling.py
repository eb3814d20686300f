"""A copy of the published form with values in it: a folder's, or none but the mark and the firm.

pypdf's own way of setting values writes the states of circles as text, so that no button is on,
and shows what is stored of a list in place of its label.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from imports.fact_find import appearance, manifest
from imports.fact_find.mark import BLANK, NAME, Mark
from imports.fact_find.schema import FIGURES, NOT_ANSWERED, WITH_CHOICES, YES, Field, Kind
from imports.fact_find.values import cleaned

FIRM = "ric_cabinet"


@dataclass(frozen=True, slots=True)
class Prefilled:
    """The copy, and what it says: a value may be shorter than what was asked for."""

    content: bytes
    values: dict[str, str]


def prefill(
    template: str,
    version: int,
    values: Mapping[str, str],
    *,
    firm: str = "",
    ref: str = BLANK,
    key: bytes,
) -> Prefilled:
    """Return the form with these values by name of field, marked with this key.

    Lists and circles take what is stored (MARIE), boxes OUI; "" leaves a field as it is. A value
    that no field takes is a mistake of the caller: ValueError.
    """
    questions = manifest.questions(template, version)
    if unknown := values.keys() - questions.keys():
        raise ValueError(f"{template}/{version} does not ask {sorted(unknown)}")
    for name, value in values.items():
        _refuse_no_answer(questions[name], value)
    blank = PdfReader(manifest.blank_path(template, version))
    writer = PdfWriter(clone_from=blank, keep_initial_header=True)
    fields = {str(field["/T"]): field for field in _fields(writer)}
    printed = {
        name: said
        for name, value in values.items()
        if (said := _set(fields[name], questions[name], value))
    }
    if firm:
        _set_text(fields[FIRM], firm, appearance.line(firm, _size(fields[FIRM]), right=True))
    signed = Mark(template, version, ref).signed(key)
    fields[NAME][NameObject("/V")] = TextStringObject(signed)
    out = BytesIO()
    writer.write(out)
    return Prefilled(out.getvalue(), printed)


def _refuse_no_answer(question: Field, value: str) -> None:
    if question.kind is Kind.CHECK and value not in {"", YES}:
        raise ValueError(f"{question.name} is ticked or not, never {value!r}")
    answers = {"", NOT_ANSWERED, *dict(question.choices)}
    if question.kind in WITH_CHOICES and value not in answers:
        raise ValueError(f"{question.name} has no answer {value!r}")


def _fields(writer: PdfWriter) -> list[Any]:
    form: Any = writer.root_object["/AcroForm"]
    return [reference.get_object() for reference in form["/Fields"]]


def _set(field: Any, question: Field, value: str) -> str:
    """Set a value and return it as it stands on paper, "" where nothing does."""
    if question.kind is Kind.CHECK:
        return _set_check(field, value)
    if question.kind in WITH_CHOICES:
        return _set_choice(field, question, value)
    text = cleaned(value, several_lines=question.kind is Kind.LONG_TEXT)[: question.limit]
    if not text:
        return ""
    box = _size(field)
    if question.kind is Kind.LONG_TEXT:
        drawing = appearance.lines(text, box)
    else:
        drawing = appearance.line(text, box, right=question.kind in FIGURES)
    _set_text(field, text, drawing)
    return text


def _set_check(field: Any, value: str) -> str:
    if value:
        _switch_on(field, YES)
        field[NameObject("/V")] = NameObject(f"/{YES}")
    return value


def _set_choice(field: Any, question: Field, value: str) -> str:
    if value in {"", NOT_ANSWERED}:
        return ""
    if question.kind is Kind.CHOICE:
        labels = dict(question.choices)
        _set_text(field, value, appearance.line(labels[value], _size(field), end=appearance.ARROW))
        return value
    field[NameObject("/V")] = NameObject(f"/{value}")
    for kid in field["/Kids"]:
        if f"/{value}" in kid.get_object()["/AP"]["/N"]:
            _switch_on(kid.get_object(), value)
    return value


def _switch_on(widget: DictionaryObject, state: str) -> None:
    widget[NameObject("/AS")] = NameObject(f"/{state}")


def _set_text(field: Any, text: str, drawing: bytes) -> None:
    field[NameObject("/V")] = TextStringObject(text)
    field["/AP"]["/N"].set_data(drawing)


def _size(field: Any) -> tuple[float, float]:
    left, bottom, right, top = (float(at) for at in field["/Rect"])
    return round(right - left, 2), round(top - bottom, 2)
