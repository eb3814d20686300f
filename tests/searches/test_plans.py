"""Which way PostgreSQL goes to what searches find."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from contacts.models import Category, Contact
from searches.columns import FIRST, Sort
from searches.models import SavedSearch
from searches.queries import results
from searches.queries.asking import Asking

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite reads every name"),
]
SHORT, LONG = results.COUNTED_UP_TO, results.COUNTED_UP_TO + 1


@pytest.fixture
def plan(adviser):
    """Say how the first page is read: `plan("contains", "mar", SHORT)`."""
    named = [f"Abadie {at}" for at in range(2_700)] + ["Été", "Œuf", "Martin"] * 100
    category, known = Category.objects.first(), {"created_by": adviser, "kind": "organisation"}
    QuerySet(Contact).bulk_create(
        Contact(name=name, sort_name=name.lower(), category=category, **known) for name in named
    )

    with connection.cursor() as cursor:
        # As autovacuum does: what was just written is not in its place yet.
        cursor.execute("SELECT gin_clean_pending_list('contact_name_by_trigram')")
        cursor.execute("ANALYZE contacts_contact")
        # Three thousand rows are few enough to be read, in whichever order.
        cursor.execute("SET LOCAL enable_seqscan = off")

    def plan(op, text, count):
        stored = {"v": 1, "on": "contacts", "where": {"all": [{"f": "name", "op": op, "v": text}]}}
        asking = Asking(SavedSearch(owner=adviser, on="contacts", stored=stored), adviser)
        plans = []

        def explained(execute, sql, params, many, context):
            if "LIMIT" in sql:
                execute(f"EXPLAIN (SETTINGS) {sql}", params, many, context)
                plans.append("\n".join(line for (line,) in context["cursor"].fetchall()))
            return execute(sql, params, many, context)

        with connection.execute_wrapper(explained):
            results.page(asking, ["name"], Sort(FIRST["contacts"]), count=count)
        [way] = plans
        return way

    return plan


def test_names_are_looked_up_by_three_letters(plan):
    """The index is of the very expression that a search compares, or it would stand unused."""
    for op, text in (("contains", "ÉTÉ"), ("begins", "Œu"), ("is", "martin")):
        assert "contact_name_by_trigram" in plan(op, text, SHORT)


def test_short_results_are_sorted_and_long_ones_walked(plan):
    """Names that stand together lie behind all the names before them."""
    asked = [plan("contains", "abadie", count) for count in (SHORT, LONG)]
    assert ["Sort" in way for way in asked] == [True, False]
    assert "Index Scan using contact_list_by_name" in asked[1]


def test_short_results_are_planned_as_rows_in_memory(plan):
    """At 100 000 contacts a worker beside took longer to begin than the rows to be looked up."""
    settings = [
        plan("contains", "abadie", count).rpartition("Settings:")[2] for count in (SHORT, LONG)
    ]
    few = "random_page_cost = '1.1'", "parallel_setup_cost = '5000'"
    assert [[one in each for one in few] for each in settings] == [[True, True], [False, False]]
