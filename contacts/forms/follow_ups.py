"""The form of a note, and what the address of Suivi may hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from contacts import validators
from contacts.enums import FollowUpKind
from contacts.forms.inputs import DATE_FORMATS, LARGEST_KEY
from contacts.models import FollowUp
from users.forms import DraftForm


class FollowUpForm(DraftForm, forms.ModelForm):
    """A note; its text is kept as it is typed."""

    date = forms.DateField(
        label=gettext_lazy("Date"),
        input_formats=DATE_FORMATS,
        validators=[validators.not_in_future],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric"}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = FollowUp
        fields = ["kind", "date", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].strip = False  # type: ignore[attr-defined]
        self.fields["text"].widget = forms.Textarea(attrs={"rows": 4})
        self.fields["kind"].choices = FollowUpKind.choices  # type: ignore[attr-defined]
        self.fields["version"].initial = self.instance.version


class NotesFilterForm(forms.Form):
    """What the address may hold; anything else is dropped."""

    q = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(required=False, choices=[("", ""), *FollowUpKind.choices])
    after = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    after_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
    before = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    before_pk = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
