"""Which fields Général shows, in which block each, how wide, and what each must satisfy."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contacts.enums import Kind
from text import validators

THIRD = "field--third"
TWO_THIRDS = "field--two-thirds"
HALF = ""
FULL = "field--full"


@dataclass(frozen=True)
class Field:
    """A field of a contact; `owner` is the model that holds it."""

    name: str
    owner: str
    width: str = THIRD


@dataclass(frozen=True)
class Block:
    """Fields that are read together, under one title."""

    slug: str
    title: str | Promise
    fields: Sequence[Field]


def _of(owner: str, *names: str, width: str = THIRD) -> list[Field]:
    return [Field(name, owner, width) for name in names]


IDENTITY = Block(
    "identity",
    _("Identity"),
    [
        *_of("person", "title", "last_name", "first_name", "other_title", "birth_name"),
        *_of("person", "birth_date", "death_date", "birth_town", "birth_department"),
        *_of("person", "birth_country", "nationality", "other_nationality"),
        *_of("person", "tax_residence", "tax_number"),
    ],
)
SITUATION = Block(
    "situation",
    pgettext_lazy("block", "Situation"),
    [
        *_of("person", "marital_status", "matrimonial_regime", width=HALF),
        *_of("person", "marriage_date", "marriage_place", "spouse_gift"),
        *_of("person", "pacs_date", "pacs_place", "pacs_regime"),
        *_of("person", "children_count", "grandchildren_count", "legal_capacity"),
        *_of("person", "profession", "profession_label", "professional_status"),
        *_of("person", "employer", "employer_office", width=HALF),
    ],
)
COMPLIANCE = Block(
    "compliance",
    _("Compliance"),
    [
        *_of("person", "identity_document", "identity_number"),
        *_of("person", "identity_issued_on", "identity_expires_on"),
        *_of("person", "mifid_category", "is_pep", "us_person"),
        *_of("person", "us_citizen", "us_resident", "has_tin", "tin"),
    ],
)
WEALTH = Block(
    "wealth",
    _("Income, wealth and taxes"),
    [
        *_of("person", "household_wealth", "household_wealth_band", width=HALF),
        *_of("person", "household_income", "household_income_band", width=HALF),
        *_of("person", "pays_income_tax", "income_tax", "income_tax_rate"),
        *_of("person", "pays_wealth_tax", "wealth_tax", "wealth_tax_rate"),
    ],
)
COMPANY = Block(
    "company",
    _("Identity"),
    [
        *_of("organisation", "legal_name", width=TWO_THIRDS),
        *_of("organisation", "legal_form", "siren", "siret", "naf_code", "lei", "lei_expires_on"),
        *_of("organisation", "founded_on", "capital", "representative"),
        *_of("organisation", "organisation_tax_residence"),
    ],
)
FOLLOWED = Block(
    "followed",
    _("Followed by the firm"),
    [
        *_of("contact", "category", width=TWO_THIRDS),
        *_of("contact", "folder_code", "lead_adviser", "second_adviser", "assistant"),
        *_of("contact", "client_number", "client_number_suffix", "relation_since"),
        *_of("contact", "client_since", "origin", "zone", "campaign", "qualification"),
    ],
)
KEYWORDS = Block("keywords", _("Keywords"), _of("contact", "keywords", width=FULL))
PRIVACY = Block("privacy", _("Confidentiality"), _of("contact", "is_private", width=FULL))
NOTE = Block("note", _("Note"), _of("contact", "note", width=FULL))

BLOCKS: dict[str, Sequence[Block]] = {
    Kind.PERSON: [IDENTITY, SITUATION, FOLLOWED, COMPLIANCE, WEALTH, KEYWORDS, PRIVACY, NOTE],
    Kind.ORGANISATION: [COMPANY, FOLLOWED, KEYWORDS, PRIVACY, NOTE],
}
Checks = Sequence[Callable[[Any], None]]
PAST: Checks = [validators.not_in_future]
AMOUNT: Checks = [validators.not_negative]
CHILDREN: Checks = [validators.number_of_children]
RATE: Checks = [validators.not_negative, validators.at_most_a_hundred]
# What a value must satisfy beyond its type, wherever it comes from.
CHECKS: dict[str, Checks] = {
    "siren": [validators.siren],
    "siret": [validators.siret],
    "lei": [validators.lei],
    "tin": [validators.digits],
    "naf_code": [validators.naf_code],
    "birth_department": [validators.department],
    "relation_since": PAST,
    "client_since": PAST,
    "birth_date": [validators.birth_date],
    "death_date": PAST,
    "marriage_date": PAST,
    "pacs_date": PAST,
    "founded_on": PAST,
    "identity_issued_on": PAST,
    "household_wealth": AMOUNT,
    "household_income": AMOUNT,
    "income_tax": AMOUNT,
    "wealth_tax": AMOUNT,
    "capital": AMOUNT,
    "children_count": CHILDREN,
    "grandchildren_count": CHILDREN,
    "income_tax_rate": RATE,
    "wealth_tax_rate": RATE,
}
# Stored by their code, shown by their French name.
COUNTRIES = frozenset(
    (
        *("birth_country", "nationality", "other_nationality", "country"),
        *("tax_residence", "organisation_tax_residence"),
    )
)
# The shortest form that makes a usable contact.
SHORTEST: dict[str, Sequence[str]] = {
    Kind.PERSON: ("title", "last_name", "first_name", "birth_date"),
    Kind.ORGANISATION: ("legal_name", "siren"),
}


def names(kind: str, owner: str) -> list[str]:
    """Return the names of the fields that `owner` holds for this kind, in the page's order."""
    return [field.name for block in BLOCKS[kind] for field in block.fields if field.owner == owner]
