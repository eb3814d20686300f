"""What was asked in the firm with the private folder (private_world.py), and taken away."""

from typing import Any

from django.utils import timezone

from searches.actions.keeping import pin
from searches.models import Export, SavedSearch, SearchVersion
from users.models import User

# The searches that only the firm with the folder has: the adviser's own, by their kinds.
HIDDEN_SEARCHES = ("search", "chosen_search", "narrowed_search", "deleted_search")

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


def referring(by: User, search: int) -> SavedSearch:
    """Let a public search of contacts refer to another one, which its readers may not open."""
    conditions = [{"in_search": search}, *MET_BY_FOLDER[1:2]]
    stored = {"v": 1, "on": "contacts", "where": {"all": conditions}}
    return SavedSearch.objects.create(
        owner=by, name="Chez l’autre", on="contacts", stored=stored, reach="public"
    )


def pinned(search: SavedSearch, cast: dict[str, User]) -> SavedSearch:
    """Let everybody have pinned a search."""
    for user in cast.values():
        pin(search=search, pinned=True, by=user)
    return search


def hidden_searches(
    first: int, name: str, based_on: SavedSearch, cast: dict[str, User]
) -> dict[str, SavedSearch]:
    """Keep searches of the adviser's about the folder, under keys from `first` on.

    One never shared, one for the assistant, one that was public and pinned by all until it was
    narrowed, one that was public until it was deleted.
    """
    stored = {"v": 1, "on": "contacts", "where": {"any": MET_BY_FOLDER}}
    now = {"narrowed_search": {"reach": "private"}, "chosen_search": {"reach": "chosen"}}
    now["deleted_search"] = {"reach": "public", "deleted_at": timezone.now()}
    searches = {}
    for place, kind in enumerate(HIDDEN_SEARCHES):
        searches[kind] = search = SavedSearch(pk=first + place, owner=cast["adviser"])
        search.name, search.on, search.stored = f"{name} {place or ''}".strip(), "contacts", stored
        search.based_on = based_on
        search.save()
        told = {"name": search.name, "stored": stored, "reach": "public"}
        SearchVersion.objects.create(search=search, by=search.owner, **told)
        if kind in {"narrowed_search", "deleted_search"}:
            pinned(search, cast)
        SavedSearch.objects.filter(pk=search.pk).update(**now.get(kind, {}))
    searches["chosen_search"].readers.set([cast["assistant"]])
    return searches
