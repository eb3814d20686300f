"""The catalogue: each field of a contact described once, whatever row of the house holds it.

Form, list column, search condition, workbook column and history label are selections from it. A
field's label, choices and checks are its model's, unless the screen needs other words here.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.enums import Kind, PhoneType, Use
from contacts.fields.general import BLOCKS, COUNTRIES, Block
from contacts.models import (
    Contact,
    ContactFigures,
    Email,
    ListValue,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    RelatedPerson,
    Telephone,
)
from users.models import User

Words = str | Promise


class Shape(StrEnum):
    """What a value is: how it is shown, compared and sorted."""

    TEXT = "text"
    DATE = "date"
    MOMENT = "moment"
    AMOUNT = "amount"
    SUMS = "sums"
    RATE = "rate"
    NUMBER = "number"
    AGE = "age"
    CHOICE = "choice"
    YES_NO = "yes_no"
    COUNTRY = "country"
    LIST = "list"
    USER = "user"
    CATEGORY = "category"
    KEYWORDS = "keywords"
    EMAIL = "email"
    TELEPHONE = "telephone"


# Read from right to left, as figures are.
FIGURES = {Shape.AMOUNT, Shape.SUMS, Shape.RATE, Shape.NUMBER, Shape.AGE}

MODELS: dict[str, type[models.Model]] = {
    "contact": Contact,
    "person": PersonDetails,
    "organisation": OrganisationDetails,
    "figures": ContactFigures,
    "email": Email,
    "telephone": Telephone,
    "address": PostalAddress,
    "spouse": RelatedPerson,
}
# Rows of which a contact has many, by the name that leads to them.
MANY = {"email": "emails", "telephone": "telephones", "address": "addresses"}
BOTH = frozenset(Kind)


@dataclass(frozen=True)
class Entry:
    """A field of a contact: `path` leads to its value from Contact, as queries write it.

    Where a contact has many rows, `where` says which of them: those preferred, or of one use.
    `sort` is what lists of any size sort by; without it, short results are sorted by the value.
    """

    key: str
    owner: str
    name: str
    shape: Shape
    path: str
    group: Words
    words: Words = ""
    head: Words = ""
    sort: str = ""
    kinds: Collection[str] = BOTH
    where: Mapping[str, Any] = field(default_factory=dict, hash=False)
    is_column: bool = True

    @property
    def label(self) -> Words:
        return self.words or label_of(MODELS[self.owner], self.name)

    @property
    def column_head(self) -> Words:
        """Return the label, shorter where a column needs it."""
        return self.head or self.label

    @property
    def choices(self) -> dict[str, Words]:
        """Return the labels of a closed list by their stored values."""
        found = MODELS[self.owner]._meta.get_field(self.name)
        return dict(getattr(found, "choices", None) or ())

    @property
    def is_figure(self) -> bool:
        return self.shape in FIGURES

    @property
    def is_many(self) -> bool:
        return self.owner in MANY


def label_of(model: type[models.Model], name: str) -> Words:
    """Return the words of the screen for a field of a model."""
    words: Words = model._meta.get_field(name).verbose_name  # type: ignore[union-attr]
    return words


def shape_of(model_field: Any) -> Shape:
    """Return what a model's field holds."""
    if model_field.name in COUNTRIES:
        return Shape.COUNTRY
    if model_field.is_relation:
        return _RELATED.get(model_field.related_model, Shape.KEYWORDS)
    if getattr(model_field, "choices", None):
        return Shape.CHOICE
    if isinstance(model_field, models.DecimalField):
        return Shape.RATE if model_field.max_digits <= RATE_DIGITS else Shape.AMOUNT
    return next((shape for kind, shape in _TYPES if isinstance(model_field, kind)), Shape.TEXT)


# Rates and shares are short numbers; amounts are long ones.
RATE_DIGITS = 7
_RELATED: dict[Any, Shape] = {User: Shape.USER, ListValue: Shape.LIST}
_RELATED[Contact._meta.get_field("category").related_model] = Shape.CATEGORY
_TYPES: tuple[tuple[Any, Shape], ...] = (
    (models.DateTimeField, Shape.MOMENT),
    (models.DateField, Shape.DATE),
    (models.BooleanField, Shape.YES_NO),
    (models.IntegerField, Shape.NUMBER),
    (models.EmailField, Shape.EMAIL),
    (models.JSONField, Shape.SUMS),
)

# What the list keeps on the contact's own row, or sorts by there.
_KEPT = {"birth_date": "birth_date"}
_SORTS = {name: name for name in ("folder_code", "client_number", "birth_date", "relation_since")}
_SORTS["lead_adviser"] = "lead_adviser_sort"
_HEADS: dict[str, Words] = {
    "birth_date": pgettext_lazy("columns", "Born on"),
    "folder_code": _("Code"),
    "lead_adviser": _("Adviser"),
}


def _own(name: str, owner: str, group: Words, **said: Any) -> Entry:
    """Describe a field that stands once for a contact."""
    model_field = MODELS[owner]._meta.get_field(name)
    shape = shape_of(model_field)
    path = _KEPT.get(name, name if owner == "contact" else f"{owner}__{name}")
    if shape is Shape.LIST:
        path += "__label"
    elif shape in {Shape.USER, Shape.CATEGORY}:
        path += "_id"
    kinds = {owner} if owner in Kind.values else BOTH
    known = {"sort": _SORTS.get(name, ""), "head": _HEADS.get(name, ""), "kinds": kinds}
    return Entry(name, owner, name, shape, path, group, **known | said)


def _general() -> Iterator[Entry]:
    seen: list[Block] = []
    for block in (block for blocks in BLOCKS.values() for block in blocks):
        if block not in seen:
            seen.append(block)
            for one in block.fields:
                yield _own(one.name, one.owner, block.title)


REACHED = _("Contact details")
KEPT = _("Followed by the firm")
SPOUSE = _("Spouse")
ADDRESS_PARTS = ("line_1", "line_2", "post_code", "town", "country")
PREFERRED = {"preferred": True}


def _many(key: str, owner: str, name: str, words: Words, where: Mapping[str, Any]) -> Entry:
    shape = {"email": Shape.EMAIL, "telephone": Shape.TELEPHONE}.get(owner) or shape_of(
        MODELS[owner]._meta.get_field(name)
    )
    return Entry(key, owner, name, shape, f"{MANY[owner]}__{name}", REACHED, words, where=where)


def _preferred() -> Iterator[Entry]:
    yield _many("email", "email", "address", _("Preferred e-mail"), PREFERRED)
    yield _many("telephone", "telephone", "number", _("Preferred telephone"), PREFERRED)
    for part in ADDRESS_PARTS:
        if part != "town":
            yield _many(part, "address", part, "", PREFERRED)
    yield _own("town", "contact", REACHED, sort="town")


EMAILS: dict[str, Words] = {
    Use.PERSONAL: _("E-mail (personal)"),
    Use.PROFESSIONAL: _("E-mail (professional)"),
    Use.OTHER: _("E-mail (other)"),
}
TELEPHONES: dict[str, tuple[Words, dict[str, str]]] = {
    "telephone_home": (
        _("Telephone (home)"),
        {"line": PhoneType.LANDLINE, "use": Use.PERSONAL},
    ),
    "telephone_mobile": (_("Telephone (mobile)"), {"line": PhoneType.MOBILE}),
    "telephone_office": (
        _("Telephone (office)"),
        {"line": PhoneType.LANDLINE, "use": Use.PROFESSIONAL},
    ),
    "fax_home": (_("Fax (home)"), {"line": PhoneType.FAX, "use": Use.PERSONAL}),
    "fax_office": (_("Fax (office)"), {"line": PhoneType.FAX, "use": Use.PROFESSIONAL}),
}
ADDRESSES: dict[str, tuple[Words, ...]] = {
    Use.PERSONAL: (
        _("Home address (line 1)"),
        _("Home address (line 2)"),
        _("Home address, post code"),
        _("Home address, town"),
        _("Home address, country"),
    ),
    Use.PROFESSIONAL: (
        _("Professional address (line 1)"),
        _("Professional address (line 2)"),
        _("Professional address, post code"),
        _("Professional address, town"),
        _("Professional address, country"),
    ),
    Use.OTHER: (
        _("Other address (line 1)"),
        _("Other address (line 2)"),
        _("Other address, post code"),
        _("Other address, town"),
        _("Other address, country"),
    ),
}


def _by_use() -> Iterator[Entry]:
    for use, words in EMAILS.items():
        yield _many(f"email_{use}", "email", "address", words, {"use": use})
    for key, (words, where) in TELEPHONES.items():
        yield _many(key, "telephone", "number", words, where)
    for use, labels in ADDRESSES.items():
        for part, words in zip(ADDRESS_PARTS, labels, strict=True):
            yield _many(f"address_{use}_{part}", "address", part, words, {"use": use})


def _kept() -> Iterator[Entry]:
    yield _own("kind", "contact", KEPT)
    yield Entry(
        "age", "person", "birth_date", Shape.AGE, "birth_date", KEPT, _("Age"), sort="birth_date"
    )
    for name in ("total_value", "account_count", "last_contact"):
        yield _own(name, "figures", KEPT, sort=f"figures__{name}")
    for name in ("other_totals", "valued_on"):
        yield _own(name, "figures", KEPT)
    for name in ("created_at", "created_by", "updated_at"):
        yield _own(name, "contact", KEPT)


def _spouse() -> Iterator[Entry]:
    """Describe what the workbook tells of a spouse: a related person, or the linked contact."""
    for name in (
        *("title", "last_name", "first_name", "birth_date", "death_date", "birth_name"),
        *("birth_department", "birth_town", "identity_document", "identity_number"),
        *("identity_expires_on", "profession", "profession_label", "employer", "employer_office"),
    ):
        shape = shape_of(RelatedPerson._meta.get_field(name))
        path = f"relationships__other_person__{name}"
        yield Entry(f"spouse_{name}", "spouse", name, shape, path, SPOUSE, is_column=False)
    for name, words in (
        ("client_number", _("Client number of the spouse")),
        ("client_number_suffix", _("Client number (continued) of the spouse")),
    ):
        path = f"relationships__other_contact__{name}"
        text = Shape.TEXT
        yield Entry(f"spouse_{name}", "contact", name, text, path, SPOUSE, words, is_column=False)


NAME = Entry(
    "name",
    "contact",
    "name",
    Shape.TEXT,
    "name",
    pgettext_lazy("columns", "Name"),
    sort="sort_name",
)
ENTRIES: dict[str, Entry] = {
    entry.key: entry
    for entry in (NAME, *_general(), *_preferred(), *_by_use(), *_kept(), *_spouse())
}
