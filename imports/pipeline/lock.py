"""One import at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from contacts import locks
from contacts.locks import LockTaken

__all__ = ["ADVISORY_KEY", "LockTaken", "lock_path", "only_import"]

ADVISORY_KEY = 7_350_114_201


def lock_path() -> Path:
    """Return the file whose lock stands for the import, beside SQLite's database."""
    return locks.path("import")


@contextmanager
def only_import() -> Iterator[None]:
    with locks.only_one("import", ADVISORY_KEY):
        yield
