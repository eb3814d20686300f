"""The forms of Général, of a new contact and of the list's filters, made from the catalogue."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms import modelform_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from contacts import fields, normalise, rights
from contacts.enums import Kind
from contacts.models import (
    Category,
    Contact,
    ContactKeyword,
    Keyword,
    ListValue,
    OrganisationDetails,
    PersonDetails,
)
from users.models import User

LARGEST_KEY = 2**63 - 1
PEOPLE = {"lead_adviser", "second_adviser", "assistant"}
# A date that may be written as people write it.
DATE_FORMATS = ["%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d%m%Y"]


def form_field(db_field: Any, **kwargs: Any) -> forms.Field | None:
    """Return the form's field of a model's field: dates as text, countries by name."""
    if db_field.name in fields.COUNTRIES:
        return forms.ChoiceField(
            label=db_field.verbose_name,
            choices=[("", ""), *countries],
            required=False,
            widget=forms.Select,
        )
    field: forms.Field | None = db_field.formfield(**kwargs)
    _show_blank_as_blank(field)
    if isinstance(field, forms.DateField):
        field.input_formats = DATE_FORMATS
        field.widget = forms.DateInput(format="%d/%m/%Y", attrs={"inputmode": "numeric"})
    if field is not None:
        field.validators.extend(fields.CHECKS.get(db_field.name, ()))
    return field


def _show_blank_as_blank(field: forms.Field | None) -> None:
    """An unanswered list shows nothing, not a row of dashes."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label:
            field.empty_label = ""
    elif isinstance(field, forms.TypedChoiceField):
        choices: Any = field.choices
        field.choices = [(value, _blank(value, label)) for value, label in choices]


def _blank(value: str, label: str) -> str:
    return label if value or "--" not in label else ""


class TidyModelForm(forms.ModelForm):
    """Text is stored in one form (NFC, no control characters, single spaces)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self._offer_unarchived(name, field)

    def _offer_unarchived(self, name: str, field: forms.ModelChoiceField) -> None:
        if field.queryset is not None and field.queryset.model is ListValue:
            standing = Q(pk=getattr(self.instance, f"{name}_id", None))
            field.queryset = field.queryset.filter(Q(is_archived=False) | standing)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str):
                self.cleaned_data[name] = normalise.stored_text(value)
        return cleaned


class PersonForm(TidyModelForm):
    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        born, died = self.cleaned_data.get("birth_date"), self.cleaned_data.get("death_date")
        if born and died and died < born:
            self.add_error("death_date", _("This date is before the date of birth."))
        unsaid = not self.cleaned_data.get("other_title")
        if unsaid and "other_title" in self.fields and self.cleaned_data.get("title") == "other":
            self.add_error("other_title", _("Write the title."))
        return cleaned


class OrganisationForm(TidyModelForm):
    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        # Written with spaces or dashes, stored without.
        if self.is_bound:
            tidied = dict(self.data.items())
            for name in {"siren", "siret", "lei"} & self.fields.keys():
                typed = str(tidied.get(self.add_prefix(name), ""))
                tidied[self.add_prefix(name)] = "".join(filter(str.isalnum, typed)).upper()
            self.data = tidied

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        siren, siret = self.cleaned_data.get("siren"), self.cleaned_data.get("siret")
        if siren and siret and not siret.startswith(siren):
            self.add_error("siret", _("This SIRET does not begin with the SIREN."))
        return cleaned


class ContactForm(TidyModelForm):
    """What stands on the contact's own row."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = category_choices()  # type: ignore[attr-defined]
        for name in PEOPLE & self.fields.keys():
            self._offer_people(name)
        if "keywords" in self.fields:
            self.fields["keywords"] = forms.ModelMultipleChoiceField(
                self._offered_keywords(),
                label=gettext_lazy("Keywords"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
        if not self._may_lock(user):
            self.fields.pop("is_private", None)
        if "is_private" in self.fields:
            self.fields["is_private"].help_text = self._who_would_see()
        if "note" in self.fields:
            self.fields["note"].widget = forms.Textarea(attrs={"rows": 3, "maxlength": 255})

    def _offered_keywords(self) -> QuerySet[Keyword]:
        """Return the keywords of the firm, archived ones only where they are ticked."""
        ticked = ContactKeyword.objects.filter(contact=self.instance.pk).values("keyword")
        return Keyword.objects.filter(Q(is_archived=False) | Q(pk__in=ticked))

    def _offer_people(self, name: str) -> None:
        standing = getattr(self.instance, f"{name}_id")
        people = User.objects.assignable() | User.objects.filter(pk=standing)
        self.fields[name].queryset = people.order_by("last_name", "first_name")  # type: ignore[attr-defined]

    def _who_would_see(self) -> str:
        people = (
            getattr(self.instance, name) for name in ("lead_adviser", "second_adviser", "assistant")
        )
        names = ", ".join(str(person) for person in people if person)
        return _(
            "Visible to %(people)s only. For everybody else, administrators included, this folder "
            "does not exist."
        ) % {"people": names}

    def _may_lock(self, user: User) -> bool:
        people = {getattr(self.instance, f"{name}_id") for name in PEOPLE}
        return user.has_perm(rights.CREATE_PRIVATE) and user.pk in people

    def clean_client_number(self) -> str:
        number: str = self.cleaned_data["client_number"]
        taken = Contact.objects.filter(client_number=number, is_private=False)
        if number and taken.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("This client number is already used."))
        return number

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        private = self.cleaned_data.get("is_private", self.instance.is_private)
        if private and not any(self.cleaned_data.get(name) for name in PEOPLE):
            self.add_error("lead_adviser", _("A private folder needs an adviser or an assistant."))
        return cleaned

    def validate_constraints(self) -> None:
        """The number's check is `clean_client_number`: it says nothing of hidden folders."""


DETAILS: dict[str, tuple[type[TidyModelForm], type[PersonDetails | OrganisationDetails]]] = {
    Kind.PERSON: (PersonForm, PersonDetails),
    Kind.ORGANISATION: (OrganisationForm, OrganisationDetails),
}


def details_form(kind: str, names: list[str]) -> Any:
    """Return the form class of what only this kind has."""
    form, model = DETAILS[kind]
    return modelform_factory(model, form=form, fields=names, formfield_callback=form_field)


def contact_form(names: list[str]) -> Any:
    """Return the form class of the contact's own row."""
    return modelform_factory(Contact, form=ContactForm, fields=names, formfield_callback=form_field)


def general_forms(
    contact: Contact, *, user: User, data: Any = None
) -> tuple[ContactForm, TidyModelForm]:
    """Return the two forms of a folder's Général, bound when there is data."""
    details = contact.person if contact.is_person else contact.organisation
    own = contact_form(fields.names(contact.kind, "contact"))
    owner = Kind.PERSON if contact.is_person else Kind.ORGANISATION
    details_class = details_form(contact.kind, fields.names(contact.kind, owner))
    return own(data, instance=contact, user=user), details_class(data, instance=details)


def category_choices() -> list[tuple[int, str]]:
    """Return the categories as paths, in the order of the tree."""
    below: dict[int | None, list[Category]] = {}
    for category in Category.objects.all():
        below.setdefault(category.parent_id, []).append(category)
    choices: list[tuple[int, str]] = []

    def walk(parent: int | None, path: str) -> None:
        for category in below.get(parent, []):
            name = f"{path} / {category.name}" if path else category.name
            choices.append((category.pk, name))
            walk(category.pk, name)

    walk(None, "")
    return choices


class KindForm(forms.Form):
    """The first question about a new contact."""

    kind = forms.ChoiceField(label=gettext_lazy("Type of contact"), choices=Kind.choices)
