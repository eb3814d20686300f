"""Code that nothing calls: vulture, told what it cannot see of a Django project.

Templates call by name, and so do settings, the catalogue, `values()` and `order_by()`: words of
templates count as used, and for what is not a function so does a string that is nothing but a path
of names. What only a test calls is not used. What stays in spite of it stands in pyproject.toml,
with the reason.
"""

import ast
import re
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from vulture import Vulture
from vulture.config import make_config

# A field of a model or form, a member of an enum, a class: reached by a path of names.
NAMED_BY_STRINGS = ("variable", "attribute", "class")
PATH_OF_NAMES = re.compile(r"[-.+]?\w+(?:[._]{1,2}\w+)*")
TAG = re.compile(r"{[{%].*?[%}]}", re.DOTALL)


def words_of_templates(root: Path) -> set[str]:
    """Return what stands between the braces of these templates, word by word."""
    templates = (path.read_text("utf-8") for path in root.rglob("*") if path.is_file())
    tags = chain.from_iterable(map(TAG.findall, templates))
    return {word for tag in tags for word in re.findall(r"\w+", tag)}


def named_in(sources: Iterable[Path]) -> set[str]:
    """Return what strings and keywords of these modules name, and the members of choices."""
    names: set[str] = set()
    for source in sources:
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                if PATH_OF_NAMES.fullmatch(node.value):
                    names.update(re.split(r"__|\W", node.value))
            elif isinstance(node, ast.keyword) and node.arg:
                names.update(node.arg.split("__"))
            elif isinstance(node, ast.ClassDef):
                names.update(_members(node))
    return names


def _members(choices: ast.ClassDef) -> Iterable[str]:
    """Give what people choose from in a form: no code need name each."""
    if any(ast.unparse(base).endswith("Choices") for base in choices.bases):
        for node in choices.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                yield node.targets[0].id


def unused(folders: Iterable[str], templates: Path, **kept: list[str]) -> list[str]:
    """Return a line for each thing in these folders that nothing names and that is not kept."""
    vulture = Vulture(**kept)
    sources = [
        path
        for folder in folders
        for path in sorted(Path(folder).rglob("*.py"))
        if "migrations" not in path.parts
    ]
    vulture.scavenge([str(path) for path in sources])
    vulture.used_names.update(words_of_templates(templates))
    in_strings = named_in(sources)
    return [
        item.get_report()
        for item in vulture.get_unused_code(min_confidence=60)
        if item.filename.name != "settings.py"
        and not (item.typ in NAMED_BY_STRINGS and item.name in in_strings)
    ]


def main() -> int:
    config = make_config(["--config", "pyproject.toml"])
    kept = {key: config[key] for key in ("ignore_names", "ignore_decorators")}
    reports = unused(config["paths"], Path("templates"), **kept)
    for report in reports:
        print(report)
    return 1 if reports else 0


if __name__ == "__main__":
    sys.exit(main())
