"""Who can be a contact's adviser or assistant, offered by forms; a firm may have thousands."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from contacts.forms.combobox import COLLEAGUE, FEW, PERSON, SOURCES, Offered, Pair
from contacts.forms.inputs import key
from contacts.models import Contact
from contacts.people import people_of
from contacts.visibility import who_sees, who_sees_others
from users.models import User


def assignable(*, asked: Iterable[object] = (), blank: str = "") -> Offered:
    """Return who can be chosen, by name, after a choice of nobody; in one query.

    Of a firm with more than a few, it holds as many as show that, and those who are asked for.
    """
    people = User.objects.names_of(_people(asked=asked))
    return Offered([("", blank), *((str(pk), name) for pk, name in people)])


def _people(*, asked: Iterable[object], standing: Iterable[object] = ()) -> QuerySet[User]:
    first = User.objects.assignable().values("pk")[: FEW + 1]
    wanted = Q(pk__in=first) | Q(pk__in=_keys(asked), is_active=True) | Q(pk__in=_keys(standing))
    people = User.objects.filter(wanted).order_by("last_name", "first_name", "pk")
    return people.only("first_name", "last_name", "username", "is_active")


def _keys(values: Iterable[object]) -> list[int]:
    return [pk for value in values if (pk := key(str(value)))]


def _search_people() -> list[Pair]:
    return [(str(pk), name) for pk, name in User.objects.names_of(User.objects.assignable())]


SOURCES[PERSON] = _search_people


def _search_colleagues() -> list[Pair]:
    people = User.objects.assignable().filter(pk__in=who_sees_others())
    return [(str(pk), name) for pk, name in User.objects.names_of(people)]


SOURCES[COLLEAGUE] = _search_colleagues


def offer_who_sees(field: Any, contact: Contact, *, asked: Iterable[object]) -> None:
    """Offer those who see the folder; of many, its own people, and who is searched for."""
    field.queryset = who_sees(contact)
    near = people_of(contact)
    first = field.queryset.order_by("last_name", "first_name", "pk")
    wanted = Q(pk__in=first.values("pk")[: FEW + 1]) | Q(pk__in=[*near, *_keys(asked)])
    people = User.objects.names_of(first.filter(wanted))
    field.choices = Offered([("", ""), *((str(pk), name) for pk, name in people)])
    field.widget.near = [str(pk) for pk in near]


def offer_people(
    fields: Mapping[str, Any], standing: Mapping[str, int | None], asked: Iterable[object]
) -> None:
    """Offer in each of these fields who can be chosen, and who stands there though gone."""
    people = list(_people(asked=asked, standing=standing.values())) if standing else []
    for name, chosen in standing.items():
        field: forms.ModelChoiceField = fields[name]
        field.queryset = User.objects.filter(Q(is_active=True) | Q(pk=chosen))
        offered = (one for one in people if one.is_active or one.pk == chosen)
        field.choices = Offered([("", ""), *((str(one.pk), str(one)) for one in offered)])
