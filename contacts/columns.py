"""The columns of the list of contacts: selections from the catalogue, chosen for each category."""

from collections.abc import Iterable

from contacts.fields import ENTRIES, Entry
from contacts.models import Category, ListColumns

# The name stands first in every composition, and is in none.
NAME = "name"
AT_MOST = 20
# What a firm sees before it chooses.
FIRST = (
    "folder_code",
    "town",
    "birth_date",
    "lead_adviser",
    "keywords",
    "last_contact",
    "total_value",
)
OFFERED = {key: entry for key, entry in ENTRIES.items() if entry.is_column and key != NAME}


def known(keys: Iterable[str]) -> list[str]:
    """Return the keys that are columns, each once, in the order given."""
    return [key for key in dict.fromkeys(keys) if key in OFFERED]


def composition(category: Category | None) -> list[str]:
    """Return the columns of a category's page: its own, or those of the nearest above it."""
    chosen = {row.category_id: row.columns for row in ListColumns.objects.all()}
    parents = dict(Category.objects.values_list("pk", "parent_id")) if chosen else {}
    here = category.pk if category else None
    while here is not None and here not in chosen:
        here = parents.get(here)
    return known(chosen.get(here, FIRST))


def entries(keys: Iterable[str]) -> list[Entry]:
    return [OFFERED[key] for key in keys]
