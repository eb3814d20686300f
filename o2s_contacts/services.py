"""The menu of Services: what a firm sets up for itself, shown to those who may.

Entries know the names of addresses and nothing else of the pages. The order here is the order of
the screen.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts import rights as account_rights
from alerts import rights as alert_rights
from contacts import rights
from contacts.enums import FirmList
from imports import rights as import_rights
from users.models import User


@dataclass(frozen=True)
class Entry:
    """A page of Services, for whoever holds one of the rights, or for everybody without any.

    `is_allowed` is the page's own rule, where it asks more than that.
    """

    label: str | Promise
    url_name: str
    rights: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    is_allowed: Callable[[User], bool] | None = None

    @property
    def url(self) -> str:
        return reverse(self.url_name, args=self.args)

    def is_for(self, user: User) -> bool:
        if self.is_allowed:
            return self.is_allowed(user)
        return not self.rights or any(map(user.has_perm, self.rights))


@dataclass(frozen=True)
class Group:
    """Pages that stand together in the tree: `title` in its tab, `path` in the tree."""

    title: str | Promise
    path: str | Promise
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    url_name: str
    groups: Sequence[Group] = field(default_factory=tuple)


MODULES = Tab(
    _("Modules"),
    "services",
    (
        Group(
            _("Contacts"),
            _("Modules, Contacts"),
            (
                Entry(
                    _("Composition of the contacts table"),
                    "services:columns",
                    (rights.MANAGE_COLUMNS,),
                ),
                Entry(
                    _("Categories of contacts"),
                    "services:categories",
                    (rights.MANAGE_CATEGORIES,),
                ),
                Entry(
                    _("Deleted contacts and accounts"),
                    "accounts:deleted",
                    (rights.REACTIVATE, account_rights.REACTIVATE),
                ),
                Entry(_("Duplicates"), "contacts:duplicate-list", (rights.MERGE,)),
                Entry(_("Recent changes"), "contacts:change-list"),
                Entry(_("Import contacts (xls)"), "imports:contact-import-list", (rights.IMPORT,)),
            ),
        ),
        Group(
            pgettext_lazy("services", "Queries"),
            _("Modules, Queries"),
            (
                Entry(
                    _("Columns of results"),
                    "searches:result-columns",
                    (rights.MANAGE_COLUMNS,),
                    ("contacts",),
                ),
            ),
        ),
        Group(
            _("Portfolio"),
            _("Modules, Portfolio"),
            (
                Entry(
                    _("Import accounts (xls)"),
                    "imports:account-import",
                    is_allowed=import_rights.may_send_accounts,
                ),
                Entry(_("Imports of the night"), "imports:runs", (import_rights.SEE,)),
                Entry(
                    pgettext_lazy("services", "Import profiles"),
                    "imports:profile-list",
                    (import_rights.PROFILES,),
                ),
                Entry(_("Accounts without an owner"), "alerts:ownerless", (alert_rights.TREAT,)),
            ),
        ),
    ),
)
PERSONALISATION = Tab(
    _("Personalisation"),
    "services-personalisation",
    (
        Group(
            pgettext_lazy("services", "Settings, Contact"),
            _("Personalisation, Settings, Contact"),
            (
                Entry(
                    pgettext_lazy("services", "Keyword"),
                    "services:keywords",
                    (rights.MANAGE_KEYWORDS,),
                ),
                *(
                    Entry(chosen.label, "services:list", (rights.MANAGE_KEYWORDS,), (chosen.value,))
                    for chosen in FirmList
                ),
            ),
        ),
    ),
)
TABS = (MODULES, PERSONALISATION)


def tabs_for(user: User) -> list[Tab]:
    """Return the tabs with the pages that the user may open, empty groups and tabs left out."""
    shown = []
    for tab in TABS:
        groups = tuple(filter(None, (_for(group, user) for group in tab.groups)))
        if groups:
            shown.append(replace(tab, groups=groups))
    return shown


def _for(group: Group, user: User) -> Group | None:
    entries = tuple(entry for entry in group.entries if entry.is_for(user))
    return replace(group, entries=entries) if entries else None


def is_open_to(user: User) -> bool:
    """Tell whether there is anything in Services for the user."""
    return any(
        entry.is_for(user) for tab in TABS for group in tab.groups for entry in group.entries
    )


def tree_for(request: HttpRequest) -> list[dict[str, object]]:
    """Return the tree at the left of every page of Services, with the current page marked."""
    user = request.user
    if not isinstance(user, User):
        return []
    tabs = tabs_for(user)
    current = _current(request.path, tabs)
    return [
        {
            "title": group.path,
            "entries": [
                {
                    "label": entry.label,
                    "url": entry.url,
                    "current": entry.url == current,
                }
                for entry in group.entries
            ],
        }
        for tab in tabs
        for group in tab.groups
    ]


def _current(path: str, tabs: Sequence[Tab]) -> str:
    """Return the address of the page, or of the nearest one above it that has an entry."""
    urls = [entry.url for tab in tabs for group in tab.groups for entry in group.entries]
    return max(filter(path.startswith, urls), key=len, default="")
