"""The forms of Coordonnées: any number of e-mails, telephones and addresses."""

from typing import Any

from django import forms
from django.forms import modelformset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from email_validator import EmailNotValidError, validate_email

from contacts import normalise
from contacts.forms.general import TidyModelForm
from contacts.forms.inputs import PlaceField, country_choices
from contacts.forms.rows import BoundedModelRows, room
from contacts.models import Contact, Email, PostalAddress, Telephone

# What a browser would fill in or correct is about whoever types, not about the client.
NO_GUESS = {"autocomplete": "off", "spellcheck": "false"}


class EmailForm(TidyModelForm):
    # Checked below in the words of the house, so not by Django's own field.
    address = forms.CharField(
        label=gettext_lazy("E-mail"), max_length=80, widget=forms.EmailInput(attrs=NO_GUESS)
    )

    class Meta:
        model = Email
        fields = ["address", "use", "preferred"]

    def clean_address(self) -> str:
        address = "".join(normalise.stored_text(self.cleaned_data["address"]).split())
        try:
            # Without asking the network, and with the names that only a firm's own network knows.
            found = validate_email(address, check_deliverability=False, globally_deliverable=False)
        except EmailNotValidError:
            found = None
        if found is None or "." not in found.domain:
            raise forms.ValidationError(
                _("This is not an e-mail address. Write it in full: name@example.fr.")
            )
        return str(found.normalized)

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
        self.fields["number"].widget = forms.TextInput(
            attrs=NO_GUESS | {"type": "tel", "maxlength": 40}
        )
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
    country = PlaceField(label=gettext_lazy("Country"), required=False)

    class Meta:
        model = PostalAddress
        fields = ["line_1", "line_2", "post_code", "town", "country", "use", "preferred"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        filled = ("line_1", "line_2", "post_code", "town")
        if self.has_changed() and not any(self.cleaned_data.get(name) for name in filled):
            self.add_error("line_1", _("Write at least a line, a post code or a town."))
        return cleaned


class Coordinates(BoundedModelRows):
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
        rows = model.objects.filter(contact=contact).order_by("-preferred", "pk")
        most = room(len(rows))
        factory = modelformset_factory(
            model,
            form=form,
            formset=Coordinates,
            extra=1,
            can_delete=True,
            max_num=most,
            absolute_max=most,
        )
        formsets[name] = factory(data, prefix=name, queryset=rows)
    return formsets
