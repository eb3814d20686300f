"""What may be done with the results of a search: entries as data."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rights import CHANGE_OWNERS
from contacts import rights
from look import icons
from searches.models import SavedSearch
from searches.querying.vocabulary import ASKED_OF
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


CONTACTS = ("contacts",)
ACTIONS: tuple[Action, ...] = (
    Action(gettext_lazy("Change category"), "arrow-right", "searches:search-categorise", CONTACTS),
    Action(gettext_lazy("Keywords"), "tag", "searches:search-keywords", CONTACTS),
    Action(gettext_lazy("People assigned"), "users", "searches:search-people", CONTACTS),
    Action(
        *(gettext_lazy("Delete"), "trash", "searches:search-delete-contacts", CONTACTS),
        right=rights.DELETE,
        danger=True,
    ),
    Action(
        label=gettext_lazy("Change the owner or owners of the account"),
        icon="users",
        url_name="searches:search-owners",
        on=("accounts",),
        right=CHANGE_OWNERS,
    ),
    Action(
        label=gettext_lazy("Export"),
        icon="download",
        url_name="searches:search-export",
        on=ASKED_OF,
        right=rights.EXPORT,
    ),
)
# Of the list's own menu, those that have an entry above: of all results, not of ticked ones alone.
OF_LIST = tuple(f"contacts:contacts-{name}" for name in ("regroup", "keywords", "people", "delete"))


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


def line_acts(search: SavedSearch, pk: int, name: str) -> SafeString:
    """Draw what stands beside the name of a result: it waits for the pointer or the keyboard."""
    return format_html(
        '<span class="rowacts"><a class="btn btn--quiet btn--icon" href="{}" aria-label="{}"'
        ' draggable="false">{}</a></span>',
        reverse("searches:search-why-row", args=[search.pk, pk]),
        _("Why %(name)s is found") % {"name": name},
        icons.draw("info"),
    )
