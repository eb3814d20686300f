"""Writing a great many rows: COPY on PostgreSQL, executemany elsewhere."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.utils import timezone

from persistence import bulk_history
from users.models import User

AT_ONCE = 5_000
Values = tuple[Any, ...]


def write_with_history(rows: Iterable[models.Model], by: User) -> None:
    """Write the first rows of a table, and the history that says who began them."""
    model = write(rows)
    if model:
        record(model, by)


def record(model: type[models.Model], by: User) -> None:
    """Write the history of a table of which all rows are new."""
    bulk_history.record_rows(models.QuerySet(model), sign=bulk_history.CREATED, by=by)


def write(rows: Iterable[models.Model]) -> type[models.Model] | None:
    """Insert rows that have their keys, without history; only the database checks them.

    Return their model, or nothing when there is no row.
    """
    blocks = iter(_blocks(rows))
    first = next(blocks, None)
    if first is None:
        return None
    model = type(first[0])
    insert = _copy if connection.vendor == "postgresql" else _insert
    fields = model._meta.local_concrete_fields
    columns = [str(field.column) for field in fields]
    insert(model, columns, _values(fields, first))
    for block in blocks:
        insert(model, columns, _values(fields, block))
    move_sequence(model)
    return model


def _blocks(rows: Iterable[models.Model]) -> Iterator[list[models.Model]]:
    rows = iter(rows)
    while block := list(islice(rows, AT_ONCE)):
        yield block


def _values(fields: Sequence[Any], block: Sequence[models.Model]) -> Iterator[Values]:
    """Give each row's values as the database takes them."""
    return zip(*(_column(field, block) for field in fields), strict=True)


def _column(field: Any, block: Sequence[models.Model]) -> list[Any]:
    """Prepare each value of a column once: most stand in many rows of a block."""
    # The connection itself: what stands for it is asked again for each of millions of values.
    database = connections[DEFAULT_DB_ALIAS]
    is_stamped = getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
    values = (
        [timezone.now()] * len(block) if is_stamped else [*map(attrgetter(field.attname), block)]
    )
    try:
        prepared = {value: field.get_db_prep_save(value, database) for value in set(values)}
    except TypeError:  # lists, as in a column of JSON
        return [field.get_db_prep_save(value, database) for value in values]
    return [prepared[value] for value in values]


def _copy(model: type[models.Model], columns: Sequence[str], rows: Iterable[Values]) -> None:
    statement = f"COPY {_table(model)} ({_names(columns)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Values]) -> None:
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {_table(model)} ({_names(columns)}) VALUES ({marks})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def _table(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _names(columns: Sequence[str]) -> str:
    return ", ".join(map(connection.ops.quote_name, columns))


def move_sequence(model: type[models.Model]) -> None:
    """Let the next key follow those written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [model]):
            cursor.execute(statement)
