"""Workers that are killed, paused or two at once, and web processes that end: real processes."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from itertools import count as numbers

import pytest
from django.db import connection, transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.actions import jobs, sweeping
from jobs.enums import State
from jobs.models import Job
from tests.contacts.duplicates.test_fingerprints import waits_for_us
from tests.jobs.conftest import age, counted, die, ended, fork, row, run_worker
from users.models import SpentForm

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pipe():
    """Give the two ends of a pipe: who reads waits for who writes."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def dies_before(step):
    """Return what a worker does that is killed before its n-th statement."""

    def play():
        left = numbers(step, -1)

        def execute(run, sql, params, many, context):
            if next(left) == 1:
                die()
            return run(sql, params, many, context)

        with connection.execute_wrapper(execute):
            run_worker()

    return play


def queued():
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()


@pytest.mark.slow
def test_worker_killed_before_any_of_its_statements_leaves_a_job_that_another_does(kind, adviser):
    """Whatever it had written or taken: the job is done, each part once, and nothing waits."""
    one = kind()
    for step in numbers(1):
        job = jobs.start(one, by=adviser, parts=1)
        status = ended(fork(dies_before(step)))
        killed_at = row(job)["state"]
        age(job)
        run_worker()
        after = row(job)
        assert (after["state"], after["result"], counted(job), queued()) == (
            State.DONE,
            {"parts": 1},
            1,
            0,
        ), f"killed before statement {step}, {killed_at}"
        assert after["attempt"] <= 2
        if status == 0:
            break
        assert status == -signal.SIGKILL
    assert step > 15


def killed(progress, *, by):
    die()


def test_job_of_a_killed_worker_that_may_not_begin_again_waits_for_its_owner(kind, adviser):
    def killed_once(progress, *, by):
        if progress.job.attempt == 1:
            die()

    job = jobs.start(kind(killed_once, resumable=False), by=adviser)
    assert ended(fork(run_worker)) == -signal.SIGKILL
    age(job)
    run_worker()
    assert row(job)["state"] == State.INTERRUPTED
    assert jobs.resume(job=job, by=adviser)
    run_worker()
    assert (row(job)["state"], row(job)["attempt"]) == (State.DONE, 2)


def test_job_that_kills_its_workers_is_given_to_three(kind, adviser):
    job = jobs.start(kind(killed), by=adviser)
    for _attempt in range(3):
        assert ended(fork(run_worker)) == -signal.SIGKILL
        age(job)
    assert ended(fork(run_worker)) == 0
    assert (row(job)["state"], row(job)["attempt"]) == (State.INTERRUPTED, 3)


def cut_off(progress, *, by):
    """Lose the connection in the first attempt, as when PostgreSQL is restarted."""
    if progress.job.attempt == 1:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


@pytest.mark.on_postgresql
def test_worker_whose_connection_is_cut_goes_on_with_another_and_the_job_begins_again(
    kind, adviser
):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no server that could end a connection")
    job = jobs.start(kind(cut_off), by=adviser)
    done = jobs.start(kind(), by=adviser)
    run_worker()
    assert (row(job)["state"], row(done)["state"]) == (State.RUNNING, State.DONE)
    age(job)
    run_worker()
    assert (row(job)["state"], row(job)["attempt"]) == (State.DONE, 2)


def paused(progress, *, by):
    """Sleep like the dead until somebody wakes this process."""
    os.kill(os.getpid(), signal.SIGSTOP)
    progress.check_cancelled()
    SpentForm.objects.create(key=f"{progress.job.pk}:{progress.job.attempt}", digest="")
    return {"parts": progress.job.attempt}


def falls_asleep(play):
    """Start a process; return its id once it sleeps."""
    pid = fork(play)
    assert os.WIFSTOPPED(os.waitpid(pid, os.WUNTRACED)[1])
    return pid


@pytest.fixture
def _no_beats(settings):
    """Let nobody fall asleep in the middle of a sign of life: SQLite's lock would sleep with it."""
    settings.JOB_LOOK_SECONDS = 3_600


@pytest.mark.usefixtures("_no_beats")
def test_worker_that_comes_back_from_the_dead_writes_nothing(kind, adviser):
    job = jobs.start(kind(paused), by=adviser)
    first = falls_asleep(run_worker)
    age(job)
    second = falls_asleep(run_worker)
    taken_up = row(job)
    assert (taken_up["state"], taken_up["attempt"]) == (State.RUNNING, 2)
    os.kill(first, signal.SIGCONT)
    assert ended(first) == 0
    assert (row(job), counted(job)) == (taken_up, 0)
    os.kill(second, signal.SIGCONT)
    assert ended(second) == 0
    assert (row(job)["state"], row(job)["result"]) == (State.DONE, {"parts": 2})
    assert SpentForm.objects.filter(key=f"{job.pk}:2").exists()


@pytest.mark.usefixtures("_no_beats")
def test_worker_that_slept_and_was_not_replaced_goes_on(kind, adviser):
    job = jobs.start(kind(paused, resumable=False), by=adviser)
    sleeper = falls_asleep(run_worker)
    age(job)
    sweeping.sweep()
    assert row(job)["state"] == State.INTERRUPTED
    os.kill(sleeper, signal.SIGCONT)
    assert ended(sleeper) == 0
    assert (row(job)["state"], row(job)["attempt"]) == (State.DONE, 1)


def test_of_two_who_sweep_at_once_one_takes_the_job_up(kind, adviser):
    job = jobs.start(kind(), by=adviser)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    Job.objects.update(state=State.RUNNING)
    age(job)

    def second():
        try:
            sweeping.sweep()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            sweeping.sweep()
            done = other.submit(second)
            while not (done.done() or waits_for_us()):
                pass
        done.result()
    assert (row(job)["state"], row(job)["attempt"], queued()) == (State.WAITING, 2, 1)


def test_of_two_workers_one_does_the_job(kind, adviser):
    job = jobs.start(kind(killed), by=adviser)
    done = jobs.start(kind(), by=adviser, parts=2)
    statuses = {ended(pid) for pid in [fork(run_worker), fork(run_worker)]}
    assert statuses == {0, -signal.SIGKILL}
    assert (row(job)["state"], row(done)["state"]) == (State.RUNNING, State.DONE)
    assert (row(done)["attempt"], counted(done)) == (1, 2)


def test_job_stands_with_the_transaction_that_asked_for_it_and_outlives_its_process(kind, adviser):
    one = kind()

    def asks(*, before_commit):
        with transaction.atomic():
            jobs.start(one, by=adviser)
            if before_commit:
                die()
        die()

    assert ended(fork(lambda: asks(before_commit=True))) == -signal.SIGKILL
    assert (Job.objects.count(), queued()) == (0, 0)
    assert ended(fork(lambda: asks(before_commit=False))) == -signal.SIGKILL
    assert (Job.objects.get().state, queued()) == (State.WAITING, 1)
    run_worker()
    assert Job.objects.get().state == State.DONE


def waited(pipe, *, in_transaction=False):
    """Return work that tells what it does, then waits at the pipe, then until it is cancelled."""

    def work(progress, *, by):
        progress.step("Attendre", total=8)
        progress.advance(3)
        if in_transaction:
            with transaction.atomic():
                SpentForm.objects.create(key="open", digest="")
                os.read(pipe[0], 1)
        while True:
            progress.check_cancelled()

    return work


def until(condition, pid):
    """Wait until it is so, as long as the process lives."""
    for _turn in range(100_000):
        if condition():
            return
        assert os.waitpid(pid, os.WNOHANG) == (0, 0), "it ended"
    pytest.fail("it never came")


def test_work_is_seen_gives_signs_of_life_and_is_cancelled(kind, adviser, pipe, settings):
    settings.JOB_LOOK_SECONDS = settings.JOB_BEAT_SECONDS = 0.01
    job = jobs.start(kind(waited(pipe)), by=adviser)
    pid = fork(run_worker)
    until(lambda: row(job)["done"] == 3, pid)
    assert (row(job)["step"], row(job)["total"]) == ("Attendre", 8)
    long_ago = row(job)["heartbeat"].replace(year=2000)
    Job.objects.filter(pk=job.pk).update(heartbeat=long_ago)
    until(lambda: row(job)["heartbeat"] != long_ago, pid)
    assert jobs.cancel(job=job, by=adviser)
    assert ended(pid) == 0
    assert (row(job)["state"], row(job)["done"]) == (State.CANCELLED, 3)


@pytest.mark.on_postgresql
def test_work_is_seen_while_its_transaction_is_open(kind, adviser, pipe, settings):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer: what is said waits for the end of the transaction")
    settings.JOB_LOOK_SECONDS = 0.01
    job = jobs.start(kind(waited(pipe, in_transaction=True)), by=adviser)
    pid = fork(run_worker)
    until(lambda: row(job)["done"] == 3, pid)
    assert not SpentForm.objects.exists()
    jobs.cancel(job=job, by=adviser)
    os.write(pipe[1], b"x")
    assert ended(pid) == 0
    assert row(job)["state"] == State.CANCELLED
