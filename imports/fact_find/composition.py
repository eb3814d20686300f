"""How a form is composed: what filling it in leaves as it was, and how a change is told.

Fields are compared with what the manifest says of each; pages by what they draw. A program that
writes the same page in other words is not an alteration: then the text of the page decides, with
the number of shapes and pictures, so that nothing was laid over it.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

from imports.fact_find.walk import Found

# Points that a program may round away.
TOLERANCE = 1.0
_SPACE_OF_TEXT = re.compile(r"\s+")
_PAINTS = frozenset(
    (b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*", b"S", b"s", b"Do", b"sh", b"INLINE IMAGE")
)


def fingerprint(found: dict[str, Found]) -> str:
    """Return one line for all the fields: a test and a reader of logs compare it at a glance."""
    lines = sorted(f"{name}{field.shape}" for name, field in found.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def drawn(page: PageObject) -> str:
    """Return the hash of what a page draws, however its lines are broken."""
    contents = page.get_contents()
    content = contents.get_data() if contents is not None else b""
    return hashlib.sha256(b" ".join(content.split())).hexdigest()


def read(page: PageObject) -> str:
    """Return the hash of what a page says."""
    said = _SPACE_OF_TEXT.sub("", page.extract_text())
    return hashlib.sha256(said.encode()).hexdigest()


def painted(page: PageObject) -> int:
    """Return how many shapes and pictures a page has."""
    contents = page.get_contents()
    if contents is None:
        return 0
    operations = ContentStream(contents, page.pdf).operations
    return sum(operator in _PAINTS for _, operator in operations)


def pages(reader: PdfReader) -> list[dict[str, Any]]:
    return [
        {"drawn": drawn(page), "read": read(page), "painted": painted(page)}
        for page in reader.pages
    ]


def is_same_page(page: PageObject, known: dict[str, Any]) -> bool:
    if drawn(page) == known["drawn"]:
        return True
    return read(page) == known["read"] and painted(page) == known["painted"]


def altered_fields(
    found: dict[str, Found], known: dict[str, dict[str, Any]]
) -> Iterator[tuple[str, int]]:
    """Give each field that is not as it was, with its page; those of no form of ours too.

    Signatures that programs add are no alteration: they say who filled the form.
    """
    for name, entry in known.items():
        if not _is_same(found.get(name), entry):
            yield name, entry["widgets"][0][0]
    for name, field in found.items():
        if name not in known and field.type != "Sig":
            yield "", field.widgets[0].page if field.widgets else -1


def _is_same(field: Found | None, entry: dict[str, Any]) -> bool:
    """Tell whether a field is of the same shape, and its boxes where they were."""
    if field is None or field.is_double or field.shape != entry["shape"]:
        return False
    known = entry["widgets"]
    return all(
        len(widget.rect) == len(corners)
        and all(abs(at - was) <= TOLERANCE for at, was in zip(widget.rect, corners, strict=True))
        for widget, (_, *corners) in zip(field.widgets, known, strict=True)
    )
