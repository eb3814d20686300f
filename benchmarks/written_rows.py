"""Rows of contacts that were written since a moment, to be written once more by `COPY` alone.

They go into the same tables under keys of their own, indexes and foreign keys with them, and are
taken back each time.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from django.db import connection, models, transaction

from contacts.models import (
    Contact,
    ContactFigures,
    ContactKeyword,
    ContactSearch,
    Email,
    OrganisationDetails,
    PersonDetails,
    PostalAddress,
    RelatedPerson,
    Relationship,
    Telephone,
)

# In an order in which each finds those that it refers to.
_TRACKED: Sequence[Any] = (
    *(Contact, PersonDetails, OrganisationDetails, Email, Telephone, PostalAddress),
    *(ContactKeyword, RelatedPerson, Relationship),
)
_BESIDE = (ContactFigures, ContactSearch)
# How far away the other keys are.
_FAR = 1_000_000_000
_NUMBER = "client_number"
_PIECE = 1 << 16


class Rows(NamedTuple):
    """Rows of one table, in a file."""

    into: str
    path: Path


def take(folder: Path, since: dt.datetime) -> list[Rows]:
    """Write down the rows of which history says something since then, and what it says."""
    return [_taken(folder, *each, since) for each in _tables()]


def _tables() -> Iterator[tuple[type[models.Model], str]]:
    """Give each table with what chooses its rows."""
    told = "(SELECT {key} FROM {history} WHERE history_date >= %s)"
    for model in _TRACKED:
        history, key = model.history.model, model._meta.pk.column
        yield model, f"{key} IN {told.format(key=key, history=history._meta.db_table)}"
        yield history, "history_date >= %s"
    changed = "(SELECT id FROM contacts_contact WHERE updated_at >= %s)"
    for model in _BESIDE:
        yield model, f"contact_id IN {changed}"


def _taken(folder: Path, model: type[models.Model], where: str, since: dt.datetime) -> Rows:
    table = model._meta.db_table
    chosen = dict(_columns(model))
    values = ", ".join(chosen.values())
    copy = f"COPY (SELECT {values} FROM {table} WHERE {where}) TO STDOUT"
    rows = Rows(f"{table} ({', '.join(chosen)})", folder / f"{table}.copy")
    with (
        connection.cursor() as cursor,
        rows.path.open("wb") as file,
        cursor.copy(copy, [since]) as lines,
    ):
        file.writelines(lines)
    return rows


def _columns(model: type[models.Model]) -> Iterator[tuple[str, str]]:
    """Give its columns with their values: keys of contacts are others, and no number is theirs."""
    for field in model._meta.concrete_fields:
        column = f'"{field.column}"'
        if field.column == "history_id":
            continue
        if field.related_model in {Contact, RelatedPerson} or field.column == "id":
            yield column, f"{column} + {_FAR}"
        else:
            yield column, "''" if field.column == _NUMBER else column


def copy(every: Sequence[Rows]) -> None:
    """Write them, with the check of their foreign keys, and take them back."""
    with transaction.atomic(), connection.cursor() as cursor:
        for rows in every:
            with rows.path.open("rb") as file, cursor.copy(f"COPY {rows.into} FROM STDIN") as lines:
                while piece := file.read(_PIECE):
                    lines.write(piece)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        transaction.set_rollback(True)
