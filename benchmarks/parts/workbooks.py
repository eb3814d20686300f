"""What a file of contacts costs: its rows read, checked and planned over reading and checking them.

Half of the rows are the contacts of the base as the O2S export writes them, half are somebody new:
the floor reads the same file and checks every cell, without the database.
"""

import csv
import os
import resource
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test.utils import override_settings

from benchmarks.asking import busiest_adviser
from benchmarks.figures import Figure
from benchmarks.samples import REPETITIONS, Sample, milliseconds
from contacts.exports.o2s import WorkbookOfO2S
from contacts.exports.sheets import write_csv
from contacts.models import Contact
from imports.actions.contact_import.analysis import analyse
from imports.actions.contact_import.loading import load
from imports.enums import ContactImportState, ImportMode, MatchKey
from imports.feeds import contact_files
from imports.models import ContactImport
from imports.queries.contact_import.cells import Cells
from imports.queries.contact_import.planning import places_of
from imports.queries.contact_import.rows import read_row
from imports.queries.contact_import.words import Words
from imports.records import Limits
from users.models import User

SIZES = (100_000,)
WRITES = True
OVER_READING, PEAK_MB = 3, 400
AT_MOST = 3
# ROWS=2000 tries everything on a short file.
ROWS = int(os.environ.get("ROWS", "50000"))
_NAME, _CODE, _NUMBER = "Client Nom", "Code dossier", "Numéro client"
# Those of the base are numbers that no telephone has.
_MOBILE = "Téléphone (mobile)"


def measure() -> dict[str, Sample]:
    user = busiest_adviser()
    user.groups.add(Group.objects.get(name="Administrateur"))
    found = {"analysis": Sample([]), "floor": Sample([])}
    with tempfile.TemporaryDirectory(prefix="o2s-bench-") as name:
        path = Path(name) / "contacts.csv"
        _write(path, user)
        for _ in range(min(AT_MOST, REPETITIONS)):
            found["floor"].times.append(milliseconds(lambda: _read(path, user)))
            with override_settings(CONTACT_IMPORTS=Path(name) / "waiting"):
                _analyse(found["analysis"], path, user)
    return found


def _write(path: Path, user: User) -> None:
    """Write the file: contacts of the base, then as many whose names and codes are nobody's."""
    known = Contact.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)
    keys = list(known[: ROWS // 2])
    reader = WorkbookOfO2S(user)
    parts = (keys[at : at + reader.part] for at in range(0, len(keys), reader.part))
    with path.open("wb") as file:
        write_csv(file, reader.columns, (row for part in parts for row in reader.read(part)))
    with path.open(encoding="utf-8-sig", newline="") as file:
        heads, *rows = csv.reader(file, delimiter=";")
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerows(_renamed(heads, row, at) for at, row in enumerate(rows))


def _renamed(heads: Sequence[str], row: Sequence[str], at: int) -> list[str]:
    named = {_NAME: f"Neuve {at}", _CODE: f"NEUF{at}", _NUMBER: "", _MOBILE: f"0612{at:06}"}
    return [named.get(head, cell) for head, cell in zip(heads, row, strict=True)]


def _read(path: Path, user: User) -> None:
    table = contact_files.read(path, Limits())
    cells = Cells(Words())
    places = places_of(ContactImport(owner=user, heads=list(table.heads)))
    for row in table.rows:
        read_row(cells, places, row.line, row.cells)


def _analyse(sample: Sample, path: Path, user: User) -> None:
    """Have the worker read and plan it, as for whoever sends it."""
    sent = load(upload=SimpleUploadedFile(path.name, path.read_bytes()), by=user)

    def act() -> None:
        analyse(
            contact_import=sent,
            mode=ImportMode.ADD_AND_UPDATE,
            match_by=MatchKey.BOTH,
            is_all_or_nothing=False,
            by=user,
        )
        call_command("run_jobs", batch=True)

    sample.times.append(milliseconds(act))
    sent.refresh_from_db()
    if sent.state != ContactImportState.ANALYSED:
        raise RuntimeError(f"The file is {sent.state}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sample.facts = {"peak_mb": round(peak), "rows": sent.total, **sent.counts}


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    analysis, floor = found[max(found)]["analysis"], found[max(found)]["floor"]
    facts = analysis.facts | {"repetitions": len(analysis.times)}
    name = "analysis_vs_read"
    yield Figure(name, analysis.median, "ms, median", floor.median, OVER_READING, facts)
    yield Figure("workbook_peak_mb", analysis.facts["peak_mb"], "MB", goal=PEAK_MB)
