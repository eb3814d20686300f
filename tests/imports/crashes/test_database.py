"""security.md line 50: the database killed and started again in the middle of a night."""

import os
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from scripts import postgresql
from tests.imports.crashes.firm import COULD_NOT, PUT_ASIDE, Firm
from tests.imports.crashes.tables import content, differences

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SOAK = "SOAK" in os.environ
# A server of a firm does not lose what it said was committed.
DURABLE = f"{postgresql.SERVER_OPTIONS} -c synchronous_commit=on"


@contextmanager
def moved_to_own_server(firm):
    """Give the firm with its database on a server that the test may kill."""
    with postgresql.server(postgresql.programs(), DURABLE) as server:
        moved = Firm(firm.folder, "o2s", server.url)
        subprocess.run(["psql", "--quiet", server.url, "-c", "CREATE DATABASE o2s"], check=True)
        dump = subprocess.run(["pg_dump", "--no-owner", firm.url], check=True, capture_output=True)
        subprocess.run(
            ["psql", "--quiet", moved.url], input=dump.stdout, check=True, stdout=subprocess.DEVNULL
        )
        yield moved, server


def interrupted(steps):
    """Return steps to stop the server at: inside the load, and after it, before the file moves."""
    load = next(at for at, what in enumerate(steps, 1) if "alerts_detectedaccount" in what)
    archived = next(at for at, what in enumerate(steps, 1) if "/done" in what)
    return range(5, len(steps), 7) if SOAK else (load, archived)


@pytest.mark.security(50)
@pytest.mark.skipif(postgresql.programs() is None, reason=postgresql.HOW_TO_GET_IT)
def test_the_database_is_killed_and_started_again(copy, clean, gate):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no server to kill")
    for step in interrupted(clean.steps):
        with moved_to_own_server(copy()) as (firm, server):
            night = firm.night(wait_at=step, gate=gate)
            with Path(gate).open("wb"):  # somebody waits behind it now
                server.stop("immediate")
                server.start()
            said, _ = night.communicate(timeout=300)
            assert night.returncode == COULD_NOT, said
            assert "La base de données ne répond plus" in said
            assert "Traceback" not in said
            status, said = firm.run_night()
            assert status in {0, PUT_ASIDE}, said
            assert differences(content(firm), clean.content) == {}
            assert firm.files() == clean.files
