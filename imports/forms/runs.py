"""The filters of the page of imports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contacts.forms.inputs import LARGEST_KEY
from imports.enums import State


class RunFilterForm(forms.Form):
    """What the address of the page asks for; what makes no sense is left out."""

    partner = forms.CharField(required=False, max_length=50)
    state = forms.ChoiceField(required=False, choices=[("", _("All states")), *State.choices])
    after = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)
    before = forms.IntegerField(required=False, min_value=0, max_value=LARGEST_KEY)

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return self.cleaned_data
