"""Asking a search, and clearing what was asked and not kept."""

import datetime as dt
from typing import Any

from django.db.models import Q
from django.utils import timezone

from searches.models import SavedSearch
from users.models import User

# How long the address of a search that nobody kept leads to it.
NOT_KEPT_DAYS = 30


def ask(
    *,
    stored: dict[str, Any],
    based_on: SavedSearch | None = None,
    based_version: int | None = None,
    by: User,
) -> SavedSearch:
    """Return the search of its asker with an address; the same conditions have one address.

    Columns and order are those of the search whose conditions were changed; `based_version` is the
    one that it had when they were opened.
    """
    columns, sort = (based_on.columns, based_on.sort) if based_on else ([], "")
    asked = SavedSearch.objects.filter(owner=by, name="", stored=stored, based_on=based_on).first()
    if asked is None:
        return SavedSearch.objects.create(
            owner=by,
            on=stored["on"],
            stored=stored,
            columns=columns,
            sort=sort,
            based_on=based_on,
            based_version=based_version,
        )
    asked.asked_at, asked.based_version = timezone.now(), based_version
    asked.save(update_fields=["asked_at", "based_version"])
    return asked


def clear_not_kept() -> int:
    """Delete what was asked long ago and not kept, and what was deleted then; return how many."""
    before = timezone.now() - dt.timedelta(days=NOT_KEPT_DAYS)
    is_over = Q(name="", asked_at__lt=before) | Q(deleted_at__lt=before)
    _count, by_model = SavedSearch.objects.filter(is_over).delete()
    return by_model.get(SavedSearch._meta.label, 0)
