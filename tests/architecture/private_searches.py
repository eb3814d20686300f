"""What was asked in the firm with the private folder (private_world.py), and taken away."""

from typing import Any

from searches.models import Export, SavedSearch
from users.models import User

# What the folder is called, or everybody’s contacts, written as none of the folder’s `MARKS` is.
MET_BY_FOLDER: list[dict[str, Any]] = [
    {"f": "name", "op": "contains", "v": "zorglubine"},
    {"f": "name", "op": "contains", "v": "marchand"},
    {
        "rel": "accounts",
        "quant": "any",
        "where": {"all": [{"f": "number", "op": "begins", "v": "PRIV-"}]},
    },
]
MET_BY_ITS_OWNERS: list[dict[str, Any]] = [
    {
        "rel": "owners",
        "quant": quantifier,
        "n": 1,
        "where": {"all": [{"f": "name", "op": "contains", "v": name}]},
    }
    for quantifier in ("at_least", "none", "all")
    for name in ("zorglubine", "marchand")
]


def exported(by: User) -> Export:
    asked = {"list": {"text": "", "kind": ""}, "columns": []}
    return Export.objects.create(owner=by, on="contacts", format="csv", asked=asked)


def public_search(by: User, on: str, conditions: list[dict[str, Any]]) -> SavedSearch:
    stored = {"v": 1, "on": on, "where": {"any": conditions}}
    return SavedSearch.objects.create(
        owner=by,
        name=f"Chez Marchand, {on} {len(conditions)}",
        on=on,
        stored=stored,
        reach="public",
    )


def met_by_accounts_of(contact: int) -> list[dict[str, Any]]:
    return [
        {"f": "number", "op": "begins", "v": "CO-"},
        {
            "rel": "owners",
            "quant": "any",
            "where": {"all": [{"f": "contact", "op": "is", "v": [contact]}]},
        },
    ]
