"""A worker that is killed while a file goes in: nothing is half done, and another ends it."""

import signal

import pytest
from django.db import connection

from accounts.models import Account, Valuation
from imports.actions.account_import import working
from imports.models import ImportRun
from tests.imports.conftest import LINE
from tests.jobs.conftest import age, die, ended, fork, row, run_worker

pytestmark = pytest.mark.django_db(transaction=True)


def dies_before(beginning, after=""):
    """Return what a worker does that is killed before a statement, once another was executed."""

    def play():
        met = []

        def execute(run, sql, params, many, context):
            if sql.startswith(beginning) and (met or not after):
                die()
            if after and sql.startswith(after):
                met.append(sql)
            return run(sql, params, many, context)

        with connection.execute_wrapper(execute):
            run_worker()

    return play


@pytest.mark.parametrize(
    ("beginning", "after", "state", "accounts"),
    [
        ('INSERT INTO "accounts_account"', "", "confirmed", 0),
        ('UPDATE "jobs_job"', 'INSERT INTO "alerts_lastmatching"', "done", 2),
    ],
    ids=["before it is in", "before the job says that it is in"],
)
def test_the_next_worker_ends_what_one_that_was_killed_began(
    send, adviser, beginning, after, state, accounts
):
    run = send(adviser, LINE, LINE | {"number": "AV-2"})
    working.analyse(run_id=run.pk, by=adviser)
    run_worker()
    run.refresh_from_db()
    job = working.start_import(run_id=run.pk, shown=run.analysis, by=adviser)
    assert ended(fork(dies_before(beginning, after))) == -signal.SIGKILL
    run.refresh_from_db()
    assert (run.state, Account.everything.count()) == (state, accounts)
    age(job)
    run_worker()
    assert row(job)["state"] == "done"
    assert ImportRun.objects.get().state == "done"
    assert (Account.everything.count(), Valuation.objects.count()) == (2, 2)
