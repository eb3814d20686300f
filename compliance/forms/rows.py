"""Forms of rows whose fields' own checks are not enough."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from compliance.enums import consent_answer
from compliance.models import ORIGINS, InvestmentProject
from contacts.forms.folder_rows import RowForm
from contacts.forms.inputs import AT_HOME
from contacts.models import Contact
from text.validators import french_tax_number


class ProjectForm(RowForm):
    """The one project of a folder."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        others = InvestmentProject.objects.filter(contact=self.instance.contact)
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error(None, _("The folder has a project already: change that one."))
        if not any(self.cleaned_data.values()):
            self.add_error("horizon", _("Fill in one of these fields."))
        return cleaned


class OriginForm(RowForm):
    """An origin of funds says at least what it is."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not any(self.cleaned_data.get(name) for name in (*ORIGINS, "detail")):
            self.add_error("detail", _("Tick an origin above, or write it here."))
        return cleaned


class ResidenceForm(RowForm):
    """A further residence is another country than the first one, which the details hold."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        country, number = self.cleaned_data.get("country"), self.cleaned_data.get("number")
        if country and country == first_residence(self.instance.contact):
            self.add_error("country", _("This is the first tax residence already."))
        if number and country == AT_HOME:
            try:
                french_tax_number(number)
            except ValidationError as error:
                self.add_error("number", error)
        return cleaned


def first_residence(contact: Contact) -> str:
    """Return the country of the first residence, which Général asks too."""
    if contact.is_person:
        return str(contact.person.tax_residence)
    return str(contact.organisation.organisation_tax_residence)


class ConsentForm(RowForm):
    """A consent that stands is never written over: taken back, it is a new row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # One of two words, where an empty box would say nothing of a withdrawal.
        answers = [(said, consent_answer(is_given=said)) for said in (True, False)]
        self.fields["is_given"].label = _("Answer")
        self.fields["is_given"].widget = forms.Select(choices=answers)
        if self.instance.pk is not None:
            for field in self.fields.values():
                field.disabled = True
        elif not self.is_bound:
            self.initial["dated_on"] = timezone.localdate()
