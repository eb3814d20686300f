"""A statement that would never end is stopped, and what comes after it is not."""

import pytest
from django.db import DatabaseError, connection, transaction

from contacts.models import Category
from persistence.time_limit import OutOfTime, time_limit

pytestmark = pytest.mark.django_db

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT COUNT(*) FROM n"


def run(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.mark.parametrize("seconds", [0, 0.05])
def test_what_takes_too_long_is_stopped_and_the_transaction_stands(seconds):
    with transaction.atomic():
        Category.objects.create(name="Avant", position=90)
        with pytest.raises(OutOfTime), time_limit(seconds):
            run(ENDLESS)
        assert Category.objects.filter(name="Avant").exists()


def test_what_is_in_time_is_answered_and_the_limit_ends_with_it():
    with time_limit(10):
        assert run("SELECT 1") == 1
    if connection.vendor == "postgresql":
        assert run("SHOW statement_timeout") == "0"


def test_a_limit_inside_another_gives_it_back():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one limit at a time")
    with time_limit(7):
        with time_limit(3):
            assert run("SHOW statement_timeout") == "3s"
        assert run("SHOW statement_timeout") == "7s"


def test_settings_of_the_planner_end_with_the_limit():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has none")
    with transaction.atomic():
        before = run("SHOW random_page_cost")
        with time_limit(7, planner={"random_page_cost": "1.5"}):
            assert (run("SHOW random_page_cost"), run("SHOW statement_timeout")) == ("1.5", "7s")
        assert run("SHOW random_page_cost") == before
        assert run("SHOW statement_timeout") == "0"


def test_other_faults_stay_what_they_are():
    with pytest.raises(DatabaseError, match="no_such_table"), time_limit(10):
        run("SELECT 1 FROM no_such_table")
