"""A real import, killed in the middle: the next one ends it, once."""

import csv
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from imports.feeds.o2s_accounts import HEADERS

ROOT = Path(__file__).resolve().parent.parent.parent
ACCOUNTS = 20_000


@pytest.fixture
def firm(tmp_path):
    """Give a database of its own and the command line on it."""
    database = tmp_path / "firm.sqlite3"
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEF",
        "ALLOWED_HOSTS": "localhost",
        "DEBUG": "0",
        "DEMO": "0",
    }

    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)

    assert manage("migrate", "--verbosity=0").wait() == 0
    return database, manage


def one(database, query):
    with sqlite3.connect(database) as connection:
        return connection.execute(query).fetchone()


@pytest.mark.slow
def test_a_killed_import_is_ended_by_the_next(tmp_path, firm):
    database, manage = firm
    folder = tmp_path / "inbox" / "assurvia"
    folder.mkdir(parents=True)
    line = {
        "custodian_code": "ASV",
        "custodian_name": "Assurvia",
        "product_code": "HM",
        "product_name": "Horizon Multisupport",
        "last_name": "MOREAU",
        "situation_on": "30/10/2026",
        "value": "10",
    }
    with (folder / "a.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADERS.values())
        for number in range(ACCOUNTS):
            row = line | {"number": f"AV-{number}"}
            writer.writerow([row.get(field, "") for field in HEADERS])
    arguments = ("import_feeds", f"--inbox={folder.parent}", "--settle=0")
    night = manage(*arguments)
    claimed = folder.parent / ".work" / "1" / "a.csv"
    while not claimed.exists():
        assert night.poll() is None
    night.kill()
    night.wait()
    assert one(database, "SELECT state FROM imports_importrun") == ("received",)
    assert one(database, "SELECT count(*) FROM accounts_account") == (0,)
    assert manage(*arguments).wait() == 0
    assert one(database, "SELECT state, count(*) FROM imports_importrun") == ("done", 1)
    assert one(database, "SELECT count(*) FROM accounts_account") == (ACCOUNTS,)
    assert one(database, "SELECT count(*) FROM accounts_valuation") == (ACCOUNTS,)
    assert not claimed.exists()
