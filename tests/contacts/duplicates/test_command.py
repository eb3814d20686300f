"""The night's search: what it says, its exit status, and two at once."""

import datetime as dt
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from persistence import locks
from tests.contacts.duplicates.conftest import standing
from tests.imports.test_night import HOLD_ADVISORY, HOLD_FILE

pytestmark = pytest.mark.django_db
BORN = {"birth_date": dt.date(1975, 11, 24)}


def search():
    said = StringIO()
    call_command("find_duplicates", stdout=said)
    return said.getvalue().split(", en ")[0].strip()


def test_search_says_how_many_pairs_are_likely_and_new(db, person):
    assert search() == "0 paire probable, dont 0 nouvelle"
    for _rank in range(2):
        person("Moreau", "Anne", **BORN)
    assert search() == "1 paire probable, dont 0 nouvelle"
    assert len(standing()) == 1


def holder():
    """Give the command of a process that holds the lock until its input ends."""
    if connection.vendor == "sqlite":
        return [sys.executable, "-c", HOLD_FILE, str(locks.path(locks.Work.DUPLICATES))]
    info = connection.connection.info
    address = f"{info.dsn} password={info.password}" if info.password else info.dsn
    return [sys.executable, "-c", HOLD_ADVISORY, address, str(locks.Work.DUPLICATES.value)]


def test_a_second_search_says_so(db):
    connection.ensure_connection()
    with subprocess.Popen(
        holder(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(CommandError, match="Une autre recherche") as refused:
            search()
        other.stdin.close()
        other.wait(10)
    assert refused.value.returncode == 2
    assert search() == "0 paire probable, dont 0 nouvelle"
