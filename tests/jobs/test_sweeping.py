"""A job whose worker fell silent waits again, or says that it is interrupted."""

import datetime as dt

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from jobs.actions import jobs, sweeping
from jobs.enums import State
from jobs.models import Job
from jobs.queries import has_no_worker
from tests.jobs.conftest import age, row

pytestmark = pytest.mark.django_db


def running(of_kind, by, **values):
    """Return a job that a worker has taken."""
    job = jobs.start(of_kind, by=by)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, **values)
    return job


def ready():
    return DBTaskResult.objects.filter(status=TaskResultStatus.READY)


def test_job_that_gives_signs_of_life_is_left_alone(kind, adviser):
    job = running(kind(), adviser)
    age(job, seconds=29)
    before = row(job)
    sweeping.sweep()
    assert row(job) == before


def test_silent_job_waits_again_as_another_attempt(kind, adviser):
    job = running(kind(), adviser)
    age(job)
    sweeping.sweep()
    after = row(job)
    assert (after["state"], after["attempt"]) == (State.WAITING, 2)
    assert ready().get().pk == after["task"]
    assert ready().get().args_kwargs["args"] == [job.pk, 2]
    sweeping.sweep()
    assert row(job) == after


@pytest.mark.parametrize(
    ("resumable", "values"), [(False, {}), (True, {"attempt": 3}), (True, {"kind": "gone"})]
)
def test_silent_job_that_may_not_begin_again_is_interrupted(kind, adviser, resumable, values):
    job = running(kind(resumable=resumable), adviser, **values)
    age(job)
    sweeping.sweep()
    after = row(job)
    assert (after["state"], after["attempt"]) == (
        State.INTERRUPTED,
        values.get("attempt", 1),
    )
    assert not ready().exists()
    # What nobody resumes stays as it is, however long it is silent.
    age(job, seconds=86_400)
    before = row(job)
    sweeping.sweep()
    assert row(job) == before


def test_silent_job_that_was_to_end_has_ended(kind, adviser):
    job = running(kind(), adviser, cancel_asked=True)
    age(job)
    sweeping.sweep()
    assert row(job)["state"] == State.CANCELLED
    assert row(job)["ended_at"]
    assert not ready().exists()


@pytest.mark.parametrize("resumable", [True, False])
def test_job_lost_between_the_queue_and_its_worker_waits_again(kind, adviser, resumable):
    job = jobs.start(kind(resumable=resumable), by=adviser)
    age(job)
    before = row(job)
    sweeping.sweep()
    assert row(job) == before  # it is in the queue: no worker came yet
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)
    sweeping.sweep()
    assert (row(job)["state"], row(job)["attempt"]) == (State.WAITING, 2)
    assert ready().get().pk == row(job)["task"]


@pytest.mark.on_sqlite
def test_sweep_that_waited_for_the_one_writer_takes_nothing_up(kind, adviser, settings):
    """Signs of life waited with it, and come now."""
    settings.JOB_PATIENCE_SECONDS = 0
    job = running(kind(), adviser)
    age(job)
    before = row(job)
    sweeping.sweep()
    assert row(job) == before


def test_what_ended_long_ago_is_forgotten(kind, adviser):
    now = timezone.now()
    kept, gone, waiting = (jobs.start(kind(), by=adviser) for _ in range(3))
    left = running(kind(resumable=False), adviser)
    Job.objects.filter(pk=left.pk).update(state=State.INTERRUPTED)
    age(left, seconds=31 * 86_400)
    for job, days in ((kept, 29), (gone, 31)):
        ended = now - dt.timedelta(days=days)
        Job.objects.filter(pk=job.pk).update(state=State.DONE, ended_at=ended)
    DBTaskResult.objects.update(enqueued_at=now - dt.timedelta(days=31))
    DBTaskResult.objects.filter(pk=row(waiting)["task"]).update(status=TaskResultStatus.READY)
    age(waiting, seconds=31 * 86_400)
    sweeping.sweep()
    assert set(Job.objects.all()) == {kept, waiting}
    assert DBTaskResult.objects.get().pk == row(waiting)["task"]


def test_bar_is_told_while_there_is_something_to_show(kind, adviser, colleague):
    def has_jobs(user):
        return type(user).objects.get(pk=user.pk).has_jobs

    assert not has_jobs(adviser)
    job = jobs.start(kind(), by=adviser)
    assert (has_jobs(adviser), has_jobs(colleague)) == (True, False)
    for hours, shown in ((23, True), (25, False)):
        ended = timezone.now() - dt.timedelta(hours=hours)
        Job.objects.filter(pk=job.pk).update(state=State.DONE, ended_at=ended)
        sweeping.sweep()
        assert has_jobs(adviser) is shown


def test_job_says_when_no_worker_is_there(kind, adviser):
    """One that is free would have taken it; one that is not gives signs of life for another."""

    def stands_still(job):
        return has_no_worker(Job.objects.get(pk=job.pk))

    job = jobs.start(kind(), by=adviser)
    age(job, seconds=59)
    assert not stands_still(job)
    age(job, seconds=61)
    assert stands_still(job)
    other = running(kind(), adviser)
    Job.objects.filter(pk=job.pk).update(state=State.WAITING)
    assert (stands_still(job), stands_still(other)) == (False, False)
    age(other)
    assert (stands_still(job), stands_still(other)) == (True, True)
    Job.objects.filter(pk=job.pk).update(state=State.DONE, ended_at=timezone.now())
    assert not stands_still(job)
