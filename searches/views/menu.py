"""What may be done with the results of a search: entries as data."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.rights import CHANGE_OWNERS
from contacts import rights
from contacts.views.menu import OF_MANY, Action, button, group, offered
from searches.models import SavedSearch
from users.models import User

# The addresses, under that of the search, of the actions of the list of contacts that all results
# may be given to: the others know those ticked alone.
OF_ALL: Mapping[str, str] = {
    "contacts:contacts-regroup": "searches:search-categorise",
    "contacts:contacts-keywords": "searches:search-keywords",
    "contacts:contacts-people": "searches:search-people",
    "contacts:contacts-delete": "searches:search-delete-contacts",
}
EXPORT = Action(
    label=gettext_lazy("Export"),
    icon="download",
    many_url_name="searches:search-export",
    right=rights.EXPORT,
)
# By what is searched for: the actions of results alone.
ACTIONS: Mapping[str, Sequence[Action]] = {
    "contacts": (EXPORT,),
    "accounts": (
        Action(
            label=gettext_lazy("Change the owner or owners of the account"),
            icon="users",
            many_url_name="searches:search-owners",
            right=CHANGE_OWNERS,
        ),
        EXPORT,
    ),
}


def result_actions(search: SavedSearch, user: User) -> list[dict[str, Any]]:
    """Return what this user may do with chosen results: buttons of the form that holds them.

    Those of the list of contacts that know ticked ones alone stand apart.
    """
    of_list = offered(OF_MANY, user) if search.on == "contacts" else []
    names = [(action, OF_ALL.get(action.many_url_name, "")) for action in of_list]
    names += [(action, action.many_url_name) for action in offered(ACTIONS[search.on], user)]
    of_all = [button(action, reverse(name, args=[search.pk])) for action, name in names if name]
    of_ticked = [
        button(action, reverse(action.many_url_name)) | {"of_ticked": True}
        for action, name in names
        if not name
    ]
    return [*group(of_all), *group(of_ticked)]


def line_acts(search: SavedSearch, pk: int, name: str) -> SafeString:
    """Draw what stands beside the name of a result: it waits for the pointer or the keyboard."""
    return format_html(
        ' <a class="rowacts" href="{0}" aria-label="{1} {2}">{1}</a>',
        reverse("searches:search-why-row", args=[search.pk, pk]),
        _("Why?"),
        name,
    )
