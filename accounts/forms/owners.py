"""The owners of an account, row by row: search, take, change and take out before saving."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import formset_factory
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.actions.accounts import Owner
from accounts.enums import Right
from accounts.errors import OwnerNotAllowed
from contacts.forms.amounts import FrenchDecimalField
from contacts.forms.inputs import LARGEST_KEY, key
from contacts.forms.rows import BoundedRows
from contacts.models import Contact
from contacts.queries.search import matches
from users.models import User

MOST = 30
PREFIX = "owner"
ASKED = ("contact", "right", "share", "out")


class OwnerForm(forms.Form):
    contact = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=LARGEST_KEY, label=_("Owner")
    )
    right = forms.ChoiceField(label=_("Right"), choices=Right.choices, initial=Right.FULL)
    share = FrenchDecimalField(label=_("Share (%)"), required=False, max_digits=7, decimal_places=4)
    out = forms.BooleanField(label=_("Take out"), required=False)


OwnerFormSet: Any = formset_factory(
    OwnerForm, formset=BoundedRows, extra=0, max_num=MOST, absolute_max=MOST
)


class Owners:
    """The rows as they stand or as typed, and the contacts that a search found for more."""

    def __init__(
        self, user: User, *, data: QueryDict | None = None, standing: Sequence[Any] = ()
    ) -> None:
        self.user = user
        self.is_saving = data is not None and "save" in data
        self.search = data.get("search", "")[:200] if data else ""
        rows = list(standing) if data is None else [*_typed(data), *_taken(data)]
        self.formset = OwnerFormSet(data if self.is_saving else None, initial=rows, prefix=PREFIX)
        asked = {pk for row in rows if (pk := key(str(row.get("contact", ""))))}
        self.contacts = Contact.objects.visible_to(user).in_bulk(asked)

    @property
    def rows(self) -> list[tuple[Any, Contact]]:
        """Return the rows of contacts that exist for the user, each with its contact."""
        found = []
        for form in self.formset:
            pk = key(str(form["contact"].value()))
            if pk in self.contacts:
                found.append((form, self.contacts[pk]))
        return found

    @property
    def found(self) -> list[Contact]:
        return matches(self.user, self.search) if self.search else []

    def is_valid(self) -> bool:
        return bool(self.formset.is_valid())

    def chosen(self) -> list[Owner]:
        """Return the owners to save; refused when one of them does not exist for the user."""
        kept = [form.cleaned_data for form in self.formset if not form.cleaned_data.get("out")]
        if any(row["contact"] not in self.contacts for row in kept):
            raise OwnerNotAllowed
        return [
            Owner(self.contacts[row["contact"]], Right(row["right"]), row["share"]) for row in kept
        ]


def _typed(data: QueryDict) -> list[Mapping[str, Any]]:
    count = min(key(data.get(f"{PREFIX}-TOTAL_FORMS", "")) or 0, MOST)
    rows = [
        {name: data.get(f"{PREFIX}-{number}-{name}", "") for name in ASKED}
        for number in range(count)
    ]
    return [row for row in rows if row["contact"]]


def _taken(data: QueryDict) -> list[Mapping[str, Any]]:
    taken = data.get("take", "")
    return [{"contact": taken, "right": Right.FULL, "share": ""}] if taken else []
