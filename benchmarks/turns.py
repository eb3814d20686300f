"""Measures on several bases at once, a round on each in turn.

Each base has a process of its own. What slows the machine for a while then slows every base alike,
and the ratio of two bases stands even where their times do not.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO

from benchmarks import bases
from benchmarks.samples import Sample

# What a process says when it waits for its turn, and what it is told.
ASKED, GIVEN = "turn?\n", "go\n"


def measured(part: str, urls: Mapping[int, str]) -> dict[int, dict[str, Sample]]:
    """Return the samples of each base, by its size."""
    with _started(part, urls) as waiting:
        results = dict.fromkeys(waiting, "")
        while waiting:
            for size, process in list(waiting.items()):
                said = _let(process, first=not results[size])
                results[size] = said
                if said != ASKED:
                    del waiting[size]
    return {size: _samples(part, size, said) for size, said in results.items()}


@contextmanager
def _started(part: str, urls: Mapping[int, str]) -> Iterator[dict[int, subprocess.Popen[str]]]:
    processes = {
        size: subprocess.Popen(
            [sys.executable, "-m", "benchmarks.measure", part],
            cwd=bases.ROOT,
            env=bases.settings_of(url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for size, url in urls.items()
    }
    try:
        yield dict(processes)
    finally:
        for process in processes.values():
            _pipe(process.stdin).close()
            process.wait()


def _let(process: subprocess.Popen[str], *, first: bool) -> str:
    """Let a process go on until it asks again or ends; return what it said last."""
    if not first:
        pipe = _pipe(process.stdin)
        pipe.write(GIVEN)
        pipe.flush()
    return _pipe(process.stdout).readline()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise RuntimeError("the process was started without its pipes")
    return pipe


def _samples(part: str, size: int, said: str) -> dict[str, Sample]:
    if not said:
        sys.exit(f"The part {part} failed on {size} contacts, see above.")
    return {name: Sample(**values) for name, values in json.loads(said).items()}
