"""The forms of Coordonnées: any number of e-mails, telephones and addresses."""

from typing import Any

from django import forms
from django.forms import BaseModelFormSet, modelformset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from contacts import normalise
from contacts.forms.general import TidyModelForm
from contacts.models import Contact, Email, PostalAddress, Telephone


class EmailForm(TidyModelForm):
    class Meta:
        model = Email
        fields = ["address", "use", "preferred"]

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        self.instance.key = normalise.email_key(self.instance.address)
        return super().save(commit)


class TelephoneForm(TidyModelForm):
    class Meta:
        model = Telephone
        fields = ["number", "line", "use", "preferred"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = ""
        if self.instance.number:
            self.initial["number"] = normalise.telephone_national(self.instance.number)

    def clean_number(self) -> str:
        number = normalise.telephone_e164(self.cleaned_data["number"])
        if not number:
            raise forms.ValidationError(
                _("This is not a telephone number. Write 06 12 34 56 78, or +32… for abroad.")
            )
        return number


class AddressForm(TidyModelForm):
    country = forms.ChoiceField(
        label=gettext_lazy("Country"), choices=[("", ""), *countries], required=False
    )

    class Meta:
        model = PostalAddress
        fields = ["line_1", "line_2", "post_code", "town", "country", "use", "preferred"]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        filled = ("line_1", "line_2", "post_code", "town")
        if self.has_changed() and not any(self.cleaned_data.get(name) for name in filled):
            self.add_error("line_1", _("Write at least a line, a post code or a town."))
        return cleaned


class OnePreferred(BaseModelFormSet):
    def clean(self) -> None:
        live = [form for form in self.forms if form not in self.deleted_forms]
        if sum(bool(form.cleaned_data.get("preferred")) for form in live if form.is_valid()) > 1:
            raise forms.ValidationError(_("Tick only one as preferred."))


SORTS: dict[str, tuple[Any, Any]] = {
    "emails": (Email, EmailForm),
    "telephones": (Telephone, TelephoneForm),
    "addresses": (PostalAddress, AddressForm),
}


def coordinate_formsets(contact: Contact, data: Any = None) -> dict[str, Any]:
    """Return the three form sets of a contact, each with an empty row to add one."""
    formsets = {}
    for name, (model, form) in SORTS.items():
        factory = modelformset_factory(
            model, form=form, formset=OnePreferred, extra=1, can_delete=True
        )
        rows = model.objects.filter(contact=contact).order_by("-preferred", "pk")
        formsets[name] = factory(data, prefix=name, queryset=rows)
    return formsets
