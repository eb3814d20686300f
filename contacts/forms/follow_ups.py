"""The form of a note, and what the address of Suivi may hold."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.enums import FollowUpKind
from contacts.forms.combobox import COLLEAGUE, Combobox, RowChoiceField
from contacts.forms.dates import FrenchDateField, FrenchTimeField
from contacts.forms.inputs import LARGEST_KEY
from contacts.forms.lines import LinesField
from contacts.forms.people import offer_who_sees
from contacts.models import FollowUp
from look.layout import FULL, THIRD, Field, Fields, Helper
from text import validators
from users.forms import DraftForm
from users.models import User

# Day, hour and key of the row beyond which a page begins.
ANCHORS = {
    "after": ("after", "after_hour", "after_pk"),
    "before": ("before", "before_hour", "before_pk"),
}
REMINDER = ("reminder_date", "reminder_time", "reminder_person")


class ReminderForm(DraftForm, forms.ModelForm):
    """When a note is to be come back to, and by whom: somebody who sees its folder."""

    reminder_date = FrenchDateField(
        label=gettext_lazy("Call back on"), required=False, validators=[validators.not_far_ahead]
    )
    reminder_time = FrenchTimeField(label=gettext_lazy("Call back at"), required=False)
    reminder_person = RowChoiceField(
        User.objects.none(),
        label=gettext_lazy("To be done by"),
        required=False,
        empty_label="",
        widget=Combobox(source=COLLEAGUE),
    )
    helper = Helper(Fields(Field(*REMINDER, width=THIRD)))

    class Meta:
        model = FollowUp
        fields: Sequence[str] = REMINDER

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        note = self.instance
        if note.done_at:
            # What is done was asked then: it stays as it was.
            for name in REMINDER:
                del self.fields[name]
            return
        asked = [note.reminder_person_id, self.data.get(self.add_prefix("reminder_person"))]
        offer_who_sees(self.fields["reminder_person"], note.contact, asked=asked)

    def clean_reminder_date(self) -> dt.date | None:
        """Refuse a day that is over, unless it stands there since before."""
        date: dt.date | None = self.cleaned_data["reminder_date"]
        if date and date < timezone.localdate() and "reminder_date" in self.changed_data:
            raise forms.ValidationError(_("This day is over."), code="past")
        return date

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        if not set(REMINDER) <= told.keys():
            return told
        date, time, person = (told[name] for name in REMINDER)
        if date and not person:
            self.add_error("reminder_person", _("Choose somebody who sees this folder."))
        elif time and not date:
            self.add_error("reminder_date", _("Say on which day."))
        return told if date else told | dict.fromkeys(REMINDER)


class FollowUpForm(ReminderForm):
    """A note; its text is kept as it is typed."""

    date = FrenchDateField(label=gettext_lazy("Date"), validators=[validators.not_far_ahead])
    time = FrenchTimeField(label=gettext_lazy("Hour"), required=False)
    text = LinesField(
        label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    helper = Helper(
        Fields(
            Field("kind", "date", width=THIRD),
            Field("time", width=THIRD, is_optional=True),
            Field("text", width=FULL),
            Field(*REMINDER, width=THIRD, is_optional=True),
        )
    )

    class Meta(ReminderForm.Meta):
        fields = ("kind", "date", "time", "text", *REMINDER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = FollowUpKind.choices  # type: ignore[attr-defined]
        self.fields["version"].initial = self.instance.version

    def clean_date(self) -> dt.date:
        """Let an appointment alone be ahead; its kind stands before it in the form."""
        date: dt.date = self.cleaned_data["date"]
        if self.cleaned_data.get("kind") != FollowUpKind.MEETING:
            validators.not_in_future(date)
        return date


class ToDoPlaceForm(forms.Form):
    """Where a page of what is to do begins; anything else in the address is dropped."""

    after = before = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    after_hour = before_hour = forms.TimeField(required=False)
    after_pk = before_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)

    def anchor(self, side: str) -> tuple[dt.date, dt.time, int] | None:
        """Return the row beyond which the page begins, on this side."""
        day, hour, key = map(self.cleaned_data.get, ANCHORS[side])
        return (day, hour, key) if day and hour is not None and key else None


class NotesFilterForm(forms.Form):
    """What the address may hold; anything else is dropped."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *FollowUpKind.choices])
    after = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    after_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
    before = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    before_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
