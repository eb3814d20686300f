"""What settings of the environment become."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
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


@pytest.mark.parametrize(("minutes", "seconds"), [(None, 3600), ("5", 300), ("720", 43_200)])
def test_idle_sessions_end_after_an_hour_or_as_it_is_set(monkeypatch, minutes, seconds):
    if minutes is None:
        monkeypatch.delenv("SESSION_IDLE_MINUTES", raising=False)
    else:
        monkeypatch.setenv("SESSION_IDLE_MINUTES", minutes)
    assert environment.idle_seconds() == seconds


@pytest.mark.parametrize("minutes", ["0", "4", "721", "-60"])
def test_no_session_ends_at_once_or_never(monkeypatch, minutes):
    monkeypatch.setenv("SESSION_IDLE_MINUTES", minutes)
    with pytest.raises(ImproperlyConfigured, match="give from 5 to 720 minutes"):
        environment.idle_seconds()
