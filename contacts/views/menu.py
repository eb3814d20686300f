"""The menu `Actions` of a folder, and the list's for the ticked contacts: entries as data."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts import rights
from contacts.enums import Kind
from contacts.models import Contact
from users.models import User


@dataclass(frozen=True)
class Action:
    """One entry. Names of addresses, of upper apps too: the menu knows no more of them.

    `url_name` takes a contact's key; `many_url_name` takes `?contact=1&contact=2` in its address.
    """

    label: str | Promise
    icon: str
    url_name: str = ""
    many_url_name: str = ""
    right: str = ""
    kinds: Collection[str] = tuple(Kind)
    danger: bool = False
    # It is done at once: a button of the menu's form, where others are ways to a page.
    is_done_at_once: bool = False
    # Whoever sees the folder may do it.
    is_for_readers: bool = False


ACTIONS: Sequence[Action] = (
    Action(
        label=_("Change category"),
        icon="arrow-right",
        many_url_name="contacts:contacts-regroup",
    ),
    Action(label=_("Keywords"), icon="tag", many_url_name="contacts:contacts-keywords"),
    Action(label=_("People assigned"), icon="users", many_url_name="contacts:contacts-people"),
    Action(
        label=_("Merge with another contact"),
        icon="merge",
        url_name="contacts:contact-merge-choose",
        many_url_name="contacts:contacts-merge",
        right=rights.MERGE,
    ),
    Action(
        label=_("Print the summary"),
        icon="printer",
        url_name="accounts:folder-summary",
        is_for_readers=True,
    ),
    Action(
        label=_("Print the prefilled Recueil d'Information Client"),
        icon="printer",
        url_name="documents:form-print",
        is_done_at_once=True,
        is_for_readers=True,
    ),
    Action(
        label=_("Update the data from the Recueil d'Informations Clients"),
        icon="upload",
        url_name="imports:fact-find-update",
    ),
    Action(
        label=_("Convert into a legal person"),
        icon="convert",
        url_name="contacts:contact-convert",
        kinds=(Kind.PERSON,),
    ),
    Action(
        label=_("Convert into a natural person"),
        icon="convert",
        url_name="contacts:contact-convert",
        kinds=(Kind.ORGANISATION,),
    ),
    Action(
        label=_("Convert into a legal / natural person"),
        icon="convert",
        many_url_name="contacts:contacts-convert",
    ),
    Action(
        label=_("Delete"),
        icon="trash",
        url_name="contacts:contact-delete",
        many_url_name="contacts:contacts-delete",
        right=rights.DELETE,
        danger=True,
    ),
)


OF_MANY = [action for action in ACTIONS if action.many_url_name]


def folder_actions(contact: Contact, user: User, *, may_change: bool) -> list[dict[str, Any]]:
    """Return what this user, who sees the contact, may do with it: a menu's one group."""
    return group(
        _of_folder(action, contact)
        for action in offered(ACTIONS, user)
        if action.url_name
        and contact.kind in action.kinds
        and (may_change or action.is_for_readers)
    )


def _of_folder(action: Action, contact: Contact) -> dict[str, Any]:
    address = reverse(action.url_name, args=[contact.pk])
    return _entry(action) | {"submit" if action.is_done_at_once else "url": address}


def form_entries(user: User) -> list[dict[str, Any]]:
    """Return what the page of contacts offers of fact-find forms: a menu's one group."""
    labels = {
        Kind.PERSON: _("Print a blank Recueil (natural person)"),
        Kind.ORGANISATION: _("Print a blank Recueil (legal person)"),
    }
    entries: list[dict[str, Any]] = [
        {"label": label, "url": reverse("documents:form-blank", args=[kind])}
        for kind, label in labels.items()
    ]
    if user.has_perm(rights.IMPORT):
        label = _("Create a contact from the Recueil d'Informations Client")
        entries.append({"label": label, "url": reverse("imports:fact-find-create")})
    return group(entries)


def selection_actions(user: User) -> list[dict[str, Any]]:
    """Return what this user may do with ticked contacts: buttons of the form that holds them."""
    return group(button(action, reverse(action.many_url_name)) for action in offered(OF_MANY, user))


def offered(actions: Iterable[Action], user: User) -> list[Action]:
    """Return those of the actions that this user has the right to do."""
    return [action for action in actions if not action.right or user.has_perm(action.right)]


def button(action: Action, address: str) -> dict[str, Any]:
    """Return the entry that sends what is ticked to an address."""
    return _entry(action) | {"submit": address}


def _entry(action: Action) -> dict[str, Any]:
    return {"label": action.label, "icon": action.icon, "danger": action.danger}


def group(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a menu's group of these entries, or nothing."""
    found = list(entries)
    return [{"title": "", "entries": found}] if found else []
