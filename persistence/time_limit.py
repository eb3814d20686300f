"""A statement that runs too long is stopped by the database, each in its own way."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction

# What SQLite does between two looks at the clock: some milliseconds of work.
_STEPS = 10_000
_CANCELED = "57014"


class OutOfTime(Exception):
    """The database was stopped: what was asked takes longer than its limit."""


@contextmanager
def time_limit(seconds: float, planner: Mapping[str, str] | None = None) -> Iterator[None]:
    """Stop a statement that is still at work after so many seconds; `OutOfTime` then.

    `planner`: settings of PostgreSQL's planner for these statements, for they cost no statement
    more.
    """
    is_postgresql = connection.vendor == "postgresql"
    try:
        with _on_postgresql(seconds, planner or {}) if is_postgresql else _on_sqlite(seconds):
            yield
    except OperationalError as error:
        if not _is_out_of_time(error):
            raise
        raise OutOfTime from error


def _is_out_of_time(error: OperationalError) -> bool:
    cause = error.__cause__
    return getattr(cause, "sqlstate", "") == _CANCELED or str(cause) == "interrupted"


@contextmanager
def _on_postgresql(seconds: float, planner: Mapping[str, str]) -> Iterator[None]:
    """Limit the statements of a transaction; where one is stopped, it takes its limit along."""
    ends_with_it = not connection.in_atomic_block
    with transaction.atomic():
        before = _set({"statement_timeout": f"{max(1, int(seconds * 1_000))}ms", **planner})
        yield
        if not ends_with_it:
            _set(before)


def _set(settings: Mapping[str, str]) -> dict[str, str]:
    """Set these until the transaction ends; return what they were."""
    before = ", ".join("current_setting(%s)" for _ in settings)
    after = ", ".join("set_config(%s, %s, true)" for _ in settings)
    values = [text for setting in settings.items() for text in setting]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {before}, {after}", [*settings, *values])
        found = cursor.fetchone()
    return dict(zip(settings, found, strict=False))


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
