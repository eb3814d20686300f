"""Has a file read, in a process that is stopped whatever the file does; believes nothing of it.

No PDF library is loaded here: the web process only checks what the reader reports.
"""

import hashlib
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from imports.fact_find import manifest, mark
from imports.fact_find.mark import Mark
from imports.fact_find.reasons import Reason, Remark
from imports.fact_find.schema import Field
from imports.fact_find.slots import NoSlotError, slot
from imports.fact_find.values import Doubt, normalised

LARGEST_FILE = 8 << 20
_HEAD = 1 << 10
_LONGEST_REPORT = 256 << 10
WALL_SECONDS = 12.0
PATIENCE = 5.0
WORKER = Path(__file__).resolve().with_name("worker.py")

# Gives what was printed in an issue by its key, for the form that came back as it went.
Issued = Callable[[str], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file. Size, hash and duration are all that is kept of a refused one."""

    reason: Reason | None = None
    # Where an alteration is: a page, counted from 0, and a field's name.
    page: int | None = None
    field_name: str = ""
    mark: Mark | None = None
    texts: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, Doubt] = field(default_factory=dict)
    remarks: frozenset[Remark] = frozenset()
    size: int = 0
    sha256: str = ""
    seconds: float = 0.0


def read(file: IO[bytes], *, keys: Sequence[bytes], issued: Issued) -> Reading:
    """Read a file of this machine (it has a descriptor); `keys` may have signed its mark."""
    begun = time.monotonic()
    size = os.fstat(file.fileno()).st_size
    digest = ""
    if size > LARGEST_FILE:
        reading = Reading(Reason.TOO_BIG)
    else:
        file.seek(0)
        content = file.read(LARGEST_FILE)
        digest = hashlib.sha256(content).hexdigest()
        if b"%PDF-" not in content[:_HEAD]:
            reading = Reading(Reason.NOT_PDF)
        else:
            reading = judged(_reported(file), keys, issued)
    seconds = round(time.monotonic() - begun, 3)
    return replace(reading, size=size, sha256=digest, seconds=seconds)


def _reported(file: IO[bytes]) -> Reading:
    try:
        with slot(PATIENCE):
            output, ended = _worker_output(file)
    except NoSlotError:
        return Reading(Reason.BUSY)
    if not ended:
        return Reading(Reason.TIMEOUT)
    return checked(output)


def _worker_output(file: IO[bytes]) -> tuple[bytes, bool]:
    """Return what the reader said, and whether it came to its end by itself."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    process = subprocess.Popen(  # noqa: S603 - this project's own file
        [sys.executable, "-I", "-B", str(WORKER)],
        stdin=file,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
        close_fds=True,
    )
    try:
        output, in_time = _drained(process)
        # A process that used up its time was ended by the system.
        return output, in_time and process.returncode != -signal.SIGXCPU
    finally:
        _end(process)


def _drained(process: subprocess.Popen[bytes]) -> tuple[bytes, bool]:
    until = time.monotonic() + WALL_SECONDS
    output = bytearray()
    stream: Any = process.stdout
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while len(output) <= _LONGEST_REPORT:
            if not ready.select(max(0.0, until - time.monotonic())):
                return b"", False
            if not (piece := os.read(stream.fileno(), 1 << 16)):
                break
            output += piece
    try:
        process.wait(max(0.1, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        return b"", False
    return bytes(output), True


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the reader with all that it may have started."""
    if process.stdout:
        process.stdout.close()
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def checked(output: bytes) -> Reading:
    """Return the report if it is one: the reader had a hostile file in its hands."""
    if len(output) > _LONGEST_REPORT:
        return Reading(Reason.TOO_COMPLEX)
    try:
        report = json.loads(output)
        return _reading(report)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return Reading(Reason.TOO_COMPLEX)


def _reading(report: dict[str, Any]) -> Reading:
    reason = Reason(report["reason"]) if report["reason"] else None
    page = report["page"]
    if page is not None and not (type(page) is int and 0 <= page < 1000):  # noqa: PLR2004
        raise ValueError("no page")
    said = mark.parse(report["mark"])
    if said is None:
        return Reading(reason or Reason.UNKNOWN_FORM)
    if reason is Reason.OLD_VERSION:
        return Reading(reason, mark=said)
    questions = manifest.questions(said.template, said.version)
    return Reading(
        reason,
        page,
        report["field"] if report["field"] in questions else "",
        said,
        _texts(questions, report["texts"]),
        {name: Doubt(report["doubts"][name]) for name in questions if name in report["doubts"]},
        frozenset(map(Remark, report["remarks"])),
    )


def _texts(questions: Mapping[str, Field], said: Mapping[str, Any]) -> dict[str, str]:
    """Return what was answered, and nothing for what was not."""
    texts = {}
    for name, question in questions.items():
        text = said.get(name, "")
        if not isinstance(text, str):
            raise TypeError(name)
        if answered := normalised(question, text[: 2 * (question.limit or 100)]):
            texts[name] = answered
    return texts


def judged(reading: Reading, keys: Sequence[bytes], issued: Issued) -> Reading:
    """Refuse what is not ours before anything else is said of it, and what says nothing."""
    if reading.mark is None:
        return reading
    if not reading.mark.is_ours(keys):
        return Reading(Reason.BAD_SIGNATURE)
    if reading.reason is not None:
        return replace(reading, texts={}, doubts={})
    if reading.doubts or reading.texts != _printed(reading.mark, issued):
        return reading
    notes = Remark.ANNOTATIONS in reading.remarks
    return replace(reading, reason=Reason.NOTES_ONLY if notes else Reason.EMPTY)


def _printed(copy: Mark, issued: Issued) -> dict[str, str]:
    return {} if copy.ref == mark.BLANK else dict(issued(copy.ref))
