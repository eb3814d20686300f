"""Files of contacts as rows of a dictionary: {column of the workbook: text}."""

from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone, translation

from contacts import workbook
from imports.actions.contact_import.analysis import KIND, analyse
from imports.actions.contact_import.loading import load
from imports.models import ContactImport
from imports.queries.contact_import.planning import Planner
from jobs.actions.progress import Progress
from jobs.models import Job

KEYS = {key: head for head, keys in reversed(workbook.COLUMNS.items()) for key in keys}


@dataclass
class FileRow:
    line: int
    cells: tuple
    problem: str = ""


@pytest.fixture(autouse=True)
def _in_french():
    with translation.override("fr"):
        yield


def columns(row):
    """Return a row under the heads of the workbook; keys of the catalogue may be written too."""
    return {KEYS.get(name, name): text for name, text in row.items()}


def table(rows):
    told = [columns(row) for row in rows]
    heads = list(dict.fromkeys(head for row in told for head in row))
    return heads, [tuple(row.get(head, "") for head in heads) for row in told]


def issues_of(plan):
    return [
        (one.code.value, one.column, one.text) + (("warning",) if one.is_warning else ())
        for one in plan.issues
    ]


@pytest.fixture
def plan():
    """Return the plans of some rows: what an analysis keeps of them."""

    def plan(by, *rows, lock=False, **asked):
        heads, cells = table(rows)
        told = ContactImport(owner=by, heads=heads, **asked)
        lines = [FileRow(line, row) for line, row in enumerate(cells, start=3)]
        return Planner(told, by).plan(lines, lock=lock)

    return plan


@pytest.fixture
def read_upload():
    """Return a file that was loaded and read, as the worker does it."""

    def read_upload(by, upload, mode="update", match_by="both"):
        loaded = load(upload=upload, by=by)
        job = analyse(
            contact_import=loaded, mode=mode, match_by=match_by, is_all_or_nothing=False, by=by
        )
        # In the test's own transaction, which the worker's thread would wait for.
        Job.objects.filter(pk=job.pk).update(state="running")
        job.refresh_from_db()
        KIND.work(Progress(job), by=by, **job.values)
        Job.objects.filter(pk=job.pk).update(state="done", ended_at=timezone.now())
        return ContactImport.objects.get(pk=loaded.pk)

    return read_upload


@pytest.fixture
def analysed(read_upload):
    """Return the same of rows, as a CSV."""

    def analysed(by, *rows, name="contacts.csv", **asked):
        heads, cells = table(rows)
        text = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in [heads, *cells])
        return read_upload(by, SimpleUploadedFile(name, text.encode("utf-8-sig")), **asked)

    return analysed
