"""One of a kind of work at a time, by a lock that is free when its holder dies."""

import enum
import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import Error, connection


@enum.unique
class Work(enum.IntEnum):
    """Every work that has a lock, by its number among the advisory locks of PostgreSQL."""

    IMPORT = 7_350_114_201
    # Numbers of accounts: files keep them as they are while people renumber (accounts.renumbering).
    NUMBERS = 7_350_114_202
    DUPLICATES = 7_350_114_203


class LockTaken(Exception):
    """Another one is at work."""


def path(work: Work) -> Path:
    """Return the file whose lock stands for the work, beside SQLite's database."""
    database = Path(str(connection.settings_dict["NAME"]))
    return database.with_name(f"{database.name}.{work.name.lower()}-lock")


@contextmanager
def only_one(work: Work) -> Iterator[None]:
    """Hold the lock of this work; `LockTaken` when it is held."""
    with _advisory(work.value) if connection.vendor == "postgresql" else _file(path(work)):
        yield


@contextmanager
def _advisory(key: int) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        if not cursor.fetchone()[0]:
            raise LockTaken
    try:
        yield
    finally:
        # A session that was cut holds no lock any more.
        with suppress(Error), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


@contextmanager
def _file(held: Path) -> Iterator[None]:
    with held.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LockTaken from error
        yield
