"""Files that nobody but the program reads, each under a name drawn by chance.

A file is written beside them and moved in when it is whole: who dies half-way leaves nothing that
bears a name, and `sweep` takes it away.
"""

import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

_HALF = "half-"
# Nothing is written for that long: what is older was left by somebody who died.
_LEFT_SECONDS = 24 * 3_600


@contextmanager
def being_written(directory: Path) -> Iterator[Path]:
    """Give an empty file, alone in a place that is gone afterwards with what is left in it."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=_HALF, dir=directory) as place:
        path = Path(place) / "file"
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield path


def keep(path: Path, directory: Path) -> str:
    """Move a file that is whole in; return its name."""
    name = secrets.token_hex(16)
    path.rename(directory / name)
    return name


def sweep(directory: Path, kept: Collection[str]) -> int:
    """Take away files that are none of those kept, and what was never finished; return how many."""
    if not directory.is_dir():
        return 0
    before = time.time() - _LEFT_SECONDS
    left = [path for path in directory.iterdir() if path.name not in kept and _is_old(path, before)]
    for path in left:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return len(left)


def _is_old(path: Path, before: float) -> bool:
    """Tell whether it was written before then; what ends meanwhile takes its half file away."""
    try:
        return path.stat().st_mtime < before
    except FileNotFoundError:
        return False
