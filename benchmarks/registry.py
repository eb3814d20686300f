"""The parts, found by their files."""

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

FOLDER = Path(__file__).parent / "parts"
# Parts that are asked for by another's name too.
WITH = {
    "merge": ["merge", "duplicates"],
    "searches": ["searches", "acting", "exports"],
    "workbooks": ["workbooks", "contact_imports"],
}


def names() -> list[str]:
    return sorted(path.stem.rstrip("_") for path in FOLDER.glob("[a-z]*.py"))


def chosen(only: str) -> Sequence[str]:
    """Return the parts that ONLY names, all when it names none."""
    asked = only.split(",") if only else names()
    asked = list(dict.fromkeys(part for name in asked for part in WITH.get(name, [name])))
    if unknown := set(asked) - set(names()):
        sys.exit(f"ONLY={','.join(sorted(unknown))}: the parts are {', '.join(names())}.")
    return asked


def module(name: str) -> ModuleType:
    # `import` is a word of the language: its file is import_.py.
    stem = next(path.stem for path in FOLDER.glob(f"{name}*.py") if path.stem.rstrip("_") == name)
    return importlib.import_module(f"benchmarks.parts.{stem}")
