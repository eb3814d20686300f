"""The lines set aside, as a file that can be mended and dropped again."""

import csv
import io
from collections.abc import Sequence

from imports.feeds.o2s_accounts import HEADERS
from imports.feeds.text import header_key
from imports.pipeline.sentences import reason
from imports.records import Rejected

SUFFIX = ".rejets.csv"
ADDED = ("ligne", "code", "motif")
_KNOWN = {header_key(header): header for header in HEADERS.values()}


def as_csv(rejects: Sequence[Rejected]) -> str:
    rows = [_row(reject) for reject in rejects]
    labels = dict.fromkeys(HEADERS.values())
    for row in rows:
        labels |= dict.fromkeys(row)
    columns = [label for label in labels if label not in ADDED]
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, [*columns, *ADDED], restval="", delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


def _row(reject: Rejected) -> dict[str, str]:
    raw = {_KNOWN.get(header_key(label), label): cell for label, cell in reject.raw.items()}
    added = (str(reject.line), reject.code.value, reason(reject))
    return raw | dict(zip(ADDED, added, strict=True))
