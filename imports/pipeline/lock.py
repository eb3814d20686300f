"""One import at a time, by a lock that is free when its holder dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import Error, connection

ADVISORY_KEY = 7_350_114_201


class LockTaken(Exception):
    """Another import is at work."""


def lock_path() -> Path:
    """Return the file whose lock stands for the import, beside SQLite's database."""
    database = Path(str(connection.settings_dict["NAME"]))
    return database.with_name(f"{database.name}.import-lock")


@contextmanager
def only_import() -> Iterator[None]:
    with _advisory() if connection.vendor == "postgresql" else _file():
        yield


@contextmanager
def _advisory() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [ADVISORY_KEY])
        if not cursor.fetchone()[0]:
            raise LockTaken
    try:
        yield
    finally:
        # A session that was cut holds no lock any more.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_KEY])


@contextmanager
def _file() -> Iterator[None]:
    with lock_path().open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockTaken from error
        yield
