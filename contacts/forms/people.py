"""Who can be a contact's adviser or assistant, offered by forms; a firm may have thousands."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q

from contacts.forms.inputs import LongSelect, Offered
from users.models import User


def assignable(blank: str | None = None) -> Offered:
    """Return those who can be chosen, by name, after a choice of nobody if it has a label."""
    people = [(str(pk), name) for pk, name in User.objects.names_of(User.objects.assignable())]
    return Offered(people if blank is None else [("", blank), *people])


def offer_people(fields: Mapping[str, Any], standing: Mapping[str, int | None]) -> None:
    """Offer in each of these fields who can be chosen, and who stands there though gone."""
    if not standing:
        return
    people = assignable(blank="")
    gone = {key for key in standing.values() if key and str(key) not in people.labels}
    left = dict(User.objects.names_of(User.objects.filter(pk__in=gone))) if gone else {}
    for name, chosen in standing.items():
        field: forms.ModelChoiceField = fields[name]
        field.widget = LongSelect()
        field.queryset = User.objects.filter(Q(is_active=True) | Q(pk=chosen))
        kept = [(str(chosen), left[chosen])] if chosen in left else []
        field.choices = Offered([*people, *kept]) if kept else people
