"""Jobs of kinds that only tests know, and workers that are processes of their own."""

import datetime as dt
import os
import signal
import warnings
from contextlib import contextmanager

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from contacts import rights
from jobs import kinds
from jobs.kinds import Kind, Outcome
from jobs.models import Job
from users.models import SpentForm


def count(progress, *, by, parts=3, **_values):
    """Write one row for each part, each in a transaction of its own, and never twice."""
    progress.step("Compter", total=parts)
    for part in range(parts):
        progress.check_cancelled()
        SpentForm.objects.get_or_create(key=f"{progress.job.pk}:{part}", defaults={"digest": by})
        progress.advance()
    return {"parts": parts}


def counted(job):
    """Return how many parts of the job are written."""
    return SpentForm.objects.filter(key__startswith=f"{job.pk}:").count()


def told(result, user):
    return Outcome(f"{result['parts']} parties comptées pour {user}.", "/contacts/", "Voir")


@pytest.fixture
def kind():
    """Give `kind(work)`: a registered kind of this work, gone when the test ends."""
    made = []

    def kind(work=count, *, resumable=True, right=rights.MERGE):
        one = Kind(
            name=f"test-{len(made)}",
            label="Comptage",
            work=work,
            outcome=told,
            right=right,
            resumable=resumable,
        )
        made.append(one)
        kinds.register(one)
        return one

    yield kind
    for one in made:
        kinds._KINDS.pop(one.name, None)


def row(job):
    """Return all that is kept of the job."""
    return Job.objects.values().get(pk=job.pk)


def age(job, seconds=31):
    """Let the last sign of life of the job be that long ago."""
    ago = timezone.now() - dt.timedelta(seconds=seconds)
    Job.objects.filter(pk=job.pk).update(heartbeat=ago)


def work_off():
    """Do what is queued, as the worker's process does, within the test's transaction."""
    with signs_of_life_that_do_not_wait():
        for task in DBTaskResult.objects.filter(status=TaskResultStatus.READY):
            DBTaskResult.objects.filter(pk=task.pk).update(status=TaskResultStatus.SUCCESSFUL)
            task.task.call(*task.args_kwargs["args"])


@contextmanager
def signs_of_life_that_do_not_wait():
    """Have the connections that are opened meanwhile give up at once where SQLite is busy.

    It is until the test ends: a job of more than a second would wait for twenty, and give up.
    """
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0)
        yield


def run_worker():
    """Let a worker start, sweep, do what waits and end."""
    call_command("run_jobs", batch=True)


def fork(play):
    """Run `play` in a process of its own, a copy of this one; return its id."""
    # A connection is not to be shared by the copies of a process.
    connections.close_all()
    with warnings.catch_warnings():
        # The threads of pytest-xdist hold nothing that the copy needs.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid:
        _started.add(pid)
        return pid
    status = 1
    try:
        leave_connections_to_the_parent()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        play()
        status = 0
    finally:
        os._exit(status)


def leave_connections_to_the_parent():
    """Have a copy of this process open connections of its own.

    Those of code in which a loop runs are others (asgiref), so that once a browser was started the
    parent closes one and its copy, where no loop runs, finds the one of before: both would write
    to one socket, and what the copy began when it was killed would never end.
    """
    for inherited in connections.all(initialized_only=True):
        _inherited.append(inherited.connection)
        inherited.connection = None


# Kept open: the parent's they are.
_inherited = []
_started = set()


def ended(pid):
    """Wait for the process; return its exit status, or minus the signal that killed it."""
    status = os.waitpid(pid, 0)[1]
    _started.discard(pid)
    return os.waitstatus_to_exitcode(status)


@pytest.fixture(autouse=True)
def _no_process_is_left():
    yield
    for pid in list(_started):
        os.kill(pid, signal.SIGKILL)
        ended(pid)


def die():
    os.kill(os.getpid(), signal.SIGKILL)
