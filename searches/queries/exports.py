"""What somebody takes away: its rows with their eyes, then and when the file is fetched."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Account
from contacts.models import Category, Contact, Keyword
from contacts.queries import listing
from contacts.queries.listing import Filters
from searches.columns import sort_of
from searches.enums import ExportState
from searches.errors import SearchRefused
from searches.models import Export, SavedSearch
from searches.queries import searches
from searches.queries.asking import Asking
from searches.queries.matching import visible
from searches.queries.results import ordered_keys
from users.models import User

# Of those that a file tells of, how many are looked up at once.
_LOOKED_UP = 5_000
_ROWS = ("category", "adviser", "keyword")


def of(user: User) -> QuerySet[Export]:
    """Return the user's own, which exist for nobody else; without the keys, which are many."""
    return Export.objects.filter(searches.of(user)).defer("told")


# -- the rows


def stored_filters(filters: Filters) -> dict[str, Any]:
    """Return the filters of the list of contacts as they are kept with an export."""
    keys = {name: row.pk for name in _ROWS if (row := getattr(filters, name))}
    return {**keys, "text": filters.text, "kind": filters.kind}


def filters_of(stored: dict[str, Any]) -> Filters:
    """Return the filters again; `SearchRefused` when one is gone, without which more would go."""
    rows = rows_of_filters([stored])
    named = {name: rows[name].get(stored[name]) for name in _ROWS if name in stored}
    if None in named.values():
        raise SearchRefused(_("A filter of this list is gone: prepare the export again."))
    return Filters(**stored | named)


def rows_of_filters(stored: Sequence[Mapping[str, Any]]) -> dict[str, dict[int, Any]]:
    """Return the rows that filters name, by their keys: three queries at most."""
    keys = {name: [own[name] for own in stored if name in own] for name in _ROWS}
    return {
        "category": Category.objects.in_bulk(keys["category"]),
        "adviser": User.objects.in_bulk(keys["adviser"]),
        "keyword": Keyword.objects.in_bulk(keys["keyword"]),
    }


def keys(export: Export, user: User) -> list[int]:
    """Return the keys of the rows that exist for the user now, in the order of the screen."""
    sort = sort_of(SavedSearch(on=export.on), export.asked.get("sort", ""))
    return ordered_keys(export.on, rows(export, user), sort)


def rows(export: Export, user: User) -> QuerySet[Any]:
    """Return the rows that were asked for, through the rule, in no order."""
    asked = export.asked
    if "keys" in asked:
        return visible(export.on, user).order_by().filter(pk__in=asked["keys"])
    if "list" in asked:
        return listing.filtered(user, filters_of(asked["list"])).order_by()
    # As it was then, whatever was made of it since.
    saved = SavedSearch(owner=user, on=export.on, stored=asked["search"])
    return Asking(saved, user).rows(by_sets=True)


def is_short(export: Export, user: User, most: int) -> bool:
    """Tell whether there are no more rows than these."""
    return rows(export, user)[: most + 1].count() <= most


# -- the file


def can_be_fetched(export: Export) -> bool:
    """Tell whether its file is there, and not too old."""
    return export.state == ExportState.READY and export.made_at is not None and not is_old(export)


def kept_until(export: Export) -> dt.datetime:
    """Return the moment from which it cannot be fetched."""
    since = export.made_at or export.asked_at
    return since + dt.timedelta(days=settings.EXPORT_DAYS)


def is_old(export: Export) -> bool:
    return timezone.now() >= kept_until(export)


def is_seen_whole(export: Export, user: User) -> bool:
    """Tell whether all of whom the file tells exist for the user now."""
    told = export.told
    contacts, accounts = told.get("contacts", []), told.get("accounts", [])
    return _all(Contact.objects.visible_to(user), contacts) and _all(
        Account.objects.visible_to(user), accounts
    )


def _all(rows: QuerySet[Any], keys: Sequence[int]) -> bool:
    parts = (keys[at : at + _LOOKED_UP] for at in range(0, len(keys), _LOOKED_UP))
    return all(rows.filter(pk__in=part).count() == len(part) for part in parts)
