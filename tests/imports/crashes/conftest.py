"""A seeded firm that each crash takes a copy of, and what one clean night makes of it."""

import os
from dataclasses import dataclass

import pytest
from django.db import connection, connections

from tests.imports.crashes import seed
from tests.imports.crashes.firm import PUT_ASIDE, Firm, clone, server_of
from tests.imports.crashes.tables import content


@dataclass
class Clean:
    """One night that nothing disturbed: its steps in order, and what it left."""

    steps: list[str]
    content: dict
    files: list[str]


@pytest.fixture(scope="session")
def seeded(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make a firm from an empty copy of the tests' database."""
    folder = tmp_path_factory.mktemp("seeded")
    (folder / "inbox").mkdir()
    with django_db_blocker.unblock():
        settings = connection.settings_dict
        server = server_of(settings)
        name = f"{settings['NAME']}_seeded" if server else str(folder / "firm.sqlite3")
        connections.close_all()  # nobody may be at work in what is copied
        clone(settings["NAME"], name, server)
    firm = Firm(folder, name, server)
    seeding = firm.start(seed.fill, firm.inbox)
    said, _ = seeding.communicate(timeout=300)
    assert seeding.returncode == 0, said
    yield firm
    firm.drop()


@pytest.fixture
def copy(seeded, tmp_path):
    """Give `copy()`: the seeded firm again."""
    firms = []

    def copy():
        folder = tmp_path / f"copy{len(firms)}"
        folder.mkdir()
        firms.append(seeded.copy(folder))
        return firms[-1]

    yield copy
    for firm in firms:
        firm.drop()


@pytest.fixture(scope="session")
def clean(seeded, tmp_path_factory):
    folder = tmp_path_factory.mktemp("clean")
    firm = seeded.copy(folder)
    trace = folder / "trace"
    status, said = firm.run_night(trace=trace)
    assert status == PUT_ASIDE, said
    yield Clean(trace.read_text("utf-8").splitlines(), content(firm), firm.files())
    firm.drop()


@pytest.fixture
def gate(tmp_path):
    """Make a gate at which a process waits; opening it lets the process go on."""
    path = tmp_path / "gate"
    os.mkfifo(path)
    return path
