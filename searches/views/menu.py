"""What may be done with the results of a search: entries as data."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise

from searches.models import SavedSearch
from users.models import User


@dataclass(frozen=True)
class Action:
    """An entry of `Actions`; its address, under that of the search, takes what is ticked."""

    label: str | Promise
    icon: str
    url_name: str
    # The subjects whose results it is for.
    on: tuple[str, ...]
    right: str = ""
    danger: bool = False


ACTIONS: tuple[Action, ...] = ()


def result_actions(search: SavedSearch, user: User) -> list[dict[str, Any]]:
    """Return what this user may do with chosen results: buttons of the form that holds them."""
    offered = [
        {
            "label": action.label,
            "icon": action.icon,
            "danger": action.danger,
            "submit": reverse(action.url_name, args=[search.pk]),
        }
        for action in ACTIONS
        if search.on in action.on and (not action.right or user.has_perm(action.right))
    ]
    return [{"title": "", "entries": offered}] if offered else []
