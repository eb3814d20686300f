"""The repository's own files, for the tests that read them."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = (
    *("demo", "o2s_contacts", "imports", "alerts", "searches", "compliance", "wealth"),
    *("accounts", "contacts", "jobs", "persistence", "users", "look", "text"),
)


@cache
def files(pattern: str) -> tuple[Path, ...]:
    """Return the files that the repository keeps (or is about to), below ROOT.

    `pattern` is git's: `*.py` reaches into folders.
    """
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    paths = sorted({ROOT / line for line in listed.stdout.splitlines()})
    return tuple(path for path in paths if path.is_file())


def sources() -> list[Path]:
    """Return the Python files of the product: no tests, no migrations."""
    return [
        path
        for path in files("*.py")
        if path.relative_to(ROOT).parts[0] in {*APPS, "scripts"} and "migrations" not in path.parts
    ]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(source: str) -> list[tuple[str, int]]:
    """Return each function of a module with its number of lines, decorators left out."""
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
