"""The catalogue: each field of a contact described once, whatever row of the house holds it.

Form, list column, search condition, workbook column and history label are selections from it.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.enums import Kind, PhoneType, Use
from contacts.fields.general import BLOCKS, RELATED_PERSON
from contacts.fields.shapes import Field, Shape, Words, describe
from contacts.models import (
    Contact,
    ContactFigures,
    Email,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    RelatedPerson,
    Telephone,
)

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
_OWNERS = {model: owner for owner, model in MODELS.items()}
# Rows of which a contact has many, by the name that leads to them.
MANY = {"email": "emails", "telephone": "telephones", "address": "addresses"}
BOTH = frozenset(Kind)


@dataclass(frozen=True, kw_only=True)
class Entry(Field):
    """A field as it is reached from a contact: `path` is what queries write.

    Where a contact has many rows, `where` says which of them: those preferred, or of one use.
    """

    key: str
    group: Words
    kinds: Collection[str] = BOTH
    where: Mapping[str, Any] = field(default_factory=dict, hash=False)
    is_column: bool = True

    @property
    def owner(self) -> str:
        return _OWNERS[self.model]

    @property
    def is_many(self) -> bool:
        return self.owner in MANY


def _entry(described: Field, group: Words, **known: Any) -> Entry:
    names = (attribute.name for attribute in fields(Field))
    attributes = {name: getattr(described, name) for name in names}
    return Entry(**{"key": described.name, "group": group} | attributes | known)


# What follows the name of a row of its own: its label for lists, its key for others.
_ENDS = {Shape.LIST: "__label", Shape.USER: "_id", Shape.CATEGORY: "_id"}


def _own(described: Field, group: Words) -> Entry:
    """Describe a field that stands once for a contact."""
    owner = _OWNERS[described.model]
    own = described.name if owner == "contact" else f"{owner}__{described.name}"
    path = described.path or own + _ENDS.get(described.shape, "")
    kinds = frozenset((owner,)) if owner in Kind.values else BOTH
    return _entry(described, group, path=path, kinds=kinds)


def _general() -> Iterator[Entry]:
    blocks = {block.slug: block for blocks in BLOCKS.values() for block in blocks}
    for block in blocks.values():
        for described in block.fields:
            yield _own(described, block.title)


REACHED = _("Contact details")
KEPT = _("Followed by the firm")
SPOUSE = _("Spouse")
EMAIL = Field(Email, "address", holds=Shape.EMAIL)
TELEPHONE = Field(Telephone, "number", holds=Shape.TELEPHONE)
ADDRESS = (
    *(Field(PostalAddress, name) for name in ("line_1", "line_2", "post_code", "town")),
    Field(PostalAddress, "country", holds=Shape.COUNTRY),
)
PREFERRED = {"preferred": True}


def _many(key: str, described: Field, words: Words, where: Mapping[str, Any]) -> Entry:
    path = f"{MANY[_OWNERS[described.model]]}__{described.name}"
    return _entry(described, REACHED, key=key, path=path, words=words, where=where)


def _preferred() -> Iterator[Entry]:
    yield _many("email", EMAIL, _("Preferred e-mail"), PREFERRED)
    yield _many("telephone", TELEPHONE, _("Preferred telephone"), PREFERRED)
    for part in ADDRESS:
        if part.name != "town":
            yield _many(part.name, part, "", PREFERRED)
    yield _own(Field(Contact, "town", sort="town"), REACHED)


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
        yield _many(f"email_{use}", EMAIL, words, {"use": use})
    for key, (words, where) in TELEPHONES.items():
        yield _many(key, TELEPHONE, words, where)
    for use, labels in ADDRESSES.items():
        for part, words in zip(ADDRESS, labels, strict=True):
            yield _many(f"address_{use}_{part.name}", part, words, {"use": use})


def _kept() -> Iterator[Entry]:
    yield _own(Field(Contact, "kind"), KEPT)
    born = Field(PersonDetails, "birth_date", holds=Shape.AGE, words=_("Age"), sort="birth_date")
    yield _entry(born, KEPT, key="age", path="birth_date")
    for name in ("total_value", "account_count", "last_contact"):
        yield _own(Field(ContactFigures, name, sort=f"figures__{name}"), KEPT)
    for name in ("other_totals", "valued_on"):
        yield _own(Field(ContactFigures, name), KEPT)
    for name in ("created_at", "created_by", "updated_at"):
        yield _own(Field(Contact, name), KEPT)


def _spouse() -> Iterator[Entry]:
    """Describe what the workbook tells of a spouse: a related person, or the linked contact."""
    numbers = (
        Field(Contact, "client_number", words=_("Client number of the spouse")),
        Field(Contact, "client_number_suffix", words=_("Client number (continued) of the spouse")),
    )
    for end, of_end in (("other_person", RELATED_PERSON), ("other_contact", numbers)):
        for described in of_end:
            path = f"relationships__{end}__{described.name}"
            key = f"spouse_{described.name}"
            yield _entry(described, SPOUSE, key=key, path=path, is_column=False)


NAME = _own(Field(Contact, "name", sort="sort_name"), pgettext_lazy("columns", "Name"))
ENTRIES: dict[str, Entry] = {
    entry.key: entry
    for entry in (NAME, *_general(), *_preferred(), *_by_use(), *_kept(), *_spouse())
}
describe((EMAIL, TELEPHONE, *ADDRESS, *ENTRIES.values()))


def names(kind: str, owner: str) -> list[str]:
    """Return the names of the fields that `owner` holds for this kind, in the page's order."""
    model = MODELS[owner]
    return [own.name for block in BLOCKS[kind] for own in block.fields if own.model is model]
