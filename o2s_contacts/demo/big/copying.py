"""Writing a great many rows: COPY on PostgreSQL, executemany elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from contacts.models import bulk_history
from users.models import User

AT_ONCE = 20_000
Values = tuple[Any, ...]


def write_with_history(rows: Iterable[models.Model], by: User) -> None:
    """Write the rows, and the history that says who began them."""
    kept = list(rows)
    write(kept)
    for start in range(0, len(kept), AT_ONCE):
        keys = [row.pk for row in kept[start : start + AT_ONCE]]
        bulk_history.record(type(kept[0]), keys, sign=bulk_history.CREATED, by=by)


def write(rows: Iterable[models.Model]) -> None:
    """Insert rows that have their keys, without history; only the database checks them."""
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    model = type(first)
    fields = list(model._meta.local_concrete_fields)
    insert = _copy if connection.vendor == "postgresql" else _insert
    insert(model, [str(field.column) for field in fields], _values(fields, chain([first], rows)))
    _move_sequence(model)


def _values(fields: Sequence[Any], rows: Iterable[models.Model]) -> Iterator[Values]:
    for row in rows:
        yield tuple(
            field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields
        )


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Values]) -> None:
    statement = f"COPY {_table(model)} ({_names(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Values]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {_table(model)} ({_names(columns)}) VALUES ({marks})"  # noqa: S608
    rows = iter(rows)
    with connection.cursor() as cursor:
        while some := list(islice(rows, AT_ONCE)):
            cursor.executemany(statement, some)


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, columns))


def _move_sequence(model: type[models.Model]) -> None:
    """Let the next key follow those written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
