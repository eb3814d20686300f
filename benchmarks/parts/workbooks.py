"""What a file of contacts costs: its rows read, checked and planned over reading and checking them.

Half of the rows are the contacts of the base as the O2S export writes them, half are somebody new:
the floor reads the same file and checks every cell, without the database. Its page is asked for
beside an empty one.
"""

import os
import resource
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.contrib.auth.models import Group
from django.test import override_settings
from django.urls import reverse

from benchmarks import contact_files, urls
from benchmarks.asking import busiest_adviser, client_of, compared, get
from benchmarks.figures import Figure
from benchmarks.samples import REPETITIONS, Sample, alternate, milliseconds
from contacts.models import Contact
from imports.feeds import contact_files as feeds
from imports.models import ContactImport
from imports.queries.contact_import.cells import Cells
from imports.queries.contact_import.planning import places_of
from imports.queries.contact_import.rows import read_row
from imports.queries.contact_import.words import Words
from imports.records import Limits
from users.models import User

SIZES = (100_000,)
WRITES = True
OVER_READING, OVER_EMPTY, PEAK_MB = 3, 2, 400
AT_MOST = 3
# ROWS=2000 tries everything on a short file.
ROWS = int(os.environ.get("ROWS", "50000"))


def measure() -> dict[str, Sample]:
    user = busiest_adviser()
    user.groups.add(Group.objects.get(name="Administrateur"))
    found = {"analysis": Sample([]), "floor": Sample([])}
    with tempfile.TemporaryDirectory(prefix="o2s-bench-") as name:
        path = Path(name) / "contacts.csv"
        _write(path, user)
        with override_settings(CONTACT_IMPORTS=Path(name) / "waiting"):
            for _ in range(min(AT_MOST, REPETITIONS)):
                found["floor"].times.append(milliseconds(lambda: _read(path, user)))
                _analyse(found["analysis"], path, user)
            return found | _page(user)


def _write(path: Path, user: User) -> None:
    """Write the file: contacts of the base, then as many whose names and codes are nobody's."""
    known = Contact.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)
    told = path.with_name("told.csv")
    contact_files.export(told, list(known[: ROWS // 2]), user)
    contact_files.rewrite(
        told, path, lambda at: {} if at < ROWS // 2 else contact_files.somebody_new(at), ROWS
    )


def _read(path: Path, user: User) -> None:
    table = feeds.read(path, Limits())
    cells = Cells(Words())
    places = places_of(ContactImport(owner=user, heads=list(table.heads)))
    for row in table.rows:
        read_row(cells, places, row.line, row.cells)


def _analyse(sample: Sample, path: Path, user: User) -> None:
    began = time.process_time()
    sample.times.append(milliseconds(lambda: contact_files.analysed(path, user)))
    processor = round((time.process_time() - began) * 1000)
    sent = ContactImport.objects.get(owner=user)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"peak_mb": round(peak), "processor": processor, "rows": sent.total}
    sample.facts = told | sent.counts


def _page(user: User) -> dict[str, Sample]:
    """Ask for what the analysis shows first."""
    with override_settings(ROOT_URLCONF="benchmarks.urls"):
        client = client_of(user)
        sent = ContactImport.objects.get(owner=user)
        page = reverse("imports:contact-import-show", args=[sent.pk])
        return alternate(
            {"analysis_page": get(client, page), "empty": get(client, f"/{urls.EMPTY}")}
        )


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    samples = found[max(found)]
    analysis, floor = samples["analysis"], samples["floor"]
    facts = analysis.facts | {"repetitions": len(analysis.times)}
    name = "analysis_vs_read"
    yield Figure(name, analysis.median, "ms, median", floor.median, OVER_READING, facts)
    yield compared("analysis_page", "empty", samples, OVER_EMPTY)
    yield Figure("workbook_peak_mb", analysis.facts["peak_mb"], "MB", goal=PEAK_MB)
