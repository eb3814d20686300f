"""Foreign keys and indexes of a base that is being filled: made once, when the rows are there."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from persistence import staging_tables

# How each goes, and how it is made again. What is unique stays.
FOREIGN_KEYS = """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
        format('ALTER TABLE %s ADD CONSTRAINT %I %s',
            conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
    ORDER BY 1
"""
INDEXES = """
    SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE NOT indisunique AND relnamespace = current_schema()::regnamespace
    ORDER BY 1
"""


@contextmanager
def keys_and_indexes_afterwards() -> Iterator[None]:
    """Drop PostgreSQL's and make them again, in the caller's transaction.

    Row by row, the keys' checks at the commit take a quarter of all the time; each is one join
    when its table is full, and an index one sort.
    """
    if connection.vendor != "postgresql":
        yield
        return
    # Of what was written before, while there are keys to check it by.
    connection.check_constraints()
    dropped = [*staging_tables.rows(FOREIGN_KEYS), *staging_tables.rows(INDEXES)]
    for drop, _ in dropped:
        staging_tables.run(drop)
    yield
    for _, make in reversed(dropped):
        staging_tables.run(make)
