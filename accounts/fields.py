"""The catalogue: which fields an account has, what each says, and where it is shown.

A field's label and choices are its model's; forms are selections from it, and the conditions and
columns of searches are to be. A test shows that no field of the models is missing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise

from accounts.models import Account, Custodian, Holding, Ownership, Product, Valuation


class Kind(StrEnum):
    """How a value is shown and compared."""

    TEXT = "text"
    DATE = "date"
    AMOUNT = "amount"
    NUMBER = "number"
    CHOICE = "choice"
    YES_NO = "yes_no"
    LINK = "link"


@dataclass(frozen=True)
class Field:
    """A field that people read; `path` leads to it from an account, as queries write it."""

    name: str
    owner: str
    kind: Kind
    path: str

    @property
    def label(self) -> str | Promise:
        return label(self.owner, self.name)


MODELS: dict[str, Any] = {
    "account": Account,
    "ownership": Ownership,
    "product": Product,
    "custodian": Custodian,
    "valuation": Valuation,
    "holding": Holding,
}


def _of(owner: str, path: str, **kinds: Kind) -> list[Field]:
    return [Field(name, owner, kind, f"{path}{name}") for name, kind in kinds.items()]


FIELDS: Sequence[Field] = [
    *_of("account", "", product=Kind.LINK, number=Kind.TEXT, label=Kind.TEXT),
    *_of("account", "", opened_on=Kind.DATE, closed_on=Kind.DATE, currency=Kind.TEXT),
    *_of("account", "", is_provisional=Kind.YES_NO),
    *_of("account", "", last_value=Kind.AMOUNT, last_valued_on=Kind.DATE),
    *_of("account", "", last_currency=Kind.TEXT),
    *_of("account", "", deleted_at=Kind.DATE, deleted_by=Kind.LINK),
    *_of("ownership", "ownerships__", contact=Kind.LINK, right=Kind.CHOICE, share=Kind.NUMBER),
    *_of("product", "product__", custodian=Kind.LINK),
    *_of("product", "product__", code=Kind.TEXT, name=Kind.TEXT),
    *_of("product", "product__", family=Kind.CHOICE),
    *_of("custodian", "product__custodian__", code=Kind.TEXT, name=Kind.TEXT),
    *_of("valuation", "valuations__", date=Kind.DATE, value=Kind.AMOUNT, currency=Kind.TEXT),
    *_of("valuation", "valuations__", is_consolidated=Kind.YES_NO),
    *_of("holding", "valuations__holdings__", code=Kind.TEXT, name=Kind.TEXT),
    *_of("holding", "valuations__holdings__", is_euro_fund=Kind.YES_NO),
    *_of("holding", "valuations__holdings__", units=Kind.NUMBER),
    *_of("holding", "valuations__holdings__", price=Kind.AMOUNT),
    *_of("holding", "valuations__holdings__", priced_on=Kind.DATE),
    *_of("holding", "valuations__holdings__", currency=Kind.TEXT),
    *_of("holding", "valuations__holdings__", value=Kind.AMOUNT),
]
# What the form of a new account asks, and what that of a standing one does.
OPENING = ("product", "number", "label", "currency", "opened_on")
CHANGING = ("label", "currency", "opened_on", "closed_on")


def label(owner: str, name: str) -> str | Promise:
    """Return the words of the screen for a field of `owner`, one of MODELS."""
    words: str | Promise = MODELS[owner]._meta.get_field(name).verbose_name
    return words


def names(owner: str) -> list[str]:
    return [field.name for field in FIELDS if field.owner == owner]
