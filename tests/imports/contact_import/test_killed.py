"""An import whose process is killed has written nothing, and is done when a worker begins again."""

import os
import signal

import pytest
from django.db import connection

from imports.actions.contact_import.importing import KIND, start_import
from jobs.actions.progress import Progress
from jobs.enums import State
from tests.imports.contact_import.firm import whole_base
from tests.imports.contact_import.test_importing import ANNE, counts
from tests.jobs.conftest import ended, fork

# Before whole parts, between them, and when only the end is to be written.
STATEMENTS = ["contacts_persondetails", "contacts_changestep", 'UPDATE "imports_contactimport"']


def killed_at(text):
    """Return what kills this process before the first write that says this."""

    def before(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")) and text in sql:
            os.kill(os.getpid(), signal.SIGKILL)
        return execute(sql, params, many, context)

    return before


def work_until_killed(job, by, text):
    """Do the work in a process of its own; return its exit status."""

    def play():
        with connection.execute_wrapper(killed_at(text)):
            KIND.work(Progress(job), by=by, **job.values)

    return ended(fork(play))


@pytest.mark.django_db(transaction=True)
def test_killed_import_has_written_nothing(adviser, person, analysed):
    known = person("Le Goff", "Luc", note="Golf")
    row = analysed(adviser, ANNE, {"last_name": "Le Goff", "first_name": "Luc", "note": "Voile"})
    job = start_import(contact_import=row, plan_version=row.plan_version, by=adviser)
    job.state = State.RUNNING
    job.save()
    before = whole_base()
    for text in STATEMENTS:
        assert work_until_killed(job, adviser, text) == -signal.SIGKILL
        assert whole_base() == before
        row.refresh_from_db()
        assert (row.state, row.change) == ("analysed", None)
    told = counts(KIND.work(Progress(job), by=adviser, **job.values))
    assert told == {"created": 1, "updated": 1, "reactivated": 0, "left_out": 0}
    known.refresh_from_db()
    assert known.note == "Voile"
