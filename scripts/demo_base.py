"""Knows whether a demo base was made with the migrations that the code has now.

Until the first release the chain of migrations may be rewritten. Django then believes that a base
of the older chain is up to date, and its pages fail one by one: better say it before serving.
"""

import hashlib
import json
from pathlib import Path

NAMED = 3
MADE_WITH = "migrations.json"
DATABASE = "demo.sqlite3"


def fingerprints(root: Path) -> dict[str, str]:
    """Return the digest of each migration under `root`, by its path from there."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.glob("*/migrations/[0-9]*.py"))
    }


def rewritten(folder: Path, root: Path) -> list[str]:
    """Return the migrations that the base in `folder` has had and that are others now.

    A base that says nothing of its migrations is older than this question: all are named.
    """
    if not (folder / DATABASE).exists():
        return []
    now = fingerprints(root)
    if not (folder / MADE_WITH).exists():
        return list(now)
    had: dict[str, str] = json.loads((folder / MADE_WITH).read_text("utf-8"))
    return [name for name, digest in had.items() if now.get(name) != digest]


def remember(folder: Path, root: Path) -> None:
    """Note which migrations the base in `folder` has now."""
    (folder / MADE_WITH).write_text(json.dumps(fingerprints(root), indent=1), "utf-8")


def refusal(folder: Path, names: list[str]) -> str:
    """Say what to do about a base of another chain."""
    shown = ", ".join(names[:NAMED]) + (" and others" if len(names) > NAMED else "")
    return (
        f"The demo base in {folder} was made by an older version of the program, whose "
        f"migrations are no longer the same ({shown}).\n"
        "It holds invented data only. Put it aside and run again; a new one is made:\n"
        f"  mv {folder} {folder}.old && make run"
    )
