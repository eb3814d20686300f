"""What may be chosen in a condition: fields, and the values of those that are lists.

Sources are searched by the house's combobox (contacts.forms.combobox); a builder reads each of
them once, whatever the number of its conditions.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import pgettext

# These forms say where their choices are searched for.
import accounts.forms.account  # noqa: F401
import contacts.forms.general
import contacts.forms.listing
import contacts.forms.people  # noqa: F401
from accounts.currencies import CURRENCIES
from accounts.models import Custodian, Product
from contacts.fields import Shape
from contacts.forms.combobox import (
    CATEGORY,
    COUNTRY,
    FEW,
    KEYWORD,
    NATIONALITY,
    PERSON,
    PRODUCT,
    SOURCES,
    Offered,
    Pair,
)
from contacts.forms.inputs import key
from contacts.models import Contact
from searches.querying.vocabulary import SUBJECTS, Asked, Link, Subject, model_of
from users.models import User

Groups = list[tuple[Any, Any]]
CURRENCY, CUSTODIAN, FIELDS = "devises", "depositaires", "champs"
_BY_SHAPE = {
    Shape.COUNTRY: COUNTRY,
    Shape.NATIONALITY: NATIONALITY,
    Shape.USER: PERSON,
    Shape.CATEGORY: CATEGORY,
    Shape.KEYWORDS: KEYWORD,
}
_BY_MODEL: Mapping[Any, str] = {Product: PRODUCT, Custodian: CUSTODIAN}


def fields_of(subject: Subject) -> Iterable[Asked]:
    """Return what may be asked of these rows, and of the row behind them."""
    yield from subject.fields.values()
    if subject.behind:
        yield from fields_of(SUBJECTS[subject.behind[1]])


def links_of(subject: Subject) -> Iterable[Link]:
    yield from subject.links.values()
    if subject.behind:
        yield from links_of(SUBJECTS[subject.behind[1]])


def field_choices(subject: str) -> Groups:
    """Return the fields of a subject: few in their groups, more by a name that says the group."""
    groups: dict[str, list[Pair]] = defaultdict(list)
    for asked in fields_of(SUBJECTS[subject]):
        groups[str(asked.group)].append((asked.key, capfirst(str(asked.label))))
    alone = groups.pop("", [])
    if sum(map(len, groups.values())) + len(alone) <= FEW:
        return [*alone, *groups.items()]
    named = [(key, _in_group(label, group)) for group in groups for key, label in groups[group]]
    return [*alone, *named]


def _in_group(label: object, group: str) -> str:
    return f"{label} · {group}" if label != group else group


def field_source(subject: str) -> str:
    return f"{FIELDS}-{subject}"


def _currencies() -> list[Pair]:
    return [(code, code) for code in sorted(CURRENCIES)]


def _custodians() -> list[tuple[int, str]]:
    return list(Custodian.objects.order_by("name").values_list("pk", "name"))


SOURCES.update({field_source(key): partial(field_choices, key) for key in SUBJECTS})
SOURCES[CURRENCY] = _currencies
SOURCES[CUSTODIAN] = _custodians


def source_of(asked: Asked) -> str:
    """Return where the values of a field are searched for; empty where its own list is all."""
    described = asked.described
    if asked.shape is Shape.LIST:
        return described.firm_list
    if asked.shape is Shape.LINK:
        return _BY_MODEL.get(described.model_field.related_model, "")
    if asked.shape is Shape.CHOICE and described.name == "currency":
        return CURRENCY
    return _BY_SHAPE.get(asked.shape, "")


def is_contact(asked: Asked) -> bool:
    """Tell whether its values are contacts, which are found by the reader's own search."""
    return asked.shape is Shape.LINK and asked.described.model_field.related_model is Contact


class Choices:
    """What one reader may choose, and the names of what is chosen; read once for a builder."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._offered: dict[str, dict[str, str]] = {}
        self._wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        self._named: dict[type[models.Model], dict[str, str]] = {}
        self._fields: dict[str, Offered] = {}

    def fields(self, subject: str) -> Offered:
        """Return what may be asked of a subject."""
        if subject not in self._fields:
            blank = ("", pgettext("condition", "Choose a field"))
            self._fields[subject] = Offered([blank, *field_choices(subject)])
        return self._fields[subject]

    def offered(self, asked: Asked) -> dict[str, str]:
        """Return the labels of the values that may be chosen, in order."""
        source = source_of(asked)
        if not source:
            choices = asked.described.choices
            return {code: capfirst(str(label)) for code, label in choices.items() if code}
        if source not in self._offered:
            pairs = _labelled(SOURCES[source]())
            self._offered[source] = {str(value): str(label) for value, label in pairs if value}
        return self._offered[source]

    def want(self, asked: Asked, values: Iterable[str]) -> None:
        """Note what will be named, so that all of it is read in one query."""
        if model := model_of(asked):
            self._wanted[model].update(pk for value in values if (pk := key(value)))

    def label(self, asked: Asked, value: str) -> str:
        """Return the name of a value; empty when there is none any more, for this reader."""
        offered = {} if is_contact(asked) else self.offered(asked)
        if value in offered:
            return offered[value]
        model = model_of(asked)
        return self._names(model).get(value, "") if model else ""

    def _names(self, model: type[models.Model]) -> dict[str, str]:
        named = self._named.setdefault(model, {})
        if wanted := self._wanted.pop(model, set()):
            rows: Any = model._default_manager
            rows = Contact.objects.visible_to(self.user) if model is Contact else rows
            named.update({str(pk): str(row) for pk, row in rows.in_bulk(wanted).items()})
        return named


def _labelled(choices: Iterable[tuple[Any, Any]]) -> Groups:
    """Write the group's name before the label of each: products are told apart by custodian."""
    drawn: Groups = []
    for value, label in choices:
        if isinstance(label, list):
            drawn += [(own, f"{value} · {name}") for own, name in label]
        else:
            drawn.append((value, label))
    return drawn
