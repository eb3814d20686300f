"""Tables that one connection keeps to itself: filled in bulk, then joined by a few statements.

What comes in by the hundred thousand is put down here first, by COPY on PostgreSQL and by one
prepared statement on SQLite, so that the tables of the house are written by INSERT … SELECT.
Statements name tables and columns of ours alone; every value is a parameter.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from types import NoneType
from typing import Any

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils import timezone

Row = Sequence[Any]
Block = Sequence[Sequence[Any]]
_FETCHED = 2000
# More rows than this are written by COPY where the database has it.
COPIED = 200
_WRITTEN = 1000
# COPY's text format: what stands for no value, and what may not stand for itself.
_NOTHING = r"\N"
_ESCAPES = {
    "\\": r"\\",
    "\b": r"\b",
    "\f": r"\f",
    "\n": r"\n",
    "\r": r"\r",
    "\t": r"\t",
    "\v": r"\v",
}
_ESCAPED = str.maketrans(_ESCAPES)
_YES_NO = {bool, NoneType}
_WRITTEN_ROWS = "written_rows"


def run(sql: str, params: Sequence[Any] = (), **names: str) -> int:
    """Execute one statement, in which `{name}` stands for an expression of ours."""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**names) if names else sql, params or None)
        return int(cursor.rowcount)


def one(sql: str, params: Sequence[Any] = ()) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return tuple(cursor.fetchone())


def rows(sql: str, params: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the rows as they come, never all of them at once."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params or None)
        while found := cursor.fetchmany(_FETCHED):
            yield from found


def _own(name: str) -> str:
    return f"{'pg_temp' if connection.vendor == 'postgresql' else 'temp'}.{name}"


def drop(*names: str) -> None:
    for name in names:
        run(f"DROP TABLE IF EXISTS {_own(name)}")


def create(name: str, columns: Mapping[str, str]) -> None:
    drop(name)
    described = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    run(f"CREATE TEMPORARY TABLE {name} ({described})")


def keep(name: str, query: str, params: Sequence[Any] = (), **names: str) -> None:
    """Keep what a query finds, under this name."""
    drop(name)
    run(f"CREATE TEMPORARY TABLE {name} AS {query}", params, **names)
    _analyze(name)


def fill(name: str, columns: Iterable[str], found: Iterable[Row]) -> None:
    """Add the rows, a block after the other as they come: a text, a number, a date or None."""
    fill_columns(name, columns, _blocks(found))


def _blocks(found: Iterable[Row]) -> Iterator[Block]:
    rows = iter(found)
    for block in iter(lambda: list(islice(rows, _WRITTEN)), []):
        yield list(zip(*block, strict=True))


def fill_columns(name: str, columns: Iterable[str], blocks: Iterable[Block]) -> None:
    """Add blocks of rows, each given as the values of every column."""
    _copy(_own(name), columns, blocks)
    _analyze(name)


def append(model: type[models.Model], attributes: Iterable[str], found: Iterable[Row]) -> None:
    """Add rows to a table of the house, which gives them their keys; history is the caller's."""
    quote = connection.ops.quote_name
    named = {field.attname: str(field.column) for field in model._meta.local_concrete_fields}
    columns = [quote(named[attribute]) for attribute in attributes]
    table = quote(model._meta.db_table)
    if connection.vendor == "postgresql":
        _copy(table, columns, _blocks(found))
        return
    places = ", ".join(["%s"] * len(columns))
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608 - names of ours
    with connection.cursor() as cursor:
        cursor.executemany(sql, list(found))


def create_rows(found: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model and give them their keys; history is the caller's."""
    if not found:
        return
    model: type[Any] = type(found[0])
    if len(found) > COPIED and connection.vendor == "postgresql":
        _copy_rows(model, found)
    else:
        # Past the guard of tracked models.
        rows: models.QuerySet[Any] = models.QuerySet(model)
        rows.bulk_create(found)


def _copy_rows(model: type[models.Model], found: Sequence[models.Model]) -> None:
    """Add them by COPY; those without a key are given theirs."""
    pk, fields = model._meta.pk, model._meta.local_concrete_fields
    lacking = [row for row in found if row.pk is None]
    series = f"SELECT {new_key(model, '')} FROM generate_series(1, %s)"  # noqa: S608
    for row, (key,) in zip(lacking, rows(series, [len(lacking)]) if lacking else (), strict=True):
        setattr(row, pk.attname, key)
    blocks = (
        [_written_column(field, _saved(field, some)) for field in fields]
        for some in (found[at : at + _WRITTEN] for at in range(0, len(found), _WRITTEN))
    )
    _copy(connection.ops.quote_name(model._meta.db_table), _columns(model, fields), blocks)
    for row in found:
        row._state.adding, row._state.db = False, connection.alias  # noqa: SLF001 - as bulk_create


def _saved(field: Any, found: Sequence[models.Model]) -> list[Any]:
    """Return what a save of new rows would write in this column."""
    if type(field).pre_save is models.Field.pre_save:
        return [getattr(row, field.attname) for row in found]
    return [field.pre_save(row, add=True) for row in found]


def _written_column(field: Any, values: Sequence[Any]) -> list[Any]:
    """Prepare each value of a column once: most stand in many rows, or are blank."""
    # Lists have no key there, and true and 1, which are one key, are two values.
    if isinstance(field, models.JSONField):
        return [written_value(field, value) for value in values]
    prepared = {value: written_value(field, value) for value in set(values)}
    return [prepared[value] for value in values]


def written_value(field: Any, value: Any) -> Any:
    """Return a value of a field as COPY and prepared statements take it."""
    if isinstance(field, models.JSONField):
        return None if value is None else json.dumps(value, cls=field.encoder)
    return field.get_db_prep_save(value, connection)


def _columns(model: type[models.Model], fields: Iterable[Any]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in fields]


def update_rows(
    model: type[models.Model], keys: Iterable[int], attributes: Sequence[str], found: Iterable[Row]
) -> None:
    """Give the rows of these keys values of their own, in one statement; history is the caller's.

    `found` holds for each key the values of the attributes.
    """
    fields = [model._meta.get_field(attribute) for attribute in attributes]
    kinds = {"row_key": "bigint"} | {
        f"v{place}": str(field.db_type(connection)) for place, field in enumerate(fields)
    }
    create(_WRITTEN_ROWS, kinds)
    blocks = (
        [keyed, *map(_written_column, fields, values)]
        for keyed, *values in _blocks((key, *own) for key, own in zip(keys, found, strict=True))
    )
    fill_columns(_WRITTEN_ROWS, kinds, blocks)
    columns = _columns(model, fields)
    values = ", ".join(f"{column} = written.v{place}" for place, column in enumerate(columns))
    table = connection.ops.quote_name(model._meta.db_table)
    (key,) = _columns(model, [model._meta.pk])
    run(
        f"UPDATE {table} SET {values} FROM {_own(_WRITTEN_ROWS)} AS written"  # noqa: S608
        f" WHERE {table}.{key} = written.row_key"
    )


def _copy(table: str, columns: Iterable[str], blocks: Iterable[Block]) -> None:
    named = ", ".join(columns)
    if connection.vendor == "postgresql":
        with (
            connection.cursor() as cursor,
            cursor.copy(f"COPY {table} ({named}) FROM STDIN") as copy,
        ):
            for block in blocks:
                copy.write(_as_copied(block))
    else:
        places = ", ".join("?" * (named.count(",") + 1))
        connection.ensure_connection()
        # Past Django's cursor, which would hold all rows to look at the first one.
        connection.connection.executemany(
            f"INSERT INTO {table} ({named}) VALUES ({places})",  # noqa: S608 - names of ours
            (row for block in blocks for row in zip(*map(_as_sqlite, block), strict=True)),
        )


def _as_copied(block: Block) -> str:
    """Write the rows in COPY's text format."""
    rows = zip(*map(_texts, block), strict=True)
    return "\n".join([*map("\t".join, rows), ""])


def _texts(column: Sequence[Any]) -> Iterable[str]:
    """Write a column's values: whole columns are of one kind, or of one kind and nothing."""
    kinds = set(map(type, column))
    if kinds == {NoneType}:
        return repeat(_NOTHING, len(column))
    if kinds == {int}:
        return map(str, column)
    if kinds <= _YES_NO:
        return ["t" if value else _NOTHING if value is None else "f" for value in column]
    if kinds <= {str, NoneType}:
        joined = "".join(column if len(kinds) == 1 else filter(None, column))
        if joined.isprintable() and "\\" not in joined:
            return (
                column
                if len(kinds) == 1
                else [_NOTHING if value is None else value for value in column]
            )
    return [_NOTHING if value is None else str(value).translate(_ESCAPED) for value in column]


def _as_sqlite(column: Sequence[Any]) -> Iterable[Any]:
    return [value.isoformat() if isinstance(value, dt.date) else value for value in column]


def _analyze(name: str) -> None:
    """Tell the planner how many rows there are; nobody else does it for a temporary table."""
    if connection.vendor == "postgresql":
        run(f"ANALYZE {name}")


def give_room() -> None:
    """Let this transaction's joins and sorts stay in memory."""
    if connection.vendor == "postgresql":
        run("SET LOCAL work_mem = '64MB'")
        # A small sample tells how many rows there are and how much they differ.
        run("SET LOCAL default_statistics_target = 10")


def new_key(model: type[models.Model], order: str) -> str:
    """Return the expression that gives each row a new key of the model, in this order.

    On SQLite, where one writes at a time, the keys are taken when the rows are inserted.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    if connection.vendor == "postgresql":
        # In a sub-query, looked up once and not for each row.
        return f"nextval((SELECT pg_get_serial_sequence('\"{table}\"', '{column}'))::regclass)"
    taken = f"(SELECT COALESCE(MAX({column}), 0) FROM {table})"  # noqa: S608
    gone = f"COALESCE((SELECT seq FROM sqlite_sequence WHERE name = '{table}'), 0)"  # noqa: S608
    return f"(MAX({taken}, {gone}) + ROW_NUMBER() OVER (ORDER BY {order}))"


def insert(
    model: type[models.Model],
    chosen: Mapping[str, str],
    source: str,
    *,
    chosen_params: Sequence[Any] = (),
) -> int:
    """Insert one row for each of the source; columns not chosen have their model's default.

    `chosen` gives an expression for each attribute, `source` all that follows FROM.
    """
    quote = connection.ops.quote_name
    defaults = _defaults(model, chosen)
    into = [*chosen, *defaults]
    named = {field.attname: str(field.column) for field in model._meta.local_concrete_fields}
    columns = ", ".join(quote(named[attribute]) for attribute in into)
    values = ", ".join([*chosen.values(), *("%s" for _ in defaults)])
    table = quote(model._meta.db_table)
    sql = f"INSERT INTO {table} ({columns}) SELECT {values} FROM {source}"  # noqa: S608
    return run(sql, [*chosen_params, *defaults.values()])


def keep_keys(name: str, found: Iterable[int]) -> RawSQL:
    """Keep these keys under this name, in the column `key`; return them as `pk__in` takes them.

    By the thousand, each statement would carry all of them as parameters.
    """
    columns = {"key": "bigint"}
    create(name, columns)
    fill(name, columns, zip(found, strict=True))
    return keys(f"SELECT key FROM {name}")  # noqa: S608 - a name of ours


def keys(query: str) -> RawSQL:
    """Return a query of ours as what `pk__in` takes."""
    return RawSQL(query, [])  # noqa: S611 - constants of ours


def longest_first(columns: Iterable[str]) -> str:
    """Return an order of rows that depends on what their texts tell, and not on how they came."""
    told = " || '|' || ".join(columns)
    return f"LENGTH({told}) DESC, {told}"


def as_json(expression: str) -> str:
    return f"{expression}::jsonb" if connection.vendor == "postgresql" else expression


def date(value: Any) -> dt.date | None:
    """Return a date as both databases give it back."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def _defaults(model: type[models.Model], chosen: Mapping[str, str]) -> dict[str, Any]:
    """Return what a new row holds in the columns that are neither chosen nor left empty."""
    found = {}
    for field in model._meta.local_concrete_fields:
        if field.attname in chosen or field.primary_key:
            continue
        is_now = getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False)
        value = timezone.now() if is_now else field.get_default()
        if value is not None:
            found[field.attname] = field.get_db_prep_save(value, connection)
    return found
