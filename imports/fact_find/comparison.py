"""A form that came back beside what was printed in it and what the folder says today. Pure.

Three texts for each question tell who changed what: only what the client changed is proposed, and
it is ticked beforehand where nothing can be lost by it.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from imports.fact_find.schema import Field, Kind
from imports.fact_find.values import Answer, Doubt, answer
from text import telephones
from text.normalise import email_key


class Change(StrEnum):
    """What an answer would do to the folder."""

    # The folder says nothing, or what was printed.
    CHANGED = "changed"
    # The client emptied what was printed.
    EMPTIED = "emptied"
    # The folder says neither what was printed nor what the client answers.
    CONFLICT = "conflict"
    # The form was blank: nobody knows which of the two is the newer.
    OTHER = "other"
    # The answer cannot be read as what is asked.
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that is not what the folder says; `printed` is None in a form that was blank."""

    field: Field
    printed: str | None
    today: str
    answer: Answer
    change: Change

    @property
    def is_ticked(self) -> bool:
        return self.change is Change.CHANGED

    @property
    def is_deletion(self) -> bool:
        """Tell whether taking the answer leaves nothing of what the folder says."""
        return not self.answer.text and self.answer.doubt is None


def differences(
    questions: Mapping[str, Field],
    printed: Mapping[str, str] | None,
    today: Mapping[str, str],
    said: Mapping[str, str],
    *,
    doubts: Mapping[str, Doubt] | None = None,
    on: date,
) -> list[Difference]:
    """Return the answers that say something else than the folder, in the order of the form.

    `printed`: None for a form that was blank; `doubts`: of the reader of the file, by question.
    """
    found = []
    for name, field in questions.items():
        was = None if printed is None else printed.get(name, "")
        doubt = (doubts or {}).get(name)
        given = answer(field, said.get(name, ""), today=on)
        if doubt is not None:
            given = Answer(given.text, doubt=doubt)
        if difference := _difference(field, was, today.get(name, ""), given, on):
            found.append(difference)
    return found


def _difference(
    field: Field, printed: str | None, today: str, given: Answer, on: date
) -> Difference | None:
    told, stands = _meaning(field, given), comparable(field, today, on=on)
    if given.doubt is None:
        was = comparable(field, printed or "", on=on)
        # What the client left as it was printed is no wish of theirs.
        if told in (stands, was):
            return None
    elif given.text and given.text in {printed, today}:
        return None
    return Difference(field, printed, today, given, _change(field, printed, stands, given, on))


def _change(field: Field, printed: str | None, stands: Hashable, given: Answer, on: date) -> Change:
    if given.doubt is not None:
        return Change.DOUBTFUL
    is_as_printed = stands == comparable(field, printed or "", on=on)
    if not is_as_printed:
        return Change.OTHER if printed is None else Change.CONFLICT
    return Change.CHANGED if given.text else Change.EMPTIED


def comparable(field: Field, text: str, *, on: date) -> Hashable:
    """Return what two texts share that mean the same to this question; None for nothing."""
    return _meaning(field, answer(field, text, today=on))


def _meaning(field: Field, given: Answer) -> Hashable:
    if given.doubt is not None:
        return given.text
    value = given.value
    if value is None or value is False or value == "":
        return None
    if isinstance(value, str):
        return _READ_ALIKE.get(field.kind, _as_it_is)(value)
    return value


def _as_it_is(text: str) -> str:
    return text


def _number(text: str) -> Hashable:
    try:
        read = telephones.parse(text)
    except telephones.NotATelephoneError:
        return text
    return read.number, read.extension


_READ_ALIKE = {Kind.EMAIL: email_key, Kind.TELEPHONE: _number}
