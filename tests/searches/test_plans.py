"""Which way PostgreSQL goes to what searches find."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

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

    def plan(op, text, count):
        stored = {"v": 1, "on": "contacts", "where": {"all": [{"f": "name", "op": op, "v": text}]}}
        asking = Asking(SavedSearch(owner=adviser, on="contacts", stored=stored), adviser)
        with CaptureQueriesContext(connection) as captured:
            results.page(asking, ["name"], Sort(FIRST["contacts"]), count=count)
        [asked] = [query["sql"] for query in captured if "LIMIT" in query["sql"]]
        with connection.cursor() as cursor:
            # As autovacuum does: what was just written is not in its place yet.
            cursor.execute("SELECT gin_clean_pending_list('contact_name_by_trigram')")
            cursor.execute("ANALYZE contacts_contact")
            # Three thousand rows are few enough to be read, in whichever order.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute(f"EXPLAIN {asked}")
            return "\n".join(line for (line,) in cursor.fetchall())

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
