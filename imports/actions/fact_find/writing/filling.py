"""One folder that is being filled in from a form: what was answered, and what is to be written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from contacts import fields
from contacts.enums import FirmList
from contacts.models import Contact, ListValue
from contacts.queries.relations import End, read_from, related_folders, spouses
from imports.actions.fact_find.writing.draft import Draft
from imports.fact_find.schema import Field
from imports.fact_find.values import Value
from imports.queries.fact_find.columns import Column
from imports.queries.fact_find.meanings import AnswerRefusedError, value_of_list
from users.models import User

Row = Any


@dataclass
class Filling:
    """`answers` are those that were taken, `today` what the whole form would say of the folder now.

    `rows`: which stand in the lines of the form, by the first word of their targets, in order.
    """

    contact: Contact
    questions: Mapping[str, Field]
    answers: Mapping[str, Value]
    today: Mapping[str, str]
    # The day of what is dated: beside the signature, or when the form came.
    signed_on: date
    # The calendar years of the figures of an organisation, by the ends of their targets.
    years: Mapping[str, int]
    # The form, as history and dated rows name it.
    source: str
    by: User
    rows: Mapping[str, Sequence[int | None]] = field(default_factory=dict)
    # Told in the form that came back and hidden now: nothing of them is written.
    spouse_is_hidden: bool = False
    draft: Draft = field(default_factory=Draft)
    refusals: dict[str, str] = field(default_factory=dict)
    # Those refused that another answer would mend.
    correctable: set[str] = field(default_factory=set)
    # Folders whose rows are written.
    touched: set[int] = field(default_factory=set)
    # The folder of the other person that an answer is about, by question: notes tell it there.
    elsewhere: dict[str, int] = field(default_factory=dict)
    # The firm's words, by what the form calls them; those added too.
    words: dict[tuple[FirmList, str], ListValue] = field(default_factory=dict)

    @cached_property
    def spouses(self) -> list[End]:
        """Return whom the user sees the contact in a couple with: one, or somebody was wrong."""
        rows = spouses(self.contact, self.by)
        return [read_from(self.contact, row).other for row in rows]

    @property
    def spouse(self) -> End | None:
        return self.spouses[0] if len(self.spouses) == 1 else None

    def may_write(self, folder: Contact) -> bool:
        """Tell whether the folder of somebody near may be written too."""
        return folder.is_person and folder.pk in self._changeable

    @cached_property
    def _changeable(self) -> set[int]:
        """Return the folders near this one that the user may change, read once."""
        near = related_folders(self.contact, self.by)
        mine = Contact.objects.changeable_by(self.by).filter(pk__in=near)
        return set(mine.values_list("pk", flat=True))

    def taken(self, prefix: str) -> Iterator[Field]:
        """Give the questions whose target begins with these words and whose answer was taken."""
        for name, question in self.questions.items():
            if name in self.answers and f"{question.target}.".startswith(f"{prefix}."):
                yield question

    def says(self, question: Field) -> bool:
        """Tell whether the form would say something here, once all is written."""
        if question.name in self.answers:
            return self.answers[question.name] not in {None, False, ""}
        return bool(self.today.get(question.name))

    def value(self, target: str) -> Value:
        """Return what was answered, or None."""
        for question in self.taken(target):
            return self.answers[question.name]
        return None

    def is_about(self, folder: Contact, questions: Iterable[Field]) -> None:
        """Say that these questions are about somebody who has a folder of their own."""
        self.elsewhere |= dict.fromkeys((question.name for question in questions), folder.pk)

    def refuse(self, question: Field, words: str) -> None:
        self.refusals[question.name] = words

    def refuse_as_written(self, question: Field, error: AnswerRefusedError) -> None:
        """Refuse an answer that another would mend."""
        self.refuse(question, str(error))
        self.correctable.add(question.name)

    def put(self, question: Field, row: Row, column: Column) -> bool:
        """Write one answer into a row, or say why it cannot be; tell which."""
        answer = self.answers[question.name]
        try:
            if column.firm_list and answer:
                self._set_word(row, column.firm_list, dict(question.choices)[str(answer)])
            else:
                self.set(row, column, answer)
        except AnswerRefusedError as error:
            self.refuse_as_written(question, error)
        return question.name not in self.refusals

    def _set_word(self, row: Row, firm_list: FirmList, label: str) -> None:
        """Give a row the firm's own word; one that is missing is added, by whoever may."""
        word = self.words.get((firm_list, label))
        if word is None:
            word = self.words[firm_list, label] = value_of_list(firm_list, label, self.by)
            if word._state.adding:  # noqa: SLF001 - Django's documented name
                self.draft.add(word)
        self.draft.change(row, **{firm_list.value: word})

    def set(self, row: Row, column: Column, value: Value) -> None:
        """Give a column a value after the checks of the house."""
        blank = value is None or value is False or value == ""
        if blank and column.required:
            raise AnswerRefusedError(_("This cannot be empty in a folder: correct it there."))
        model_field = row._meta.get_field(column.name)
        stored = _blank(model_field) if column.emptied is None else column.emptied
        try:
            if not blank:
                stored = column.convert(value)
            stored = model_field.clean(stored, row)
            if not (blank or column.is_signed):
                for check in fields.description(type(row), column.name).checks:
                    check(stored)
        except ValidationError as error:
            raise AnswerRefusedError(" ".join(error.messages)) from error
        _check_order(row, column.name, stored)
        self.draft.change(row, **{column.name: stored})


def _check_order(row: Row, name: str, stored: Any) -> None:
    """Refuse a date before the one that it follows."""
    described = fields.description(type(row), name)
    if described.follows is not None:
        first, words = described.follows
        before = getattr(row, first, None)
        if before and stored and stored < before:
            raise AnswerRefusedError(str(words))


def _blank(model_field: Any) -> Any:
    if model_field.get_internal_type() == "BooleanField":
        return None if model_field.null else False
    return "" if model_field.empty_strings_allowed and not model_field.null else None
