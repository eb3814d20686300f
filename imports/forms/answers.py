"""What was read of a form, to be looked at and corrected before anything is made of it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from imports.fact_find import values
from imports.fact_find.schema import NOT_ANSWERED, WITH_CHOICES, YES, Field, Kind
from imports.fact_find.values import Answer, Doubt
from imports.models import ReceivedForm
from imports.queries import fact_find_messages
from imports.queries.fact_find.summary import Question, names_asked, questions_of, shown
from users.forms import DraftForm


class AnswersForm(DraftForm, forms.Form):
    """A field for each answer, and for each name that is missing.

    Without `data` it holds what was read, and says what is in doubt.
    """

    def __init__(self, received: ReceivedForm, data: Mapping[str, Any] | None = None) -> None:
        texts: dict[str, str] = received.answers["texts"]
        self.questions = questions_of(received)
        self.received_doubts = {} if data else received.answers["doubts"]
        self.answers: dict[str, Answer] = {}
        # What was read is no change that waits to be saved.
        super().__init__(texts if data is None else data, initial=texts)
        self.asked = {name: one.field for name, one in self.questions.items()}
        answered = {name for name in self.questions if texts.get(name) or self._is_sent(name)}
        answered |= set(received.answers["doubts"])
        # As long as a person may be told of, there is a field for their name.
        answered |= names_asked(self.asked, dict.fromkeys(answered, "x")).keys()
        for name, question in self.questions.items():
            if name in answered:
                self.fields[name] = _field(question)

    def _is_sent(self, name: str) -> bool:
        return bool(self.data.get(name))

    def clean(self) -> dict[str, Any]:
        today = timezone.localdate()
        for name in self.fields:
            self._read(name, today)
        texts = {name: answer.text for name, answer in self.answers.items()}
        for name in names_asked(self.asked, texts):
            if not texts.get(name):
                self.add_error(name, _("Write the name: without it nobody can be added."))
        return self.cleaned_data

    def _read(self, name: str, today: dt.date) -> None:
        field, text = self.asked[name], self.cleaned_data.get(name, "")
        doubt = self.received_doubts.get(name)
        answer = values.answer(field, text, today=today)
        self.answers[name] = answer
        code = Doubt(doubt) if doubt else answer.doubt
        if code is not None:
            self.add_error(name, fact_find_messages.doubt(code, answer.text))

    def refuse(self, refusals: Mapping[str, str]) -> None:
        """Say of answers that no folder can take them."""
        for name, words in refusals.items():
            self.add_error(name if name in self.fields else None, words)

    @property
    def accepted(self) -> dict[str, Answer]:
        """Return the answers that are in no doubt, by name."""
        return {
            name: answer
            for name, answer in self.answers.items()
            if answer.value is not None and name not in self.errors
        }

    def shown(self, name: str) -> str:
        """Return an answer as people read it."""
        return shown(self.asked[name], self.answers[name]) if name in self.answers else ""


def _field(question: Question) -> forms.CharField:
    # Too long a text is said in the words of the form, by `values.answer`.
    widget = widget_of(question.field)
    return forms.CharField(label=question.label, required=False, strip=False, widget=widget)


def widget_of(field: Field) -> forms.Widget:
    """Return what an answer is corrected in."""
    if field.kind is Kind.CHECK:
        return forms.Select(choices=[("", _("No")), (YES, _("Yes"))])
    if field.kind in WITH_CHOICES:
        answers = [choice for choice in field.choices if choice[0] != NOT_ANSWERED]
        return forms.Select(choices=[("", "—"), *answers])
    return forms.Textarea(attrs={"rows": 4}) if field.kind is Kind.LONG_TEXT else forms.TextInput()
