"""Not collected with the others: test_run_tests.py runs it."""

from django.db import connection


def test_fails_on_sqlite_only(db):
    assert connection.vendor != "sqlite"
