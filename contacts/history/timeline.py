"""One page of Historique, by keyset: as many queries for a long history as for a short one."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress, repeat
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, F, Func, OuterRef, Q, QuerySet, Subquery

from contacts.history import merges
from contacts.history.entries import Entry, tell
from contacts.history.names import NAMES, read_names
from contacts.history.tracked_models import Record, Source, sources
from contacts.models import Contact
from contacts.visibility import would_be_visible
from persistence import keyset
from users.models import User

PAGE = 40
# When, which source, which record: the order of the page, and where the next one begins.
Anchor = tuple[dt.datetime, str, int]


@dataclass(frozen=True)
class Filters:
    """What is asked: changes of one field (`person.birth_date`), or by one user."""

    source: str = ""
    field: str = ""
    user: int | None = None
    after: Anchor | None = None


@dataclass(frozen=True)
class Page:
    entries: Sequence[Entry] = field(default_factory=tuple)
    after: Anchor | None = None


def folders_read_with(contact: Contact, user: User) -> list[int]:
    """Return the folders whose history is read in this one: its own, and those merged into it.

    A merged folder that would not exist for the user is left out.
    """
    merged = Contact.everything.filter(would_be_visible(user), merged_into=contact)
    return [contact.pk, *merged.order_by("pk").values_list("pk", flat=True)]


def people(folders: Collection[int]) -> list[User]:
    """Return who changed these folders' own rows, for the filter."""
    authors = Contact.history.filter(id__in=folders).values("history_user")
    named = User.objects.filter(pk__in=authors).only(*NAMES[User])
    return list(named.order_by("last_name", "first_name"))


def page(folders: Sequence[int], user: User, filters: Filters, known: Iterable[User] = ()) -> Page:
    """Return one page of what happened, newest first, as this user may know it.

    The first folder is the one that is looked at; the others were merged into it. `known` are
    people whose names are read already.
    """
    merged = merges.events(folders, user)
    asked = [source for source in sources() if filters.source in ("", source.name)]
    newest = [
        (source, record)
        for source in _with_records(asked, folders)
        for record in _newest(
            source, folders, user, filters, merges.hidden_rows(source, folders, merged)
        )
    ]
    newest.sort(key=_place, reverse=True)
    shown = keyset.cut(newest[: PAGE + 1], _place, size=PAGE, backwards=False, begins=True)
    records = {(source.name, record.history_id): record for source, record in shown.rows}
    records |= _previous(shown.rows, records)
    merges.tell_nothing(records, user)
    told = [
        (source, record, records.get((source.name, record.previous)))
        for source, record in shown.rows
    ]
    read_names(told, known)
    return Page(tell(told, folders[0]), shown.after)


def _place(row: tuple[Source, Record]) -> Anchor:
    source, record = row
    return record.history_date, source.name, record.history_id


def _with_records(asked: Sequence[Source], folders: Sequence[int]) -> list[Source]:
    """Return the sources that may have records of these folders, which the user sees already.

    Most folders have something in half of them, and each costs a statement. Written out: to
    compile it took as long as to ask them all.
    """
    keys = ", ".join(["%s"] * len(folders))
    ends = [() if source.names_others else source.ends for source in asked]
    columns = ", ".join(map(_exists, asked, ends, repeat(keys)))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}", [*folders] * sum(map(len, ends)))
        found = cursor.fetchone()
    return list(compress(asked, found))


def _exists(source: Source, ends: Collection[str], keys: str) -> str:
    """Return whether a source has a record of these folders, as SQL; 1 where that is not asked."""
    table = source.history.model._meta.db_table
    # The names are those of our own tables.
    found = (f"EXISTS (SELECT 1 FROM {table} WHERE {end} IN ({keys}))" for end in ends)  # noqa: S608
    return " OR ".join(found) or "1"


def _newest(
    source: Source, folders: Collection[int], user: User, filters: Filters, hidden: Q
) -> QuerySet[Any]:
    """Return the records of a source that the page may show, each with the key of the one before.

    Each source is asked apart: a union of all took longer to compile than all of them to read.
    """
    rows = source.rows(folders, user)
    if hidden:
        rows = rows.exclude(hidden)
    if filters.user is not None:
        rows = rows.filter(history_user_id=filters.user)
    if filters.after:
        rows = rows.filter(_before(source.name, filters.after))
    if filters.field:
        rows = _changing(rows, _older(source, hidden), filters.field)
    newest = source.with_names(rows.annotate(previous=_key_of_previous(source, hidden)))
    return newest.order_by("-history_date", "-history_id")[: PAGE + 1]


class _KeyBefore(Func):
    """The largest key of a record of the same row that is below this one."""

    template = (
        "(SELECT MAX(older.history_id) FROM %(table)s older WHERE older.%(key)s = %(expressions)s)"
    )
    arg_joiner = " AND older.history_id < "
    output_field = BigIntegerField()


def _key_of_previous(source: Source, hidden: Q) -> Func | Subquery:
    """Return the key of the record before, of the same row.

    Written out where nothing is hidden: compiling a Subquery for each source took a tenth of the
    page.
    """
    if hidden:
        return Subquery(_older(source, hidden).values("history_id")[:1])
    records = source.history.model._meta
    column = records.get_field(source.key).column
    return _KeyBefore(source.key, "history_id", table=records.db_table, key=column)


def _older(source: Source, hidden: Q) -> QuerySet[Any]:
    """Return the records of the same row before that of the query around, newest first."""
    older = source.history.filter(
        **{source.key: OuterRef(source.key)}, history_id__lt=OuterRef("history_id")
    )
    return (older.exclude(hidden) if hidden else older).order_by("-history_id")


def _before(name: str, after: Anchor) -> Q:
    """Return the records that come after the anchor on the page: those that are older."""
    moment, source, key = after
    same = Q(history_date=moment)
    if name == source:
        return Q(history_date__lt=moment) | (same & Q(history_id__lt=key))
    return Q(history_date__lt=moment) | (same if name < source else Q(pk__in=[]))


def _changing(rows: QuerySet[Any], older: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Return the records in which this field is not as it was in the record before."""
    model_field = rows.model._meta.get_field(name)
    column = getattr(model_field, "attname", name)
    before = rows.annotate(value_before=Subquery(older.values(column)[:1]))
    nothing = Q(**{f"{column}__isnull": True})
    if isinstance(model_field, CharField):
        nothing |= Q(**{column: ""})
    return before.exclude(**{column: F("value_before")}).exclude(
        nothing & Q(value_before__isnull=True)
    )


def _previous(
    shown: Sequence[tuple[Source, Record]], known: Mapping[tuple[str, int], Record]
) -> Mapping[tuple[str, int], Record]:
    """Return the records before those of the page that are not on it, a query for each source."""
    by_name = {source.name: source for source, _record in shown}
    lacking = {(source.name, record.previous) for source, record in shown if record.previous}
    lacking -= known.keys()
    return {
        (name, record.history_id): record
        for name, source in by_name.items()
        if (keys := [key for its_name, key in lacking if its_name == name])
        for record in source.with_names(source.history.filter(pk__in=keys))
    }
