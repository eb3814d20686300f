"""A statement that runs too long is stopped by the database, each in its own way."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

# What SQLite does between two looks at the clock: some milliseconds of work.
_STEPS = 10_000
_CANCELED = "57014"


class OutOfTime(Exception):
    """The database was stopped: what was asked takes longer than its limit."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop a statement that is still at work after so many seconds; `OutOfTime` then."""
    limited = _on_postgresql if connection.vendor == "postgresql" else _on_sqlite
    try:
        with limited(seconds):
            yield
    except OperationalError as error:
        if not _is_out_of_time(error):
            raise
        raise OutOfTime from error


def _is_out_of_time(error: OperationalError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", "") == _CANCELED or str(cause) == "interrupted"


@contextmanager
def _on_postgresql(seconds: float) -> Iterator[None]:
    """Limit the statements of a transaction; where one is stopped, it takes its limit along."""
    ends_with_it = not connection.in_atomic_block
    with transaction.atomic():
        before = _set_timeout(f"{max(1, int(seconds * 1_000))}ms")
        yield
        if not ends_with_it:
            _set_timeout(before)


def _set_timeout(limit: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('statement_timeout'),"
            " set_config('statement_timeout', %s, true)",
            [limit],
        )
        before: str = cursor.fetchone()[0]
    return before


@contextmanager
def _on_sqlite(seconds: float) -> Iterator[None]:
    """Limit what the connection does; a transaction would keep every writer waiting."""
    deadline = time.monotonic() + seconds
    connection.ensure_connection()
    database = connection.connection
    database.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
    try:
        yield
    finally:
        database.set_progress_handler(None, _STEPS)
