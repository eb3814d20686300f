"""One JSON line for each figure, with the machine that gave it."""

import datetime as dt
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """A measure over its floor; `goal` is the highest ratio (or value) that is good enough."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    goal: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def holds(self) -> bool:
        """Tell whether the goal is met; a figure without one always holds."""
        compared = self.value if self.ratio is None else self.ratio
        return self.goal is None or compared <= self.goal


def line(figure: Figure, machine: Mapping[str, Any]) -> str:
    """Return the figure's line."""
    return json.dumps(
        {
            "name": figure.name,
            "value": _rounded(figure.value),
            "unit": figure.unit,
            "floor": _rounded(figure.floor),
            "ratio": _rounded(figure.ratio),
            "goal": figure.goal,
            "holds": figure.holds,
            **figure.facts,
            **machine,
        },
        ensure_ascii=False,
    )


def _rounded(number: float | None) -> float | None:
    return None if number is None else float(f"{number:.4g}")


def machine(database: str) -> dict[str, Any]:
    """Say where and when this was measured, and how busy the machine was beside."""
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, {_memory()}",
        "python": platform.python_version(),
        "django": version("django"),
        "database": database,
        "load": round(os.getloadavg()[0], 1),
        "on": dt.datetime.now(dt.UTC).date().isoformat(),
    }


def _processor() -> str:
    path = Path("/proc/cpuinfo")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    names = [text.split(":", 1)[1].strip() for text in lines if text.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> str:
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return f"{pages / 2**30:.0f} GB"
