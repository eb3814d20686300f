"""A form that came back beside what was printed in it and what the folder says today. Pure.

Three texts for each question tell who changed what: only what the client changed is proposed, and
it is ticked beforehand where nothing can be lost by it.
"""

import re
from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from imports.fact_find.schema import Field, Kind
from imports.fact_find.values import Answer, Doubt, answer
from text import telephones
from text.normalise import email_key, folded

# The first word of a target, and a number.
Line = tuple[str, int]


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
    # The answers seem to tell of somebody else than the person of whom the folder tells there.
    SOMEBODY_ELSE = "somebody_else"
    # The row that was printed in this line is no longer in the folder.
    GONE = "gone"


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
    return _somebody_else_marked(found)


def of_gone_rows(
    found: Sequence[Difference],
    questions: Mapping[str, Field],
    printed: Mapping[str, str],
    said: Mapping[str, str],
    gone: Collection[Line],
    *,
    on: date,
) -> list[Difference]:
    """Add the other answers of each changed line whose row is no longer in the folder.

    What the client changed of it is half a row: only all of it makes one again.
    """
    changed = {line_of(one.field) for one in found} & set(gone)
    if not changed:
        return list(found)
    by_name, whole = {one.field.name: one for one in found}, []
    for name, field in questions.items():
        one = by_name.get(name)
        if line_of(field) in changed and said.get(name) and not (one and one.answer.doubt):
            given = answer(field, said[name], today=on)
            one = Difference(field, printed.get(name, ""), "", given, Change.GONE)
        if one is not None:
            whole.append(one)
    return whole


def line_of(field: Field) -> Line:
    """Return the list of a question, and its line in it."""
    return field.subject, field.row


# Who is told of beside the holder, and may have a folder of their own.
OTHERS = {"spouse", "child", "representative"}


def _somebody_else_marked(found: Sequence[Difference]) -> list[Difference]:
    """Mark what is said of another person where one is known: a new spouse renames no former one.

    Another first name alone is a correction; with another name or another birth it is not.
    """
    others = {_person(one) for one in found if _is_other_first_name(one)} & {
        _person(one)
        for one in found
        if one.field.end in {"name", "birth_date"} and _says_other(one)
    }
    return [
        replace(one, change=Change.SOMEBODY_ELSE)
        if one.change is Change.CHANGED and _person(one) in others
        else one
        for one in found
    ]


def _person(one: Difference) -> Line:
    return line_of(one.field)


def _says_other(one: Difference) -> bool:
    return bool(one.today and one.answer.text and one.answer.doubt is None)


def _is_other_first_name(one: Difference) -> bool:
    if _person(one)[0] not in OTHERS or not one.field.end.startswith("first_name"):
        return False
    today, said = folded(one.today), folded(one.answer.text)
    return _says_other(one) and today.split()[:1] != said.split()[:1]


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
        return (_OF_TARGETS.get(field.end) or _READ_ALIKE.get(field.kind, _as_it_is))(value)
    return value


def _as_it_is(text: str) -> str:
    return text


def _number(text: str) -> Hashable:
    try:
        read = telephones.parse(text)
    except telephones.NotATelephoneError:
        return text
    return read.number, read.extension


def _words(text: str) -> Hashable:
    """Return the names, with commas between them or without."""
    return tuple(re.split(r"[\s,;/]+", text.strip(" ,;/")))


_OF_TARGETS: Mapping[str, Callable[[str], Hashable]] = {"first_names": _words}
_READ_ALIKE = {Kind.EMAIL: email_key, Kind.TELEPHONE: _number}
