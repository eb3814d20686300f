"""What a hostile file may use, set before the PDF library is loaded."""

import logging
import os
import resource
from contextlib import suppress
from pathlib import Path

MEMORY = 512 << 20
SECONDS = 5
# A third of what a page that is asked for gets of the processor, where both want it.
NICE = 5


def limit_process() -> None:
    """Bound this process: it reads one file, writes one line, and needs nothing else."""
    _give_way()
    _set(resource.RLIMIT_AS, MEMORY, MEMORY)
    _set(resource.RLIMIT_CPU, SECONDS, SECONDS + 1)
    _set(resource.RLIMIT_NOFILE, 32, 32)
    _set(resource.RLIMIT_FSIZE, 0, 0)
    _set(resource.RLIMIT_CORE, 0, 0)
    logging.disable()


def _give_way() -> None:
    """Let the pages that people wait for go first."""
    os.nice(NICE)
    # Linux weighs a session as a whole, and this process has one of its own.
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(NICE), "ascii")


def _set(kind: int, soft: int, hard: int) -> None:
    """Set a limit, never above the one that stands."""
    _, highest = resource.getrlimit(kind)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(kind, (soft, hard))
