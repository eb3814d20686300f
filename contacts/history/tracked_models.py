"""Whose history a folder shows: the contact and all that hangs on it; upper apps add theirs."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import models
from django.db.models import Func, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contacts import extensions
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
from contacts.models.coordinates import with_extension
from contacts.visibility import is_visible
from text import telephones
from users.models import User

# A row of a history table; the library makes these classes.
Record = Any
# What a deletion writes, and its sentence tells.
DELETION = frozenset(("deleted_at", "deleted_by"))
# Types of records, as the library writes them.
CREATED, DELETED = "+", "-"
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
    # What a change says in a sentence of its own.
    sentence: Callable[[Record, Record | None], str | None] = lambda _record, _before: None
    # Relations that `about` and `sentence` name.
    named: frozenset[str] = frozenset()
    # Reads, with the records, what `about` needs beside their columns.
    with_names: Callable[[QuerySet[Any]], QuerySet[Any]] = lambda records: records
    icon: str = "edit"
    # Its records depend on other folders too, which may be hidden: whether there are any is asked
    # by `rows` alone.
    names_others: bool = False
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
    def ends(self) -> Sequence[str]:
        """Return the columns that name the folders of a record; none where another row does."""
        if self.model is Contact:
            return ["id"]
        columns = {one.attname for one in self.history.model._meta.concrete_fields}
        return [name for name in ("contact_id", "other_contact_id") if name in columns]

    @property
    def history(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.history.model.objects.all()  # type: ignore[attr-defined]
        return rows

    @property
    def fields(self) -> list[Any]:
        tracked = self.model.history.model.tracked_fields  # type: ignore[attr-defined]
        return [one for one in tracked if not one.primary_key and one.name not in self.left_out]

    def changed_fields(self, record: Record, before: Record | None) -> list[Any]:
        """Return the fields of which a record tells that they changed, by their stored values."""
        if record.history_type == DELETED or self.tells_whole(record):
            return []
        return [
            one
            for one in self.fields
            if one.name not in DELETION
            and (before is None or getattr(before, one.attname) != getattr(record, one.attname))
        ]

    def tells_whole(self, record: Record) -> bool:
        return self.is_told_whole and record.history_type == CREATED


def of_contact(path: str, model: type[models.Model]) -> Rows:
    """Return the rows of a model that hangs on one contact, which the user sees already."""

    def rows(folders: Collection[int], _user: User) -> QuerySet[Any]:
        found: QuerySet[Any] = model.history.filter(**{f"{path}__in": folders})  # type: ignore[attr-defined]
        return found

    return rows


class _PersonThen(Func):
    """What a person without a folder was when a relation with them was written.

    Since then they may hang on another folder, be renamed in it, or be gone. Written out: compiled
    as a Subquery, three of them took longer than the relations to read.
    """

    template = (
        "(SELECT person.%(column)s FROM contacts_historicalrelatedperson person"
        " WHERE person.id = %(expressions)s"
        " ORDER BY person.history_date DESC, person.history_id DESC LIMIT 1)"
    )
    arg_joiner = " AND person.history_date <= "

    def __init__(self, column: str) -> None:
        kind = RelatedPerson._meta.get_field(column)
        output = models.BigIntegerField() if kind.is_relation else models.CharField()
        super().__init__("other_person_id", "history_date", column=column, output_field=output)


def _relations(folders: Collection[int], user: User) -> QuerySet[Any]:
    """Return the relations whose other end exists for the user: no name of a hidden folder.

    With somebody without a folder, the other end is the one that they hung on when it was written.
    """
    ends = Q(contact__in=folders) | Q(other_contact__in=folders)
    seen = Contact.objects.visible_to(user).filter(pk=OuterRef("hung_on")).values("pk")
    other_end = is_visible(user, "other_contact") | Q(IsNull(Subquery(seen[:1]), False))
    found: QuerySet[Any] = Relationship.history.annotate(hung_on=_PersonThen("contact_id"))
    return found.filter(ends, is_visible(user, "contact"), other_end)


def _with_person(relations: QuerySet[Any]) -> QuerySet[Any]:
    """Read the names of persons without a folder as they were."""
    return relations.annotate(
        person_last_name=_PersonThen("last_name"), person_first_name=_PersonThen("first_name")
    )


def _ends(record: Record) -> str:
    other = record.other_contact
    if other is None:
        other = f"{record.person_first_name or ''} {record.person_last_name or ''}".strip()
    return f"{record.get_kind_display()}, {record.contact} – {other}"


def _opened_folder(record: Record, before: Record | None) -> str | None:
    """Say that the other end has a folder since: the relation is the one it was."""
    if before is None or before.other_person_id is None or record.other_contact is None:
        return None
    return _("opened a folder for %(row)s") % {"row": record.other_contact}


def _persons(folders: Collection[int], _user: User) -> QuerySet[Any]:
    """Return what is told of persons without a folder; that they go, their relation says.

    Whether they go, or hang on another folder that holds them, would tell of that one.
    """
    found: QuerySet[Any] = RelatedPerson.history.filter(contact__in=folders)
    return found.exclude(history_type=DELETED)


def _telephone(record: Record) -> str:
    return with_extension(telephones.national(record.number), record.extension)


def _address(record: Record) -> str:
    return ", ".join(filter(None, [record.line_1, f"{record.post_code} {record.town}".strip()]))


def _person(record: Record) -> str:
    return f"{record.first_name} {record.last_name}".strip()


def _done(record: Record, before: Record | None) -> str | None:
    """Say that what a note asked for is done, or is to be done again."""
    if before is None or bool(before.done_at) == bool(record.done_at):
        return None
    said = _("did what a note asked: %(row)s") if record.done_at else _("took up again: %(row)s")
    return said % {"row": record.get_kind_display()}


_FOLDER = frozenset((*DELETION, "merged_into", "created_at", "created_by", "lead_adviser_sort"))
_CONTACT = frozenset(("contact",))

_SOURCES: Sequence[Source] = [
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
        with_names=lambda records: records.select_related("keyword"),
        icon="tag",
        left_out=_CONTACT | {"keyword"},
    ),
    Source(
        RelatedPerson,
        _persons,
        Words(
            _("added %(row)s, without a folder"),
            _("changed %(row)s, without a folder"),
            _("removed %(row)s, without a folder"),
        ),
        _person,
        icon="user",
        names_others=True,
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
        sentence=_opened_folder,
        named=frozenset(("contact", "other_contact")),
        with_names=_with_person,
        icon="users",
        names_others=True,
        left_out=frozenset(("contact", "other_contact", "other_person", "other_parent")),
    ),
    Source(
        FollowUp,
        of_contact("contact", FollowUp),
        Words(
            _("added a note: %(row)s"), _("changed a note: %(row)s"), _("removed a note: %(row)s")
        ),
        lambda record: str(record.get_kind_display()),
        sentence=_done,
        icon="note",
        left_out=frozenset(("contact", "author", "created_at")),
    ),
]


def sources() -> list[Source]:
    """Return the sources of contacts, then those of the apps above."""
    added = (extension.history_sources for extension in extensions.every())
    return [*_SOURCES, *chain.from_iterable(added)]
