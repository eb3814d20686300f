"""The form of a note, and what the address of Suivi may hold."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from contacts.enums import FollowUpKind
from contacts.forms.dates import FrenchDateField
from contacts.forms.inputs import LARGEST_KEY
from contacts.forms.lines import LinesField
from contacts.models import FollowUp
from look.layout import FULL, THIRD, Field, Fields, Helper
from text import validators
from users.forms import DraftForm


class FollowUpForm(DraftForm, forms.ModelForm):
    """A note; its text is kept as it is typed."""

    date = FrenchDateField(label=gettext_lazy("Date"), validators=[validators.not_in_future])
    text = LinesField(
        label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    helper = Helper(Fields(Field("kind", "date", width=THIRD), Field("text", width=FULL)))

    class Meta:
        model = FollowUp
        fields = ["kind", "date", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
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
