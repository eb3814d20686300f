"""Whose history a folder shows: the contact and all that hangs on it; upper apps add theirs."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts import normalise
from contacts.models import (
    Contact,
    ContactKeyword,
    Email,
    FollowUp,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)
from contacts.visibility import is_visible
from users.models import User

# A row of a history table; the library makes these classes.
Record = Any
Rows = Callable[[Collection[int], User], QuerySet[Any]]


@dataclass(frozen=True)
class Words:
    """What is said of a creation, a change and a deletion; `%(row)s` names the row."""

    created: str | Promise
    changed: str | Promise
    deleted: str | Promise


@dataclass(frozen=True)
class Source:
    """One tracked model. `rows` returns the records that belong to folders and that a user may
    know: whoever registers a row with two ends answers for the other one.

    `left_out` are fields that are no news: keys to the folder, what is said in the sentence.
    """

    model: type[models.Model]
    rows: Rows
    words: Words
    about: Callable[[Record], str]
    icon: str = "edit"
    left_out: frozenset[str] = frozenset()
    # The sentence of a creation says it all.
    is_told_whole: bool = False
    # Made together with the folder: its creation is not told twice.
    comes_with_folder: bool = False

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def key(self) -> str:
        """Return the column that says which row a record is of."""
        return str(self.model._meta.pk.attname)

    @property
    def history(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.history.model.objects.all()  # type: ignore[attr-defined]
        return rows

    @property
    def fields(self) -> list[Any]:
        tracked = self.model.history.model.tracked_fields  # type: ignore[attr-defined]
        return [one for one in tracked if not one.primary_key and one.name not in self.left_out]


def of_contact(path: str, model: type[models.Model]) -> Rows:
    """Return the rows of a model that hangs on one contact, which the user sees already."""

    def rows(folders: Collection[int], _user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = model.history.filter(**{f"{path}__in": folders})  # type: ignore[attr-defined]
        return found

    return rows


def _relations(folders: Collection[int], user: User) -> QuerySet[Any]:
    """Return the relations whose other end exists for the user: no name of a hidden folder."""
    seen = is_visible(user, "contact") & (
        is_visible(user, "other_contact") | is_visible(user, "other_person__contact")
    )
    ends = Q(contact__in=folders) | Q(other_contact__in=folders)
    found: QuerySet[Any] = Relationship.history.filter(ends, seen)
    return found


def _ends(record: Record) -> str:
    other = record.other_contact or record.other_person
    return f"{record.get_kind_display()}, {record.contact} – {other}"


def _telephone(record: Record) -> str:
    return normalise.telephone_national(record.number)


def _address(record: Record) -> str:
    return ", ".join(filter(None, [record.line_1, f"{record.post_code} {record.town}".strip()]))


def _person(record: Record) -> str:
    return f"{record.first_name} {record.last_name}".strip()


DELETION = frozenset(("deleted_at", "deleted_by"))
_FOLDER = frozenset((*DELETION, "merged_into", "created_at", "created_by", "lead_adviser_sort"))
_CONTACT = frozenset(("contact",))

_SOURCES: list[Source] = [
    Source(
        Contact,
        of_contact("id", Contact),
        Words(_("made this folder"), _("changed this folder"), _("deleted this folder")),
        lambda _record: "",
        left_out=_FOLDER,
        is_told_whole=True,
    ),
    *(
        Source(
            model,
            of_contact("contact", model),
            Words(_("made this folder"), _("changed this folder"), _("deleted this folder")),
            lambda _record: "",
            left_out=_CONTACT,
            comes_with_folder=True,
        )
        for model in (PersonDetails, OrganisationDetails)
    ),
    Source(
        Email,
        of_contact("contact", Email),
        Words(
            _("added the e-mail %(row)s"),
            _("changed the e-mail %(row)s"),
            _("removed the e-mail %(row)s"),
        ),
        lambda record: str(record.address),
        icon="mail",
        left_out=_CONTACT,
        is_told_whole=True,
    ),
    Source(
        Telephone,
        of_contact("contact", Telephone),
        Words(
            _("added the telephone %(row)s"),
            _("changed the telephone %(row)s"),
            _("removed the telephone %(row)s"),
        ),
        _telephone,
        icon="phone",
        left_out=_CONTACT,
        is_told_whole=True,
    ),
    Source(
        PostalAddress,
        of_contact("contact", PostalAddress),
        Words(
            _("added the address %(row)s"),
            _("changed the address %(row)s"),
            _("removed the address %(row)s"),
        ),
        _address,
        icon="map-pin",
        left_out=_CONTACT,
        is_told_whole=True,
    ),
    Source(
        ContactKeyword,
        of_contact("contact", ContactKeyword),
        Words(
            _("ticked the keyword %(row)s"),
            _("changed the keyword %(row)s"),
            _("unticked the keyword %(row)s"),
        ),
        lambda record: str(record.keyword),
        icon="tag",
        left_out=_CONTACT | {"keyword"},
    ),
    Source(
        RelatedPerson,
        of_contact("contact", RelatedPerson),
        Words(
            _("added %(row)s, without a folder"),
            _("changed %(row)s, without a folder"),
            _("removed %(row)s, without a folder"),
        ),
        _person,
        icon="user",
        left_out=_CONTACT,
    ),
    Source(
        Relationship,
        _relations,
        Words(
            _("added the relation %(row)s"),
            _("changed the relation %(row)s"),
            _("removed the relation %(row)s"),
        ),
        _ends,
        icon="users",
        left_out=frozenset(("contact", "other_contact", "other_person", "other_parent")),
    ),
    Source(
        FollowUp,
        of_contact("contact", FollowUp),
        Words(
            _("added a note: %(row)s"), _("changed a note: %(row)s"), _("removed a note: %(row)s")
        ),
        lambda record: str(record.get_kind_display()),
        icon="note",
        left_out=frozenset(("contact", "author", "created_at")),
    ),
]


def register(source: Source) -> None:
    """Have a model of an upper app read in Historique."""
    if all(one.name != source.name for one in _SOURCES):
        _SOURCES.append(source)


def sources() -> Sequence[Source]:
    return tuple(_SOURCES)
