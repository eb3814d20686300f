"""Timing things many times, with what they ask of the database."""

import gc
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

REPETITIONS = int(os.environ.get("REPETITIONS", "40"))
WARM_UP = min(3, REPETITIONS)
# How often `alternate` does each thing, with the one that counts its statements.
RUNS = WARM_UP + 1 + REPETITIONS
PERCENT = 95

Act = Callable[[], Any]


@dataclass
class Sample:
    """Milliseconds of each repetition, and the SQL statements of one."""

    times: list[float]
    queries: int = 0
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """Return the 95th percentile: the nearest rank, the highest for few repetitions."""
        ranked = sorted(self.times)
        return ranked[-(-PERCENT * len(ranked) // 100) - 1]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def alternate(acts: Mapping[str, Act], *, repetitions: int = REPETITIONS) -> dict[str, Sample]:
    """Time several things one after the other, round after round, when this base has its turn."""
    found = {name: Sample([], _statements(act)) for name, act in acts.items()}
    for _ in range(repetitions):
        wait_for_turn()
        for name, act in acts.items():
            found[name].times.append(milliseconds(act))
    return found


def wait_for_turn() -> None:
    """Let the other bases measure; goes on alone where nobody answers (see `benchmarks.turns`)."""
    sys.stdout.write("turn?\n")
    sys.stdout.flush()
    sys.stdin.readline()


def _statements(act: Act) -> int:
    """Count one run's statements, apart, for counting costs time; the runs before warm up."""
    for _ in range(WARM_UP):
        act()
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured.captured_queries)


def milliseconds(act: Act) -> float:
    gc.collect()
    gc.disable()
    started = time.perf_counter()
    try:
        act()
        return (time.perf_counter() - started) * 1000
    finally:
        gc.enable()
