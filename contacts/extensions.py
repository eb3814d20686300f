"""What each app adds to contacts: one `ContactExtension`, registered when the app starts.

Contacts read it where they merge, delete, bring back, tell and draw, and know no app above them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.db.models import Model

    from contacts.actions.reactivation import Clash
    from contacts.actions.undoing import Undo
    from contacts.history import Source
    from contacts.merge_policy import Policy, RowWords
    from contacts.models import Change, Contact
    from contacts.queries.changes import ChangeReader
    from users.models import User


@dataclass(frozen=True)
class FolderTab:
    """A page of a folder, for the contacts that have one, with how many rows stand in it."""

    label: str | Promise
    url_name: str
    is_for: Callable[[Contact], bool] = lambda _contact: True
    count: Callable[[Contact], int | None] = lambda _contact: None


@dataclass(frozen=True)
class FolderPart:
    """A part of a page of a folder that another app adds: its template, and what that is given."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class TabGroup:
    title: str | Promise
    tabs: Sequence[FolderTab]


def _nothing(*_arguments: object) -> tuple[()]:
    return ()


def _no_label(_address: str, _user: User) -> str:
    return ""


@dataclass(frozen=True, kw_only=True)
class ContactExtension:
    """Each function counts and names what its user sees, and nothing else."""

    # What a merge does with each relation to Contact, as `app.Model.field`.
    merge_policies: Mapping[str, Policy] = field(default_factory=dict)
    # What an undo calls the rows of a model, as `app.Model`; rows without words are not told.
    row_words: Mapping[str, RowWords] = field(default_factory=dict)
    # Sentences: what follows if the contacts of these keys are deleted.
    consequences: Callable[[Collection[int], User], Sequence[str]] = _nothing
    # What stands in the way of deleted contacts that come back.
    clashes: Callable[[Sequence[Contact], User], Iterable[Clash]] = _nothing
    # Writes its replacement wherever else a word of the firm is named, before the word goes.
    replace_word: Callable[[Model, Model, User], object] = _nothing
    # Makes right what is kept beside the contacts of these keys, which came back.
    after_reactivation: Callable[[Collection[int]], object] = _nothing
    # How changes that can be undone are read, by kind, and what puts back and says so.
    changes: Mapping[str, ChangeReader] = field(default_factory=dict)
    undos: Mapping[str, Undo] = field(default_factory=dict)
    # Of those that take long: what starts one in the background, and returns the page that tells
    # how far it is.
    undo_starts: Mapping[str, Callable[[Change, User], str]] = field(default_factory=dict)
    # Models that Historique reads.
    history_sources: Sequence[Source] = ()
    # Entries beside the list of contacts: label, url.
    rail: Callable[[User], Iterable[dict[str, Any]]] = _nothing
    # What the page at an address is called, if it is the app's, lists contacts and exists for the
    # user: a folder opened from there leads back to it.
    page_label: Callable[[str, User], str] = _no_label
    # Parts of Suivi, under the notes; the user may change the folder or not.
    follow_up_parts: Callable[[Contact, User], Iterable[FolderPart]] = _nothing
    # Models of a folder's rows that only one kind of contact has: converted, it keeps them archived
    # by their key `contact` (contacts.queries.conversion).
    rows_of_kind: Mapping[type[Model], str] = field(default_factory=dict)
    # Pages of a folder, after the contact's own.
    tabs: Sequence[TabGroup] = ()


_EXTENSIONS: dict[str, ContactExtension] = {}


def register(app_label: str, extension: ContactExtension) -> None:
    _EXTENSIONS[app_label] = extension


def every() -> tuple[ContactExtension, ...]:
    """Return them in the order in which their apps started."""
    return tuple(_EXTENSIONS.values())


def replace_word(word: Model, replacement: Model, by: User) -> None:
    """Have every app write the replacement of a category, a keyword or a value of a list."""
    for extension in every():
        extension.replace_word(word, replacement, by)


def rail_of(user: User) -> list[dict[str, Any]]:
    """Return what all apps put beside the list of contacts for a user."""
    return list(chain.from_iterable(extension.rail(user) for extension in every()))


def follow_up_parts(contact: Contact, user: User) -> list[FolderPart]:
    """Return what all apps add to the page of notes of a folder."""
    return list(chain.from_iterable(one.follow_up_parts(contact, user) for one in every()))


def page_label(address: str, user: User) -> str:
    """Return what the app calls whose page is at an address; nothing when there is none."""
    labels = (extension.page_label(address, user) for extension in every())
    return next(filter(None, labels), "")
