"""What DATABASE_URL becomes."""

from pathlib import Path

import pytest
from django.db import connection

from o2s_contacts import environment


@pytest.mark.parametrize(
    ("url", "options"),
    [
        ("postgres://o2s:x@db/o2s", {"options": "-c jit=off"}),
        ("postgres://db/o2s?sslmode=require", {"options": "-c jit=off", "sslmode": "require"}),
        ("postgres://o2s:x@db/o2s?options=-c%20jit%3Don", {"options": "-c jit=on"}),
    ],
)
def test_a_page_waits_for_no_compiler_unless_one_is_asked_for(monkeypatch, url, options):
    monkeypatch.setenv("DATABASE_URL", url)
    assert environment.database(Path())["OPTIONS"] == options


def test_the_server_obeys(db):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW jit")
            assert cursor.fetchone() == ("off",)
    else:
        assert "options" not in connection.settings_dict["OPTIONS"]
