"""At most so many readers at a time on this machine, over all the processes of the site.

A lock of the system is let go with its holder, however that one ends.
"""

import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SLOTS = 2
_STEP = 0.05


class NoSlotError(Exception):
    """All readers are busy, and stayed so."""


def folder() -> Path:
    """Return where the locks stand: a folder of this system user alone."""
    place = Path(tempfile.gettempdir()) / f"fact-find-readers-{os.getuid()}"
    place.mkdir(mode=0o700, exist_ok=True)
    status = place.lstat()
    if place.is_symlink() or status.st_uid != os.getuid():
        raise PermissionError(f"{place} belongs to somebody else")
    return place


@contextmanager
def slot(patience: float) -> Iterator[None]:
    """Hold one of the slots; wait for one this many seconds, then raise NoSlotError."""
    until = time.monotonic() + patience
    while (held := _free_slot()) is None:
        if time.monotonic() >= until:
            raise NoSlotError
        time.sleep(_STEP)
    try:
        yield
    finally:
        os.close(held)


def _free_slot() -> int | None:
    place = folder()
    for number in range(SLOTS):
        lock = os.open(place / str(number), os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return lock
    return None
