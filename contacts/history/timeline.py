"""One page of Historique, by keyset: as many queries for a long history as for a short one."""

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, OuterRef, Q, QuerySet, Subquery, Value

from contacts.history import merges
from contacts.history.entries import Entry, tell
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
    return list(User.objects.filter(pk__in=authors).order_by("last_name", "first_name"))


def page(folders: Sequence[int], user: User, filters: Filters) -> Page:
    """Return one page of what happened, newest first, as this user may know it.

    The first folder is the one that is looked at; the others were merged into it.
    """
    chosen = [one for one in sources() if filters.source in ("", one.name)]
    keys = _keys(chosen, folders, user, filters)
    shown = keyset.cut(keys, lambda row: row[:3], size=PAGE, backwards=False, begins=True)
    records = _records(chosen, shown.rows, user)
    merges.tell_nothing(records, user)
    pairs = [
        (by_name, records[name, pk], records.get((name, before or 0)))
        for by_name, name, pk, before in _named(chosen, shown.rows)
    ]
    return Page(tell(pairs, folders[0]), shown.after)


def _keys(
    chosen: Sequence[Source], folders: Collection[int], user: User, filters: Filters
) -> list[Any]:
    """Return (moment, source, record, record before) of a page and one more, in one query."""
    merged = merges.events(folders, user)
    branches = [
        _branch(source, folders, user, filters, merges.hidden_rows(source, folders, merged))
        for source in chosen
    ]
    if not branches:
        return []
    first, *others = branches
    rows = first.union(*others, all=True) if others else first
    return list(rows.order_by("-history_date", "-source", "-history_id")[: PAGE + 1])


def _branch(
    source: Source, folders: Collection[int], user: User, filters: Filters, hidden: Q
) -> QuerySet[Any]:
    older = source.history.filter(
        **{source.key: OuterRef(source.key)}, history_id__lt=OuterRef("history_id")
    )
    older = older.order_by("-history_id")
    rows = source.rows(folders, user).order_by()
    if hidden:
        older, rows = older.exclude(hidden), rows.exclude(hidden)
    if filters.user is not None:
        rows = rows.filter(history_user_id=filters.user)
    if filters.after:
        rows = rows.filter(_before(source.name, filters.after))
    if filters.field:
        rows = _changing(rows, older, filters.field)
    named = rows.annotate(source=Value(source.name, CharField()))
    previous = Subquery(older.values("history_id")[:1])
    return named.annotate(previous=previous).values_list(
        "history_date", "source", "history_id", "previous"
    )


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


def _records(
    chosen: Sequence[Source], keys: Sequence[Any], user: User
) -> Mapping[tuple[str, int], Record]:
    """Return the records of the page and those before them, one query for each source met."""
    wanted: dict[str, set[int]] = {}
    for _moment, name, key, previous in keys:
        wanted.setdefault(name, set()).update(filter(None, (key, previous)))
    found: dict[tuple[str, int], Record] = {}
    for source in chosen:
        if source.name in wanted:
            rows = source.with_names(source.history.filter(pk__in=wanted[source.name]))
            for record in _with_related(rows):
                found[source.name, record.history_id] = record
    return found


def _with_related(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Read what the records point to with them: of users, their names alone."""
    own = [one.name for one in rows.model._meta.concrete_fields]
    related = [one for one in rows.model.tracked_fields if one.is_relation]
    users = ["history_user", *(one.name for one in related if one.related_model is User)]
    names = [
        f"{user}__{name}" for user in users for name in ("first_name", "last_name", "username")
    ]
    return rows.select_related("history_user", *(one.name for one in related)).only(*own, *names)


def _named(
    chosen: Sequence[Source], keys: Sequence[Any]
) -> Iterator[tuple[Source, str, int, int | None]]:
    by_name = {source.name: source for source in chosen}
    for _moment, name, key, previous in keys:
        yield by_name[name], name, key, previous
