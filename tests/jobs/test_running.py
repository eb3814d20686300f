"""What a worker does with a job, and what it writes of it."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs import kinds
from jobs.actions import jobs
from jobs.actions.progress import Progress
from jobs.actions.running import run
from jobs.enums import State
from jobs.errors import Cancelled, JobError, TakenUp
from jobs.models import Job
from o2s_contacts.request_log import PrivateFormatter
from tests.jobs.conftest import counted, row, work_off

pytestmark = pytest.mark.django_db


def asked(kind, by, **values):
    return jobs.start(kind, by=by, **values)


def test_job_is_queued_once_and_done_by_a_worker(kind, adviser):
    job = asked(kind(), adviser, parts=2)
    assert (job.state, job.owner, job.values) == (State.WAITING, adviser, {"parts": 2})
    assert DBTaskResult.objects.get(status=TaskResultStatus.READY).pk == row(job)["task"]
    work_off()
    after = row(job)
    assert (after["state"], after["step"], after["done"], after["total"]) == (
        State.DONE,
        "Compter",
        2,
        2,
    )
    assert after["result"] == {"parts": 2}
    assert after["created_at"] <= after["started_at"] <= after["ended_at"]
    assert counted(job) == 2
    work_off()
    assert row(job) == after


def test_whoever_lacks_the_right_starts_nothing(kind, junior, administrator):
    with pytest.raises(PermissionDenied):
        asked(kind(), junior)
    administrator.is_active = False
    with pytest.raises(PermissionDenied):
        asked(kind(), administrator)
    assert Job.objects.count() == DBTaskResult.objects.count() == 0


@pytest.mark.security(22)
@pytest.mark.parametrize("loss", ["right", "account"])
def test_right_is_asked_again_when_the_work_begins(kind, adviser, loss):
    job = asked(kind(), adviser)
    if loss == "right":
        adviser.groups.clear()
    else:
        adviser.is_active = False
        adviser.save()
    work_off()
    after = row(job)
    assert (after["state"], counted(job)) == (State.FAILED, 0)
    assert after["message"] == "Vous n’avez plus le droit de lancer ce traitement."


def broken(progress, *, by):
    progress.step("Lire")
    raise ValueError("Zorglubine")


@pytest.mark.security(65)
def test_error_is_logged_under_the_number_of_the_job_and_told_to_nobody(kind, adviser, caplog):
    job = asked(kind(broken), adviser)
    with caplog.at_level(logging.ERROR):
        work_off()
    after = row(job)
    assert (after["state"], after["message"], after["step"]) == (State.FAILED, "", "Lire")
    (record,) = (one for one in caplog.records if one.name.startswith("jobs"))
    line = PrivateFormatter().format(record)
    assert f" job={job.pk} A job failed\nTraceback" in line
    assert 'raise ValueError("Zorglubine")' in line  # the code, which holds no value
    assert "Zorglubine" not in repr(list(DBTaskResult.objects.values()))
    assert "Zorglubine" not in repr(after)


def refused(progress, *, by):
    raise JobError("La liste est vide.")


def test_why_the_work_cannot_be_done_is_kept(kind, adviser):
    job = asked(kind(refused), adviser)
    work_off()
    assert (row(job)["state"], row(job)["message"]) == (State.FAILED, "La liste est vide.")


def test_kind_that_the_program_no_longer_knows_fails_in_words(kind, adviser):
    one = kind()
    job = asked(one, adviser)
    del kinds._KINDS[one.name]
    work_off()
    assert row(job)["state"] == State.FAILED
    assert row(job)["message"] == "Cette version du programme ne connaît plus ce traitement."


def test_what_was_cancelled_before_its_turn_is_never_begun(kind, adviser):
    job = asked(kind(), adviser)
    assert jobs.cancel(job=job, by=adviser)
    before = row(job)
    assert before["state"] == State.CANCELLED
    work_off()
    assert (row(job), counted(job)) == (before, 0)
    assert not jobs.cancel(job=job, by=adviser)


def cancelled_meanwhile(progress, *, by):
    jobs.cancel(job=progress.job, by=by)
    progress.check_cancelled()


def test_what_is_at_work_ends_when_it_asks(kind, adviser):
    job = asked(kind(cancelled_meanwhile), adviser)
    work_off()
    assert row(job)["state"] == State.CANCELLED
    assert row(job)["ended_at"]


def test_nobody_cancels_or_resumes_what_is_not_theirs(kind, adviser, manager):
    one = kind(resumable=False)
    job = asked(one, adviser)
    assert not jobs.cancel(job=job, by=manager)
    Job.objects.filter(pk=job.pk).update(state=State.INTERRUPTED)
    assert not jobs.resume(job=job, by=manager)
    assert row(job)["state"] == State.INTERRUPTED


def test_what_is_resumed_is_another_attempt_that_is_asked_for_its_right(kind, adviser):
    job = asked(kind(), adviser)
    Job.objects.filter(pk=job.pk).update(state=State.INTERRUPTED, cancel_asked=True)
    first = row(job)["task"]
    assert jobs.resume(job=job, by=adviser)
    after = row(job)
    assert (after["state"], after["attempt"], after["cancel_asked"]) == (State.WAITING, 2, False)
    assert after["task"] != first
    assert not jobs.resume(job=job, by=adviser)
    run.call(job.pk, 1)
    assert row(job) == after
    work_off()
    assert row(job)["state"] == State.DONE
    Job.objects.filter(pk=job.pk).update(state=State.INTERRUPTED, ended_at=None)
    adviser.groups.clear()
    adviser = type(adviser).objects.get(pk=adviser.pk)
    with pytest.raises(PermissionDenied):
        jobs.resume(job=job, by=adviser)


def test_work_reads_its_row_once_in_a_while(kind, adviser, django_assert_num_queries, settings):
    progress = Progress(asked(kind(), adviser))
    Job.objects.update(state=State.RUNNING)
    with django_assert_num_queries(1):
        for _turn in range(1_000):
            progress.check_cancelled()
    settings.JOB_LOOK_SECONDS = 0
    Job.objects.update(cancel_asked=True)
    with pytest.raises(Cancelled):
        progress.check_cancelled()
    Job.objects.update(attempt=2)
    with pytest.raises(TakenUp):
        progress.check_cancelled()


def test_sign_of_life_is_written_by_the_attempt_whose_the_job_is(kind, adviser):
    job = asked(kind(), adviser)
    Job.objects.update(state=State.RUNNING)
    progress = Progress(job)
    progress.step("Compter", total=10)
    progress.advance(4)
    progress.beat()
    after = row(job)
    assert (after["step"], after["done"], after["total"]) == ("Compter", 4, 10)
    assert after["heartbeat"] > job.heartbeat
    Job.objects.update(attempt=2)
    progress.advance(4)
    progress.beat()
    assert row(job) == after | {"attempt": 2}
