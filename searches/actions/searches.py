"""Asking a search, and clearing what was asked and not kept."""

import datetime as dt
from typing import Any

from django.utils import timezone

from searches.models import SavedSearch
from users.models import User

# How long the address of a search that nobody kept leads to it.
NOT_KEPT_DAYS = 30


def ask(*, stored: dict[str, Any], based_on: SavedSearch | None = None, by: User) -> SavedSearch:
    """Return the search of its asker with an address; the same conditions have one address.

    Columns and order are those of the search whose conditions were changed.
    """
    columns, sort = (based_on.columns, based_on.sort) if based_on else ([], "")
    asked = SavedSearch.objects.filter(owner=by, name="", stored=stored, based_on=based_on).first()
    if asked is None:
        return SavedSearch.objects.create(
            owner=by, on=stored["on"], stored=stored, columns=columns, sort=sort, based_on=based_on
        )
    asked.asked_at = timezone.now()
    asked.save(update_fields=["asked_at"])
    return asked


def clear_not_kept() -> int:
    """Delete what was asked long ago and not kept; return how many."""
    before = timezone.now() - dt.timedelta(days=NOT_KEPT_DAYS)
    count, _by_model = SavedSearch.objects.filter(name="", asked_at__lt=before).delete()
    return count
