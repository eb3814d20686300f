"""Dates as people here write them, with the year in full."""

import re
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contacts.fields import OLDEST_OF_PERSONS
from text import formats, validators

FORMATS = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d%m%Y", "%Y-%m-%d"]
_HOUR = re.compile(r"(\d{1,2}) ?[h:.]? ?(\d{2})?", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-])\d{1,2}\1\d{2}|\d{6}")


class FrenchDateField(forms.DateField):
    """A date written 24/07/1938, 24.7.1938, 24-7-1938, 24071938 or 1938-07-24.

    A year of two digits is refused: nobody can tell 1938 from 2038 for a client.
    """

    default_error_messages = {
        "invalid": _("This is not a date. Write it like this: 24/07/1938."),
        "short_year": _("Write the year in four digits: 24/07/1938."),
        "too_early": _("This date is before %(year)s. Check the year."),
    }

    def __init__(self, *, oldest: int = OLDEST_OF_PERSONS, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", FORMATS)
        kwargs.setdefault(
            "widget", forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric"})
        )
        super().__init__(**kwargs)
        self.oldest = oldest

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and _SHORT_YEAR.fullmatch(value.strip()):
            raise ValidationError(self.error_messages["short_year"], code="short_year")
        read: date | None = super().to_python(value)
        if read is not None and read.year < self.oldest:
            raise ValidationError(
                self.error_messages["too_early"], code="too_early", params={"year": self.oldest}
            )
        return read


class FrenchTimeField(forms.TimeField):
    """An hour written 14 h, 14h30, 14:30, 14.30 or 1430."""

    default_error_messages = {"invalid": _("This is not an hour. Write it like this: 14 h 30.")}
    widget = forms.TextInput

    def prepare_value(self, value: Any) -> Any:
        return formats.hour_fr(value) if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return value or None
        written = _HOUR.fullmatch(" ".join(str(value).split()))
        hour, minute = written.groups(default="0") if written else ("24", "0")
        try:
            return time(int(hour), int(minute))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


def past_date(label: Any) -> FrenchDateField:
    """Return the field of a date that may be left blank, and is not to come."""
    return FrenchDateField(label=label, required=False, validators=[validators.not_in_future])


def french_date(field: forms.DateField, *, oldest: int = OLDEST_OF_PERSONS) -> FrenchDateField:
    """Return the field of a form for one that Django made of a model's."""
    return FrenchDateField(
        oldest=oldest,
        label=field.label,
        required=field.required,
        initial=field.initial,
        help_text=field.help_text,
        validators=list(field.validators),
    )
