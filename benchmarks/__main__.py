"""Runs the parts and prints their figures; exit status 1 when a goal is missed."""

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from types import ModuleType

from benchmarks import bases, figures, registry
from benchmarks.turns import measured
from scripts.demo import collect_static


def main() -> int:
    database = os.environ.get("DATABASE", "postgresql")
    parts = registry.chosen(os.environ.get("ONLY", ""))
    bases.ready_django()
    # Where production has them: an address costs what it costs there.
    collect_static()
    return 0 if run(parts, database) else 1


def run(parts: Sequence[str], database: str) -> bool:
    """Print every figure of these parts; return whether all goals are met."""
    holds = True
    with bases.server(database) as server:
        for name in parts:
            module = registry.module(name)
            with ExitStack() as copies:
                urls = {size: _base(copies, server, name, module, size) for size in sizes(module)}
                found = measured(name, urls)
            for figure in module.figures(found):
                print(figures.line(figure, figures.machine(bases.version(server))), flush=True)
                holds &= figure.holds
    return holds


def sizes(module: ModuleType) -> Sequence[int]:
    """Return the contacts of a part's bases; SIZES=300 tries everything on a tiny one."""
    asked = os.environ.get("SIZES", "")
    given: Sequence[int] = [int(size) for size in asked.split(",")] if asked else module.SIZES
    return given[-len(module.SIZES) :]


def _base(copies: ExitStack, server: str, name: str, module: ModuleType, size: int) -> str:
    if getattr(module, "WRITES", False):
        return copies.enter_context(bases.copied(server, size, name))
    return bases.base(server, size)


if __name__ == "__main__":
    sys.exit(main())
