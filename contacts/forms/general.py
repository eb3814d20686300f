"""The forms of Général, of a new contact and of the list's filters, made from the catalogue."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q
from django.forms import modelform_factory
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from contacts import fields, rights
from contacts.actions.assignment import may_assign
from contacts.enums import FirmList, Kind, Title
from contacts.forms import birth_place, couple_ending
from contacts.forms.combobox import CATEGORY, SOURCES, Combobox
from contacts.forms.inputs import AT_HOME, TicksField, form_field
from contacts.forms.lines import LinesField
from contacts.forms.people import offer_people
from contacts.models import (
    Category,
    Contact,
    ContactKeyword,
    Keyword,
    ListValue,
    OrganisationDetails,
    PersonDetails,
    Relationship,
)
from contacts.people import ROLES, people_of
from contacts.queries.ages import age
from contacts.queries.client_numbers import is_taken, shared_words, taken_words
from look.layout import Field, Helper, VisibleFields
from text import naf, normalise, validators
from users.forms import DraftForm
from users.models import User

PEOPLE = frozenset(ROLES)
# The firm's lists -> their values: the key, the label, whether it is archived.
Lists = dict[str, list[tuple[int, str, bool]]]


class TidyModelForm(DraftForm, forms.ModelForm):
    """Text is stored in one form (NFC, no control characters, single spaces)."""

    # Of the short forms: Général has its blocks (contacts.forms.blocks).
    helper = Helper(VisibleFields())

    def __init__(self, *args: Any, lists: Lists | None = None, **kwargs: Any) -> None:
        """Take the firm's lists where several forms read them together."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field.widget, Combobox) and field.widget.source in FirmList.values:
                self._offer_unarchived(name, field, lists)

    def _offer_unarchived(self, name: str, field: Any, lists: Lists | None) -> None:
        """Offer the values of a list; an archived one only where it stands."""
        standing = getattr(self.instance, f"{name}_id", None)
        if lists is None or self.is_bound:
            unarchived = Q(is_archived=False) | Q(pk=standing)
            field.queryset = field.queryset.filter(unarchived)
        if lists is not None:
            values = lists[field.widget.source]
            offered = ((pk, label) for pk, label, gone in values if not gone or pk == standing)
            field.choices = [("", ""), *offered]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name, value in self.cleaned_data.items():
            if isinstance(value, str) and not isinstance(self.fields[name], LinesField):
                self.cleaned_data[name] = normalise.stored_text(value)
        for name in self.fields:
            described = fields.description(self._meta.model, name)
            self._check_order(described)
            self._check_most(described)
        return cleaned

    def _check_order(self, described: fields.Field) -> None:
        """Refuse a date before the one that it follows, whether that one is asked here or not."""
        if described.follows is None:
            return
        first, words = described.follows
        before, after = self._held(first), self.cleaned_data.get(described.name)
        if before and after and after < before:
            self.add_error(described.name, str(words))

    def _check_most(self, described: fields.Field) -> None:
        """Refuse a number above its whole; what nobody counted limits nothing."""
        if described.at_most is None:
            return
        whole, words = described.at_most
        most, part = self._held(whole), self.cleaned_data.get(described.name)
        if most is not None and part is not None and part > most:
            self.add_error(described.name, str(words))

    def _held(self, name: str) -> Any:
        """Return what is typed, or what is saved where this form does not ask."""
        if name in self.fields:
            return self.cleaned_data.get(name)
        return getattr(self.instance, name, None)


class PersonForm(TidyModelForm):
    # The relation that a change of situation may end (contacts.forms.couple_ending).
    couple: Relationship | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        born, died = self.instance.birth_date, self.instance.death_date
        if born and not died and "birth_date" in self.fields:
            years = age(born, today)
            self.fields["birth_date"].help_text = ngettext(
                "%(n)s year old", "%(n)s years old", years
            ) % {"n": years}
        expires = self.instance.identity_expires_on
        if expires and expires < today and "identity_expires_on" in self.fields:
            self.fields["identity_expires_on"].help_text = _("To check: expired")
        if "birth_commune" in self.fields:
            self.fields["birth_commune"].help_text = birth_place.note(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        unsaid = not self.cleaned_data.get("other_title")
        if (
            unsaid
            and "other_title" in self.fields
            and self.cleaned_data.get("title") == Title.OTHER
        ):
            self.add_error("other_title", _("Write the title."))
        self._check_tax_number()
        if "birth_commune" in self.fields:
            birth_place.follow(self)
        if self.couple is not None:
            couple_ending.check(self)
        return cleaned

    def _check_tax_number(self) -> None:
        """Refuse a French tax number whose key does not agree; other countries have theirs."""
        number = self.cleaned_data.get("tax_number")
        if number and self.cleaned_data.get("tax_residence") == AT_HOME:
            try:
                validators.french_tax_number(number)
            except forms.ValidationError as error:
                self.add_error("tax_number", error)


def _alone(typed: str) -> str:
    return "".join(filter(str.isalnum, typed)).upper()


def _naf_code(typed: str) -> str:
    alone = _alone(typed)
    return f"{alone[:2]}.{alone[2:]}" if alone else ""


def _day_and_month(typed: str) -> str:
    """Write 31.12, 31-12 and 1/7 as 31/12 and 01/07; what is none stays to be refused."""
    parts = re.fullmatch(r"\s*([0-9]{1,2})\s*[/.\- ]\s*([0-9]{1,2})\s*", typed)
    return f"{parts[1]:0>2}/{parts[2]:0>2}" if parts else typed


def _giin(typed: str) -> str:
    return "".join(typed.split()).upper()


# Numbers of an organisation, as they are stored.
TIDIED: Mapping[str, Callable[[str], str]] = {
    "siren": _alone,
    "siret": _alone,
    "lei": _alone,
    "naf_code": _naf_code,
    "fiscal_year_end": _day_and_month,
    "giin": _giin,
}


class OrganisationForm(TidyModelForm):
    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        # Written with spaces or dashes, stored without: the browser must not cut them short.
        numbers = TIDIED.keys() & self.fields.keys()
        for name in numbers:
            self.fields[name].widget.attrs.pop("maxlength", None)
        if "naf_code" in numbers and (code := self.instance.naf_code):
            self.fields["naf_code"].help_text = naf.label(code) or _(
                "To check: NAF rév. 2 has no such activity."
            )
        if self.is_bound:
            tidied = dict(self.data.items())
            for name in numbers:
                typed = str(tidied.get(self.add_prefix(name), ""))
                tidied[self.add_prefix(name)] = TIDIED[name](typed)
            self.data = tidied

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        siren, siret = self.cleaned_data.get("siren"), self.cleaned_data.get("siret")
        if siren and siret and not siret.startswith(siren):
            self.add_error("siret", _("This SIRET does not begin with the SIREN."))
        elif siret and not siren and "siren" not in self.errors:
            # The first nine digits of a SIRET are the SIREN.
            self.cleaned_data["siren"] = siret[:9]
        return cleaned


class ContactForm(TidyModelForm):
    """What stands on the contact's own row."""

    def __init__(self, *args: Any, user: User, asks_keywords: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if "client_number" in self.fields and self.instance.pk:
            self.fields["client_number"].help_text = shared_words(self.instance, user=user)
        self.fields["category"].choices = category_choices()  # type: ignore[attr-defined]
        standing = {
            name: getattr(self.instance, f"{name}_id") for name in PEOPLE & self.fields.keys()
        }
        asked = [self.data.get(self.add_prefix(name)) for name in standing]
        offer_people(self.fields, standing, asked)
        self._close_places(user)
        if asks_keywords:
            self._ask_keywords()
        if not self._may_lock(user):
            self.fields.pop("is_private", None)
        if "is_private" in self.fields:
            self.fields["is_private"].help_text = self._who_would_see()

    def _close_places(self, user: User) -> None:
        """Show who is assigned where that is not the user's to change."""
        for name in PEOPLE & self.fields.keys() if self.instance.pk else ():
            if not may_assign(self.instance, name, user):
                self.fields[name].disabled = True
                self.fields[name].help_text = (
                    _("Changed by the lead adviser, or with the right to assign contacts.")
                    if name == "lead_adviser"
                    else _("Changed by those assigned, or with the right to assign contacts.")
                )

    def _ask_keywords(self) -> None:
        """Offer the keywords of the firm, archived ones only where they are ticked."""
        ticked = ContactKeyword.objects.filter(contact=self.instance.pk, keyword=OuterRef("pk"))
        offered = Keyword.objects.annotate(is_ticked=Exists(ticked)).filter(
            Q(is_archived=False) | Q(is_ticked=True)
        )
        self.initial["keywords"] = [keyword.pk for keyword in offered if keyword.is_ticked]
        self.fields["keywords"] = field = TicksField(
            offered,
            label=gettext_lazy("Keywords"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        field.choices = [(keyword.pk, keyword.label) for keyword in offered]

    def _who_would_see(self) -> str:
        people = (getattr(self.instance, role) for role in ROLES)
        names = ", ".join(str(person) for person in people if person)
        return _(
            "Visible to %(people)s only. For everybody else, administrators included, this folder "
            "does not exist."
        ) % {"people": names}

    def _may_lock(self, user: User) -> bool:
        return rights.may_lock(user) and user.pk in people_of(self.instance)

    def clean_client_number(self) -> str:
        number: str = self.cleaned_data["client_number"]
        if is_taken(number, but=self.instance):
            raise forms.ValidationError(taken_words(number, user=self.user))
        return number

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        private = self.cleaned_data.get("is_private", self.instance.is_private)
        people = (self.cleaned_data.get(name, self._standing(name)) for name in PEOPLE)
        if private and not any(people):
            self.add_error("lead_adviser", _("A private folder needs an adviser or an assistant."))
        return cleaned

    def _standing(self, name: str) -> Any:
        """Return who is assigned where the form does not ask."""
        return None if name in self.fields else getattr(self.instance, f"{name}_id")

    def validate_constraints(self) -> None:
        """The number's check is `clean_client_number`: it says nothing of hidden folders."""


DETAILS: dict[str, tuple[type[TidyModelForm], type[PersonDetails | OrganisationDetails]]] = {
    Kind.PERSON: (PersonForm, PersonDetails),
    Kind.ORGANISATION: (OrganisationForm, OrganisationDetails),
}


def model_form(model: Any, form: type[TidyModelForm], names: Iterable[str]) -> Any:
    """Return the form class of these fields of a model."""
    return _model_form(model, form, tuple(names), get_language())


@cache
def _model_form(model: Any, form: Any, names: tuple[str, ...], _language: str | None) -> Any:
    """Make it once, in this language: its fields are copied for each form of it."""
    made = modelform_factory(model, form=form, fields=names, formfield_callback=form_field)
    for field in made.base_fields.values():
        field.label = str(field.label)
    return made


def details_form(kind: str, names: list[str]) -> Any:
    """Return the form class of what only this kind has."""
    form, model = DETAILS[kind]
    return model_form(model, form, names)


def contact_form(names: list[str]) -> Any:
    """Return the form class of the contact's own row."""
    return model_form(Contact, ContactForm, names)


def general_forms(
    contact: Contact, *, user: User, data: Any = None
) -> tuple[ContactForm, TidyModelForm]:
    """Return the two forms of a folder's Général, bound when there is data."""
    details = contact.person if contact.is_person else contact.organisation
    names = fields.names(contact.kind, "contact")
    # Read with the offered ones: the model's own field would ask for them apart.
    own = contact_form([name for name in names if name != "keywords"])
    owner = Kind.PERSON if contact.is_person else Kind.ORGANISATION
    details_class = details_form(contact.kind, fields.names(contact.kind, owner))
    lists = _firm_lists()
    page = (
        own(data, instance=contact, user=user, lists=lists, asks_keywords=True),
        details_class(data, instance=details, lists=lists),
    )
    if contact.is_person:
        couple_ending.offer_to_end(page[1], contact, user)
    return page


def _firm_lists() -> Lists:
    """Read the values of all of the firm's lists in one query."""
    values: Lists = defaultdict(list)
    rows = ListValue.objects.values_list("firm_list", "pk", "label", "is_archived")
    for firm_list, pk, label, is_archived in rows:
        values[firm_list].append((pk, label, is_archived))
    return values


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


def _list_choices(firm_list: str) -> list[tuple[int, str]]:
    values = ListValue.objects.filter(firm_list=firm_list, is_archived=False)
    return list(values.values_list("pk", "label"))


SOURCES[CATEGORY] = category_choices
SOURCES.update({name: partial(_list_choices, name) for name in FirmList.values})


class KindForm(forms.Form):
    """The first question about a new contact: in a form of its own, beside the contact's."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Type of contact"),
        choices=Kind.choices,
        widget=forms.RadioSelect(attrs={"form": "kind"}),
    )
    helper = Helper(Field("kind", is_unlabelled=True))
