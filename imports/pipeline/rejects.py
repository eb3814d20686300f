"""The lines set aside: kept with their run, and a file that can be mended and dropped again."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from alerts.actions.owners import Owner, client_key, first_holder_key, swapped
from imports.feeds import values
from imports.feeds.notes import placed
from imports.feeds.text import header_key
from imports.models import ImportRun, Reject
from imports.pipeline import inbox
from imports.pipeline.messages import reason
from imports.records import HEADERS, Code, Rejected, ValueRefused
from text.normalise import name_key, sort_key, untitled
from text.spreadsheet_text import as_text

SUFFIX = ".rejets.csv"
ADDED = ("ligne", "code", "motif")
_BATCH = 1_000
_SHEET = Reject._meta.get_field("sheet").max_length
_KNOWN = {header_key(header): header for header in HEADERS.values()}
_FIELDS = {header_key(header): field for field, header in HEADERS.items()}


def write(path: Path, rejects: Sequence[Rejected]) -> None:
    with inbox.private(path) as file:
        _write(file, rejects)


def as_csv(rejects: Sequence[Rejected]) -> str:
    written = io.StringIO(newline="")
    _write(written, rejects)
    return written.getvalue()


def _write(file: TextIO, rejects: Sequence[Rejected]) -> None:
    """Write the lines one by one; they are gone through twice, since each may bring columns."""
    labels = dict.fromkeys(HEADERS.values())
    for reject in rejects:
        labels |= dict.fromkeys(_row(reject))
    columns = [label for label in labels if label not in ADDED and _is_told(label, rejects)]
    writer = csv.DictWriter(file, [*columns, *ADDED], "", "ignore", delimiter=";")
    writer.writerow({label: as_text(label) for label in writer.fieldnames})
    for reject in rejects:
        writer.writerow({label: as_text(cell) for label, cell in _row(reject).items()})


def _is_told(label: str, rejects: Sequence[Rejected]) -> bool:
    """Tell a column to be written: the clients' numbers only where somebody says one."""
    return label != HEADERS["client_number"] or any(row.raw.get(label) for row in rejects)


def _row(reject: Rejected) -> dict[str, str]:
    raw = {_KNOWN.get(header_key(label), label): cell for label, cell in reject.raw.items()}
    added = (placed(reject.sheet, reject.line), reject.code.value, reason(reject))
    return raw | dict(zip(ADDED, added, strict=True))


def keep(run: ImportRun, rejects: Iterable[Rejected]) -> None:
    """Keep the lines of the last try with their run, in place of those of an earlier one."""
    run.rejects.all().delete()
    rejects = list(rejects)
    told = {placed(reject.sheet, reject.line): _said(reject) for reject in rejects}
    kept = (_kept(run, reject, told) for reject in rejects)
    Reject.objects.bulk_create(kept, batch_size=_BATCH)


def kept(rows: Iterable[Reject]) -> list[Rejected]:
    return [
        Rejected(row.line, row.column, Code(row.code), row.params, row.raw, row.sheet)
        for row in rows
    ]


def _said(reject: Rejected) -> dict[str | None, str]:
    return {_FIELDS.get(header_key(label)): cell for label, cell in reject.raw.items()}


def _kept(run: ImportRun, reject: Rejected, told: dict[str, dict[str | None, str]]) -> Reject:
    said = _said(reject)
    # A line that may be of another's contract, and leaves the owner to that one, is about the same.
    of = told.get(reject.params.get("of", ""), {})
    said = of | {field: cell for field, cell in said.items() if cell.strip()}
    # Who may not know of the account that is meant may not know of the line.
    number = reject.params.get("known") or " ".join(said.get("number", "").split())
    name, first_name = said.get("last_name", ""), said.get("first_name", "")
    born = _day(said.get("birth_date", ""))
    owner = Owner(name, first_name, born, post_code=said.get("post_code", "")) if name else None
    client_number = " ".join(said.get("client_number", "").split())
    return Reject(
        run=run,
        sheet=_storable(reject.sheet)[:_SHEET],
        line=reject.line,
        column=reject.column,
        code=reject.code,
        params=reject.params,
        # A column of the database holds no NUL, which a workbook can hide in a text.
        raw={_storable(label): _storable(cell) for label, cell in reject.raw.items()},
        number=_storable(number)[:50],
        owner_key=_storable(first_holder_key(owner, number))[:400],
        client_key=_storable(client_key(client_number))[:60],
        owner_name=_sorted_as(name, first_name),
        owner_first_name=" ".join(name_key(first_name).split()[:1])[:150],
        birth_date=born,
        swapped_birth_date=born and swapped(born),
    )


def _sorted_as(name: str, first_name: str) -> str:
    """Return what the owner's contact sorts by: a title may stand before a person's name here."""
    return sort_key(untitled(name), untitled(first_name)) if first_name else sort_key(name)


def _storable(text: str) -> str:
    return text.replace("\0", "·")


def _day(cell: str) -> dt.date | None:
    try:
        return values.day(cell)
    except ValueRefused:
        return None
