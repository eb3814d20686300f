"""What is kept beside each blank form: all that reading a copy needs, for ever.

The definition goes on to the next version; a form that was printed before is read by its manifest.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from imports.fact_find.schema import Field, Kind

PUBLISHED = Path(__file__).with_name("published")


class UnknownFormError(Exception):
    """No form of this name and version was ever published here."""


def blank_path(template: str, version: int) -> Path:
    return PUBLISHED / template / str(version) / "blank.pdf"


def manifest_path(template: str, version: int) -> Path:
    return PUBLISHED / template / str(version) / "manifest.json"


def published() -> Iterator[tuple[str, int]]:
    """Give each form and version that was ever published."""
    for path in sorted(PUBLISHED.glob("*/*/manifest.json")):
        yield path.parent.parent.name, int(path.parent.name)


@lru_cache
def load(template: str, version: int) -> dict[str, Any]:
    if (template, version) not in published():
        raise UnknownFormError(f"{template}/{version}")
    text = manifest_path(template, version).read_text("utf-8")
    manifest: dict[str, Any] = json.loads(text)
    return manifest


@lru_cache
def questions(template: str, version: int) -> dict[str, Field]:
    """Return the questions of a published form by name."""
    entries = load(template, version)["fields"]
    return {
        name: _question(name, entry["question"])
        for name, entry in entries.items()
        if entry["question"]
    }


def _question(name: str, said: dict[str, Any]) -> Field:
    choices = tuple((export, label) for export, label in said.get("choices", ()))
    return Field(**said | {"name": name, "kind": Kind(said["kind"]), "choices": choices})


def dumped(manifest: dict[str, Any]) -> str:
    """Return the text of a manifest: a field a line, so that a change reads as one."""
    head = {key: value for key, value in manifest.items() if key != "fields"}
    lines = ",\n".join(
        f'"{name}": {json.dumps(entry, ensure_ascii=False)}'
        for name, entry in manifest["fields"].items()
    )
    said = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
    return f'{said},\n "fields": {{\n{lines}\n}}}}\n'
