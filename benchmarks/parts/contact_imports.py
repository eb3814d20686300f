"""What a file of contacts costs once it is imported: new ones, cells of known ones, and the undo.

The floor is `COPY` of the rows that it wrote, history with them, into the same tables: what is
computed beside (keys of duplicates) and what takes it back is ours to pay. SQLite has no such
statement.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from benchmarks import contact_files, written_rows
from benchmarks.asking import busiest_adviser
from benchmarks.figures import Figure
from benchmarks.samples import Act, Sample, milliseconds
from contacts.enums import Kind
from contacts.models import Contact
from imports.actions.contact_import.importing import start_import
from imports.actions.contact_import.undoing import start_undo
from imports.enums import ContactImportState
from imports.models import ContactImport
from users.models import User

SIZES = (100_000,)
WRITES = True
OVER_COPY, OVER_IMPORT, PEAK_MB = 12, 1, 400
# ROWS=2000 tries everything on short files.
ROWS = int(os.environ.get("ROWS", "50000"))
FLOORS = 3


def measure() -> dict[str, Sample]:
    """Import new contacts and take them back, then three cells of each of known ones."""
    user = busiest_adviser()
    user.groups.add(Group.objects.get(name="Administrateur"))
    with tempfile.TemporaryDirectory(prefix="o2s-bench-") as name:
        folder = Path(name)
        new, known = _files(folder, user)
        with override_settings(CONTACT_IMPORTS=folder / "waiting"):
            found = _imported("import", new, user)
            found |= _imported("update", known, user)
    return found


def _files(folder: Path, user: User) -> tuple[Path, Path]:
    told, new, known = (folder / f"{name}.csv" for name in ("told", "new", "known"))
    seen = Contact.objects.visible_to(user).order_by("pk")
    keys = list(seen.filter(kind=Kind.PERSON).values_list("pk", flat=True)[:ROWS])
    contact_files.export(told, keys, user)
    contact_files.rewrite(told, new, contact_files.somebody_new, ROWS)
    contact_files.rewrite(told, known, contact_files.three_cells, len(keys))
    return new, known


def _imported(name: str, path: Path, user: User) -> dict[str, Sample]:
    """Import a file, write its rows by COPY between two halves of it, and take it back."""
    sent = contact_files.analysed(path, user)
    since = timezone.now()
    found = {name: _timed(lambda: _import(sent, user))}
    sent.refresh_from_db()
    if sent.state != ContactImportState.IMPORTED:
        raise RuntimeError(f"The file is {sent.state}")
    found[name].facts |= {"rows": sent.total, **sent.counts}
    # SQLite has no such statement.
    if connection.vendor == "postgresql":
        rows = written_rows.take(path.parent, since)
        copied = [milliseconds(lambda: written_rows.copy(rows)) for _ in range(FLOORS)]
        found[f"{name}_floor"] = Sample(copied)
    found[f"{name}_undo"] = _timed(lambda: _undo(sent, user))
    return found


def _import(sent: ContactImport, by: User) -> None:
    start_import(contact_import=sent, plan_version=sent.plan_version, by=by)
    contact_files.work()


def _undo(sent: ContactImport, by: User) -> None:
    start_undo(contact_import=sent, by=by)
    contact_files.work()


def _timed(act: Act) -> Sample:
    """Time it once, with its statements, its processor's time and the memory of the process."""
    began, statements = time.process_time(), count()

    def counted(execute: Callable[..., Any], *args: Any) -> Any:
        # Their texts, kept, would be memory of the process.
        next(statements)
        return execute(*args)

    with connection.execute_wrapper(counted):
        took = milliseconds(act)
    facts = {
        "processor": round((time.process_time() - began) * 1000),
        "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    return Sample([took], next(statements), facts)


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    samples = found[max(found)]
    for name in ("import", "update"):
        if f"{name}_floor" in samples:
            yield _ratio(f"contacts_{name}_vs_copy", samples, name, f"{name}_floor", OVER_COPY)
    yield _ratio("contacts_undo_vs_import", samples, "import_undo", "import", OVER_IMPORT)
    yield _ratio("contacts_undo_vs_update", samples, "update_undo", "update", None)
    peak = max(sample.facts.get("peak_mb", 0) for sample in samples.values())
    yield Figure("contacts_import_peak_mb", peak, "MB", goal=PEAK_MB)


def _ratio(
    name: str, samples: Mapping[str, Sample], value: str, floor: str, goal: float | None
) -> Figure:
    facts = samples[floor].facts | samples[value].facts | {"queries": samples[value].queries}
    return Figure(name, samples[value].median, "ms", samples[floor].median, goal, facts)
