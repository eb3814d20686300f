"""The lines set aside, as a file that can be mended and dropped again."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from imports.feeds.o2s_accounts import HEADERS
from imports.feeds.text import header_key
from imports.pipeline import drop
from imports.pipeline.sentences import reason
from imports.records import Rejected

SUFFIX = ".rejets.csv"
ADDED = ("ligne", "code", "motif")
_KNOWN = {header_key(header): header for header in HEADERS.values()}


def write(path: Path, rejects: Callable[[], Iterable[Rejected]]) -> None:
    """Write the file; the rejects are gone through twice, since each may bring columns."""
    labels = dict.fromkeys(HEADERS.values())
    for reject in rejects():
        labels |= dict.fromkeys(_row(reject))
    columns = [label for label in labels if label not in ADDED]
    with drop.private(path) as file:
        writer = csv.DictWriter(file, [*columns, *ADDED], restval="", delimiter=";")
        writer.writeheader()
        writer.writerows(_row(reject) for reject in rejects())


def _row(reject: Rejected) -> dict[str, str]:
    raw = {_KNOWN.get(header_key(label), label): cell for label, cell in reject.raw.items()}
    added = (str(reject.line), reject.code.value, reason(reject))
    return raw | dict(zip(ADDED, added, strict=True))
