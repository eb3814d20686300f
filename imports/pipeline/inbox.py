"""The folders of the night: what waits, what is claimed, where a file goes in the end."""

import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils import timezone

from imports.models import ImportRun
from imports.records import Code

WORK = ".work"
# What a folder's files are called together, where nobody lets us look into it.
ALL = "*"
# Bytes of a file's name: file systems hold 255, and what stands beside a file has a longer one.
_LONGEST_NAME = 200


# Not the doing of one file: no room, or no more of what a process may have.
_OF_THE_MACHINE = {
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS),
    *(errno.ENOMEM, errno.EMFILE, errno.ENFILE),
}


@dataclass(frozen=True)
class Waiting:
    """A file of a partner, or what stands in the inbox and cannot be taken."""

    partner: str
    path: Path
    written_at: int = 0
    problem: Code | None = None


def partners(inbox: Path) -> list[str]:
    found = (folder for folder in inbox.iterdir() if folder.is_dir() and not folder.is_symlink())
    return sorted(folder.name for folder in found if not folder.name.startswith("."))


def waiting(inbox: Path, names: Iterable[str], settle: float) -> list[Waiting]:
    """Return the whole files of these partners, oldest first whoever they are of.

    A folder that nobody lets us look into stands for its files.
    """
    found: list[Waiting] = []
    for partner in names:
        try:
            found += [_waiting(partner, *one) for one in _whole(inbox / partner, settle)]
        except OSError as error:
            require_the_machine(error)
            found.append(Waiting(partner, inbox / partner / ALL, problem=Code.F_UNREADABLE))
    return sorted(found, key=lambda file: (file.written_at, file.partner, file.path.name))


def loose(inbox: Path, settle: float) -> list[Waiting]:
    """Return the files that lie beside the partners' folders."""
    found = _whole(inbox, settle)
    return [Waiting("", path, at, Code.F_FOLDER) for path, at in sorted(found)]


class Shut(Exception):
    """A file that cannot be opened or taken: the others can."""


@contextmanager
def of_one_file() -> Iterator[None]:
    """Tell what is wrong with one file from what no other would be spared."""
    try:
        yield
    except FileNotFoundError:  # its writer took it back
        raise
    except OSError as error:
        require_the_machine(error)
        raise Shut from error


def require_the_machine(error: OSError) -> None:
    """Raise again what no other file would be spared."""
    if error.errno in _OF_THE_MACHINE:
        raise error


def _whole(folder: Path, settle: float) -> Iterator[tuple[Path, int]]:
    """Give the files that are no more written to, with when they were.

    Every write moves the change time, also one that gives the file an older date afterwards.
    """
    still = time.time() - settle
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.endswith(".part"):
            continue
        try:
            state = path.lstat()
        except FileNotFoundError:  # its writer took it back
            continue
        if stat.S_ISREG(state.st_mode) and state.st_ctime <= still:
            yield path, state.st_mtime_ns


def _waiting(partner: str, path: Path, written_at: int) -> Waiting:
    """Tell a name for which no run can be written down, or beside which no report can stand."""
    longest = ImportRun._meta.get_field("partner").max_length or 0
    is_short = len(partner) <= longest and len(os.fsencode(path.name)) <= _LONGEST_NAME
    return Waiting(partner, path, written_at, None if is_short else Code.F_NAME)


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def claim(inbox: Path, run: ImportRun, path: Path) -> Path:
    """Take the file away from its writer, in one step."""
    folder = inbox / WORK / str(run.pk)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with of_one_file():
            return path.rename(folder / run.file_name)
    except (FileNotFoundError, Shut):
        folder.rmdir()
        raise


def claimed(inbox: Path, run: ImportRun) -> Path:
    return inbox / WORK / str(run.pk) / run.file_name


def left_over(inbox: Path) -> Iterator[int]:
    """Give the runs whose file is still claimed: of a run that died, or suspended."""
    work = inbox / WORK
    if work.is_dir():
        for folder in sorted(work.iterdir(), key=lambda folder: (len(folder.name), folder.name)):
            if folder.name.isdecimal() and any(folder.iterdir()):
                yield int(folder.name)


def done_path(inbox: Path, run: ImportRun) -> Path:
    return _free(inbox / run.partner / "done" / f"{timezone.localdate():%Y/%m}", run)


def rejected_path(inbox: Path, run: ImportRun) -> Path:
    return _free(inbox / run.partner / "rejected", run)


def _free(folder: Path, run: ImportRun) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / run.file_name
    return folder / f"{run.pk}-{run.file_name}" if path.exists() else path


def finish(source: Path, target: Path) -> None:
    """Move a claimed file to its last place, after what was written beside it."""
    for beside in source.parent.iterdir():
        if beside != source:
            beside.rename(target.with_name(target.name + beside.name.removeprefix(source.name)))
    if source.exists():  # a workbook with social security numbers does not stay
        source.rename(target)
    source.parent.rmdir()


@contextmanager
def private(path: Path) -> Iterator[TextIO]:
    """Open a file for writing that nobody but the owner of the night reads: personal data."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
        yield file


def write_private(path: Path, text: str) -> None:
    with private(path) as file:
        file.write(text)
