"""The forms of Coordonnées: any number of e-mails, telephones and addresses."""

from typing import Any

from django import forms
from django.forms import modelformset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contacts.enums import PhoneType, Proposals
from contacts.forms.combobox import COUNTRY
from contacts.forms.general import TidyModelForm
from contacts.forms.inputs import AT_HOME, PlaceField, country_choices
from contacts.forms.proposing import ProposedInput
from contacts.forms.rows import MOST, BoundedModelRows, room
from contacts.models import Contact, Email, PostalAddress, Telephone
from contacts.queries.coordinates import rows_of
from look.layout import FULL, THIRD, TWO_THIRDS, Field, Fields, Helper
from text import emails, normalise, telephones, validators
from text.telephones import Fault

# What a browser would fill in or correct is about whoever types, not about the client.
NO_GUESS = {"autocomplete": "off", "spellcheck": "false"}
# What each sort of coordinates has, a row that stands also the tick that takes it away.
_HOW = Field("use", "preferred", "DELETE", width=THIRD)


def email_address(typed: str) -> str:
    """Return an address as it is stored; `ValidationError` for what is none."""
    try:
        return emails.parse(typed)
    except emails.NotAnEmailError as wrong:
        raise forms.ValidationError(
            _("This is not an e-mail address. Write it in full: name@example.fr.")
        ) from wrong


class EmailForm(TidyModelForm):
    VALUE = "address"
    # Checked below in the words of the house, so not by Django's own field.
    address = forms.CharField(
        label=gettext_lazy("E-mail"), max_length=80, widget=forms.EmailInput(attrs=NO_GUESS)
    )
    helper = Helper(Fields(Field("address", width=TWO_THIRDS), _HOW))

    class Meta:
        model = Email
        fields = ["address", "use", "preferred"]

    def clean_address(self) -> str:
        if "address" not in self.changed_data:
            # Not asked again: it may have been kept before this check was there.
            return self.instance.address
        return email_address(self.cleaned_data["address"])

    @property
    def identity(self) -> str:
        """Return what two rows that are the same address share."""
        return normalise.email_key(self.cleaned_data["address"])

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        self.instance.key = normalise.email_key(self.instance.address)
        return super().save(commit)


# What is wrong with a number, and what to do.
FAULTS = {
    Fault.LETTER: gettext_lazy(
        "A telephone number has digits only. Write 06 12 34 56 78, and an extension as: poste 12."
    ),
    Fault.TOO_SHORT: gettext_lazy("A digit is missing: a French number has ten, 06 12 34 56 78."),
    Fault.TOO_LONG: gettext_lazy("There are too many digits: a French number has ten."),
    Fault.ABROAD: gettext_lazy(
        "A French number begins with 0, one abroad with + or 00 and its country: +32 470 12 34 56."
    ),
    Fault.NOT_VALID: gettext_lazy("No telephone has this number. Check its digits."),
    Fault.EXTENSION: gettext_lazy("An extension has six digits at most."),
}


class TelephoneForm(TidyModelForm):
    VALUE = "number"
    helper = Helper(Fields(Field("number", "line", width=THIRD), _HOW))

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
            self.initial["number"] = self.instance.as_dialled
            if not telephones.is_valid(self.instance.number):
                self.fields["number"].help_text = _("To check: this is not a valid number.")

    def clean(self) -> dict[str, Any] | None:
        """Read the number, which says itself what sort of line it is where it is French."""
        cleaned = super().clean()
        if "number" not in self.cleaned_data:
            return cleaned
        if "number" not in self.changed_data:
            # Not asked again: it may have been kept before this check was there.
            self.cleaned_data["number"] = self.instance.number
            return cleaned
        try:
            read = telephones.parse(self.cleaned_data["number"])
        except telephones.NotATelephoneError as error:
            self.add_error("number", FAULTS[error.fault])
            return cleaned
        self.cleaned_data["number"] = read.number
        self.instance.extension = read.extension
        line = self.cleaned_data.get("line")
        if read.kind and not (line == PhoneType.FAX and read.kind == telephones.Kind.LANDLINE):
            self.cleaned_data["line"] = PhoneType(read.kind)
        return cleaned

    @property
    def identity(self) -> tuple[str, str]:
        """Return what two rows that are the same number share."""
        return self.cleaned_data["number"], self.instance.extension


class AddressForm(TidyModelForm):
    country = PlaceField(label=gettext_lazy("Country"), source=COUNTRY, required=False)
    helper = Helper(
        Fields(
            Field("line_1", "line_2", width=FULL),
            Field("post_code", "town", "country", width=THIRD),
            _HOW,
        )
    )

    class Meta:
        model = PostalAddress
        fields = ["line_1", "line_2", "post_code", "town", "country", "use", "preferred"]
        widgets = {
            "post_code": ProposedInput(Proposals.POST_CODE),
            "town": ProposedInput(Proposals.TOWN),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = country_choices()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self._check_post_code()
        filled = ("line_1", "line_2", "post_code", "town")
        if self.has_changed() and not any(self.cleaned_data.get(name) for name in filled):
            self.add_error("line_1", _("Write at least a line, a post code or a town."))
        return cleaned

    def _check_post_code(self) -> None:
        code = self.cleaned_data.get("post_code")
        is_french = self.cleaned_data.get("country", AT_HOME) in {"", AT_HOME}
        if code and is_french and {"post_code", "country"} & set(self.changed_data):
            try:
                self.cleaned_data["post_code"] = validators.french_post_code(code)
            except forms.ValidationError as error:
                self.add_error("post_code", error)


class Coordinates(BoundedModelRows):
    def _refuse_doubles(self, live: list[Any]) -> None:
        """Say beside a row that it repeats another; rows that nobody touched are not asked."""
        if self.prefix not in SAME:
            return
        seen: dict[Any, Any] = {}
        # Rows that stand unchanged come first: the one that was typed is told.
        for form in sorted(live, key=lambda form: form.has_changed()):
            if not form.is_valid() or not (form.has_changed() or form.instance.pk):
                continue
            first = seen.setdefault(form.identity, form)
            if first is not form and form.has_changed():
                form.add_error(form.VALUE, SAME[self.prefix])

    def clean(self) -> None:
        live = [form for form in self.forms if form not in self.deleted_forms]
        self._refuse_doubles(live)
        if sum(bool(form.cleaned_data.get("preferred")) for form in live if form.is_valid()) > 1:
            raise forms.ValidationError(_("Tick only one as preferred."))


SAME = {
    "emails": gettext_lazy("This address is there already."),
    "telephones": gettext_lazy("This number is there already."),
}
SORTS: dict[str, tuple[Any, Any]] = {
    "emails": (Email, EmailForm),
    "telephones": (Telephone, TelephoneForm),
    "addresses": (PostalAddress, AddressForm),
}
# Made once: their fields are copied for each form of them.
_FORMSETS: dict[str, Any] = {
    name: modelformset_factory(
        model,
        form=form,
        formset=Coordinates,
        extra=1,
        can_delete=True,
        can_delete_extra=False,
        max_num=MOST,
        absolute_max=MOST,
    )
    for name, (model, form) in SORTS.items()
}


def coordinate_formsets(contact: Contact, data: Any = None) -> dict[str, Any]:
    """Return the three form sets of a contact, each with an empty row to add one."""
    formsets = {}
    for name, (model, _form) in SORTS.items():
        rows = rows_of(contact, model)
        formsets[name] = _FORMSETS[name](data, prefix=name, queryset=rows)
        formsets[name].max_num = formsets[name].absolute_max = room(len(rows))
    return formsets
