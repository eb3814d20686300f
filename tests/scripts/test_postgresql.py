"""The private cluster: it answers, and nothing is left of it."""

import os
import select
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from scripts import postgresql

needs_programs = pytest.mark.skipif(
    postgresql.programs() is None, reason=f"no PostgreSQL here: {postgresql.HOW_TO_GET_IT}"
)


def folder_of(url):
    return Path(parse_qs(urlsplit(url).query)["host"][0])


def ask(url, question):
    with psycopg.connect(host=str(folder_of(url)), user="o2s", dbname="postgres") as connection:
        return connection.execute(question).fetchone()[0]


@needs_programs
def test_cluster_answers_in_utf8_on_its_socket_alone():
    with postgresql.cluster(postgresql.programs()) as url:
        assert ask(url, "SELECT 1") == 1
        assert ask(url, "SHOW server_encoding") == "UTF8"
        assert ask(url, "SHOW listen_addresses") == ""


def fail_while_it_runs(seen):
    with postgresql.cluster(postgresql.programs()) as url:
        seen["folder"] = folder_of(url)
        process = int((seen["folder"] / "data" / "postmaster.pid").read_text().splitlines()[0])
        seen["process"] = os.pidfd_open(process)
        raise ZeroDivisionError


@needs_programs
def test_cluster_is_stopped_and_removed_after_a_failure():
    seen = {}
    with pytest.raises(ZeroDivisionError):
        fail_while_it_runs(seen)
    assert not seen["folder"].exists()
    # The handle of a process can be read from once the process has ended.
    assert select.select([seen["process"]], [], [], 5)[0] == [seen["process"]]
    os.close(seen["process"])


@needs_programs
def test_failing_program_is_shown(tmp_path):
    with pytest.raises(RuntimeError, match=r"initdb failed:\n.*no-such-option"):
        postgresql._run(None, tmp_path, postgresql.programs() / "initdb", "--no-such-option")


@pytest.mark.parametrize(
    ("url", "host", "expected"),
    [
        ("postgres://me@there/o2s", None, "postgres://me@there/o2s"),
        ("sqlite:///x.sqlite3", None, None),
        ("", None, None),
        ("", "/var/run/postgresql", "postgres:///o2s"),
    ],
)
def test_server_of_the_environment_is_used(monkeypatch, url, host, expected):
    monkeypatch.setenv("DATABASE_URL", url)
    if host:
        monkeypatch.setenv("PGHOST", host)
    else:
        monkeypatch.delenv("PGHOST", raising=False)
    assert postgresql.reachable_url() == expected
