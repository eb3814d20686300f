"""What a night costs over `COPY` of the same bytes into one logged table with a primary key."""

import csv
import datetime as dt
import io
import os
import resource
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Account
from benchmarks import partner_file
from benchmarks.figures import Figure
from benchmarks.partner_file import Known, Line, Person
from benchmarks.samples import Sample, milliseconds
from contacts.enums import Kind
from contacts.models import Contact
from imports.records import HEADERS

SIZES = (100_000,)
WRITES = True
NEW, KNOWN, AGAIN, PEAK_MB = 40, 20, 0.5, 400
# Of the owners in the file of new accounts, as shares of the contacts of the base.
OWNERS, OF_THEM_CONTACTS = 0.6, 0.3
FLOORS = 3
FIRST, SECOND = dt.date(2026, 10, 31), dt.date(2026, 11, 30)
_PIECE = 1 << 16


def measure() -> dict[str, Sample]:
    """Import new accounts, the same with one line changed, the very same, then known ones."""
    with tempfile.TemporaryDirectory(prefix="o2s-bench-") as folder:
        inbox = Path(folder)
        new, again, known = (inbox / f"{name}.csv" for name in ("new", "again", "known"))
        partner_file.write(new, _new_lines(Contact.objects.count()))
        partner_file.change_one_line(new, again)
        partner_file.write(known, _known_lines())
        # A machine may be half as fast a minute later: each floor is taken before and after.
        new_floor, known_floor = _floor(new), _floor(known)
        found = {"new": _night(inbox, new)}
        new_floor.times += _floor(new).times
        found["again"] = _night(inbox, again)
        found["same"] = _night(inbox, new)
        known_floor.times += _floor(known).times
        found["known"] = _night(inbox, known)
        known_floor.times += _floor(known).times
    return found | {"new_floor": new_floor, "known_floor": known_floor}


def _new_lines(contacts: int) -> Iterator[Line]:
    """Give two lines in the mean for as many new accounts as there are contacts."""
    owners = int(contacts * OWNERS)
    people = _people()[: int(contacts * OF_THEM_CONTACTS)]
    people += [partner_file.person(number) for number in range(len(people), owners)]
    for number in range(contacts):
        yield from partner_file.lines_of_new(number, people[number % len(people)], FIRST)


def _people() -> list[Person]:
    persons = Contact.objects.filter(kind=Kind.PERSON, birth_date__isnull=False).order_by("pk")
    rows = persons.values_list("name", "first_name", "birth_date")
    return [Person(name, first, birth, "75016", "Paris") for name, first, birth in rows if birth]


def _known_lines() -> Iterator[Line]:
    """Give a new value for every account of the base, under its owner's name."""
    rows = Account.everything.filter(is_provisional=False).order_by("pk").distinct()
    product = ("product__code", "product__name")
    custodian = ("product__custodian__code", "product__custodian__name")
    columns = (*custodian, *product, "number", "label")
    for number, row in enumerate(rows.values_list(*columns).iterator()):
        yield partner_file.line_of_known(number, Known(*row), SECOND)


def _floor(path: Path) -> Sample:
    acts = [milliseconds(lambda: _copy(path)) for _ in range(FLOORS)]
    return Sample(acts, 1, {"bytes": path.stat().st_size})


def _copy(path: Path) -> None:
    columns = [f"c{place}" for place in range(len(HEADERS))]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_floor")
        texts = ", ".join(f"{column} text" for column in columns)
        key = "bigint GENERATED ALWAYS AS IDENTITY" if _is_postgresql() else "integer"
        cursor.execute(f"CREATE TABLE bench_floor (line {key} PRIMARY KEY, {texts})")
        names = ", ".join(columns)
        if not _is_postgresql():
            insert = "INSERT INTO bench_floor VALUES (NULL{})".replace("{}", ", ?" * len(columns))
            connection.connection.executemany(insert, _cells(path))
            connection.connection.commit()
            return
        copy = f"COPY bench_floor ({names}) FROM STDIN (FORMAT csv, DELIMITER ';', HEADER)"
        with cursor.copy(copy) as stream, path.open("rb") as file:
            while piece := file.read(_PIECE):
                stream.write(piece)


def _cells(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.reader(file, delimiter=";")


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _night(inbox: Path, file: Path) -> Sample:
    """Run the command on this file alone; nothing before it may have taken much memory."""
    folder = inbox / "inbox" / "banque"
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, folder / f"{file.stem}-{os.urandom(4).hex()}.csv")
    arguments = (f"--inbox={folder.parent}", "--settle=0")
    said = io.StringIO()
    with CaptureQueriesContext(connection) as captured:
        took = milliseconds(lambda: call_command("import_feeds", *arguments, stdout=said))
    sys.stderr.write(said.getvalue())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Sample([took], len(captured.captured_queries), {"peak_mb": round(peak)})


def figures(found: Mapping[int, Mapping[str, Sample]]) -> Iterator[Figure]:
    samples = found[max(found)]
    yield _ratio("import_new_vs_copy", samples, "new", "new_floor", NEW)
    yield _ratio("import_known_vs_copy", samples, "known", "known_floor", KNOWN)
    yield _ratio("import_again_vs_new", samples, "again", "new", AGAIN)
    yield _ratio("import_same_vs_new", samples, "same", "new", None)
    peak = max(samples[name].facts["peak_mb"] for name in ("new", "known"))
    yield Figure("import_peak_mb", peak, "MB", goal=PEAK_MB)


def _ratio(
    name: str, samples: Mapping[str, Sample], value: str, floor: str, goal: float | None
) -> Figure:
    floors = samples[floor].times
    spread = {"floors": [round(min(floors)), round(max(floors))]} if len(floors) > 1 else {}
    facts = {"queries": samples[value].queries, **_once(samples[value], samples[floor]), **spread}
    return Figure(name, samples[value].median, "ms", samples[floor].median, goal, facts)


def _once(*samples: Sample) -> dict[str, object]:
    return {key: value for sample in samples for key, value in sample.facts.items()}
