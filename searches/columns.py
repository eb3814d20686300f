"""The columns of results: selections from the catalogues of contacts and of accounts.

What stands first, the name of a contact or the number of an account, is in none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import fields as account_fields
from accounts.models import Account, Custodian, Ownership, Product
from contacts import columns as contact_columns
from contacts.fields import ENTRIES, Entry, Field, Shape
from searches.models import ResultColumns, SavedSearch


@dataclass(frozen=True, kw_only=True)
class AccountColumn(Entry):
    """A field as it is reached from an account; one without a path stands in rows beside it."""

    @property
    def owner(self) -> str:
        return "account"


OWNERS = "owners"
_ACCOUNT = _("Account")
_PATHS: Mapping[Any, str] = {Account: "", Product: "product__", Custodian: "product__custodian__"}
# The keys are those by which searches ask of the same fields.
_OF_ACCOUNTS: Mapping[str, tuple[Any, str]] = {
    "number": (Account, "number"),
    "product": (Product, "name"),
    "custodian": (Custodian, "name"),
    "family": (Product, "family"),
    "label": (Account, "label"),
    "last_value": (Account, "last_value"),
    "last_currency": (Account, "last_currency"),
    "last_valued_on": (Account, "last_valued_on"),
    "currency": (Account, "currency"),
    "opened_on": (Account, "opened_on"),
    "closed_on": (Account, "closed_on"),
    "product_code": (Product, "code"),
    "custodian_code": (Custodian, "code"),
}
_NAMED = {
    "product": _("Product"),
    "custodian": _("Custodian"),
    "product_code": _("Code of the product"),
    "custodian_code": _("Code of the custodian"),
}
# A closed list would be sorted by what is stored of it.
_UNSORTED = {"family"}


def _column(described: Field, key: str, path: str, **known: Any) -> AccountColumn:
    standing = {each.name: getattr(described, each.name) for each in fields(Field)}
    return AccountColumn(**standing | {"key": key, "group": _ACCOUNT, "path": path} | known)


def _of_accounts() -> Iterable[AccountColumn]:
    described = {(field.model, field.name): field for field in account_fields.FIELDS}
    for key, (model, name) in _OF_ACCOUNTS.items():
        path = f"{_PATHS[model]}{name}"
        field = described[model, name]
        words = _NAMED.get(key, field.words)
        yield _column(field, key, path, words=words, sort="" if key in _UNSORTED else path)
        if key == "custodian":
            owners = Field(Ownership, "contact", words=_("Owners"), holds=Shape.TEXT)
            yield _column(owners, OWNERS, "")


_ACCOUNT_COLUMNS: Mapping[str, Entry] = {column.key: column for column in _of_accounts()}
# What stands first in results of each.
FIRST: Mapping[str, Entry] = {
    "contacts": ENTRIES[contact_columns.NAME],
    "accounts": _ACCOUNT_COLUMNS["number"],
}
OFFERED: Mapping[str, Mapping[str, Entry]] = {
    "contacts": contact_columns.OFFERED,
    "accounts": {key: column for key, column in _ACCOUNT_COLUMNS.items() if key != "number"},
}
# What a firm sees of accounts before it chooses; of contacts, what their list shows.
OF_ACCOUNTS = ("product", "custodian", OWNERS, "last_valued_on", "last_value")
AT_MOST = contact_columns.AT_MOST


def known(on: str, keys: Iterable[Any]) -> list[str]:
    """Return the keys that are columns, each once, in the order given."""
    return [key for key in dict.fromkeys(map(str, keys)) if key in OFFERED[on]]


def standard(on: str) -> list[str]:
    """Return what results show before the firm chooses."""
    return contact_columns.composition(None) if on == "contacts" else list(OF_ACCOUNTS)


def of_firm(on: str) -> list[str]:
    """Return the keys of the columns that the firm chose for results."""
    chosen = ResultColumns.objects.filter(on=on).first()
    return known(on, chosen.columns) if chosen else standard(on)


def entries(on: str, keys: Iterable[str]) -> list[Entry]:
    return [OFFERED[on][key] for key in keys]


def columns_of(search: SavedSearch, chosen: Sequence[str] = ()) -> list[Entry]:
    """Return the columns of a search's results: those chosen, its own, or those of the firm."""
    on = search.on
    keys = known(on, chosen) or known(on, search.columns) or of_firm(on)
    return entries(on, keys)


def in_file(on: str, shown: Sequence[Entry]) -> list[Entry]:
    """Return the columns of a file: what the screen writes with an amount stands beside it."""
    value, currency = (OFFERED["accounts"][key] for key in ("last_value", "last_currency"))
    if on != "accounts" or value not in shown or currency in shown:
        return list(shown)
    at = shown.index(value) + 1
    return [*shown[:at], currency, *shown[at:]]


@dataclass(frozen=True)
class Sort:
    """The column by which rows are sorted, and in which direction as it is read."""

    column: Entry
    descending: bool = False

    def __str__(self) -> str:
        return f"-{self.column.key}" if self.descending else self.column.key


def sort_of(search: SavedSearch, typed: str = "") -> Sort:
    """Return the order of a search's results: that asked for, its own, or that of its list."""
    return _sort(search.on, typed) or _sort(search.on, search.sort) or Sort(FIRST[search.on])


def _sort(on: str, text: str) -> Sort | None:
    """Read "-last_value"; what does not sort is no order."""
    key = text.removeprefix("-")
    column = FIRST[on] if key == FIRST[on].key else OFFERED[on].get(key)
    if column is None or not (column.sort or on == "contacts"):
        return None
    return Sort(column, descending=text.startswith("-"))
