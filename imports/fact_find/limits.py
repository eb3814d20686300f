"""What a hostile file may use, set before the PDF library is loaded."""

import logging
import resource

MEMORY = 512 << 20
SECONDS = 5


def limit_process() -> None:
    """Bound this process: it reads one file, writes one line, and needs nothing else."""
    _set(resource.RLIMIT_AS, MEMORY, MEMORY)
    _set(resource.RLIMIT_CPU, SECONDS, SECONDS + 1)
    _set(resource.RLIMIT_NOFILE, 32, 32)
    _set(resource.RLIMIT_FSIZE, 0, 0)
    _set(resource.RLIMIT_CORE, 0, 0)
    logging.disable()


def _set(kind: int, soft: int, hard: int) -> None:
    """Set a limit, never above the one that stands."""
    _, highest = resource.getrlimit(kind)
    if highest != resource.RLIM_INFINITY:
        soft, hard = min(soft, highest), min(hard, highest)
    resource.setrlimit(kind, (soft, hard))
