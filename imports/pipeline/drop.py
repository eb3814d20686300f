"""The folders of the night: what waits, what is claimed, where a file goes in the end."""

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from django.utils import timezone

from imports.models import ImportRun

WORK = ".work"
# Bytes of a file's name: file systems hold 255, and what stands beside a file has a longer one.
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Waiting:
    partner: str
    path: Path


def partners(inbox: Path) -> list[str]:
    found = (folder for folder in inbox.iterdir() if folder.is_dir() and not folder.is_symlink())
    return sorted(folder.name for folder in found if not folder.name.startswith("."))


def waiting(inbox: Path, partner: str, settle: float) -> list[Waiting]:
    """Return the partner's whole files, oldest first.

    Every write moves the change time, also one that gives the file an older date afterwards.
    """
    still = time.time() - settle
    found = [path for path in (inbox / partner).iterdir() if _is_taken(path)]
    found = [path for path in found if path.stat().st_ctime <= still]
    found.sort(key=lambda path: (path.stat().st_mtime_ns, path.name))
    return [Waiting(partner, path) for path in found]


def _is_taken(path: Path) -> bool:
    hidden = path.name.startswith(".") or path.name.endswith(".part")
    return not hidden and path.is_file() and not path.is_symlink()


def can_be_named(file: Waiting) -> bool:
    """Tell whether its run can be written down, and its report stand beside it."""
    longest = ImportRun._meta.get_field("partner").max_length or 0
    return len(file.partner) <= longest and len(os.fsencode(file.path.name)) <= _LONGEST_NAME


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def claim(inbox: Path, run: ImportRun, path: Path) -> Path:
    """Take the file away from its writer, in one step."""
    folder = inbox / WORK / str(run.pk)
    folder.mkdir(parents=True, exist_ok=True)
    return path.rename(folder / run.file_name)


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
