"""`make run`: it starts in one process, and makes again only what changed."""

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from scripts import demo, demo_base
from tests import bases
from tests.architecture.tree import ROOT

STEPS = ["French texts…", "Django…", "Static files…", "Database…", "Demo firm…"]

SOMEBODY = """
    INSERT INTO users_user (
        username, password, first_name, last_name, email, is_superuser, is_staff, is_active,
        date_joined, is_demo, confirmation, must_change_password,
        has_jobs, has_pins
    ) VALUES ('somebody', '!', '', '', '', 0, 0, 1, '2026-01-01', 1, '', 0, 0, 0)
"""


@pytest.fixture
def root(tmp_path):
    for name in ("requirements/run.txt", "static/a.css", "var/static/b.css"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("as it was")
    return tmp_path


@pytest.mark.parametrize("name", ["requirements/run.txt", "static/a.css", "var/static/b.css"])
def test_other_source_makes_static_files_anew(root, name):
    before = demo.static_digest(root)
    assert demo.static_digest(root) == before
    (root / name).write_text("as it is")
    assert demo.static_digest(root) != before


def test_other_list_of_static_files_makes_them_anew(root):
    """Another version's, collected by hand: the hashed names of this one's pages are not there."""
    before = demo.static_digest(root)
    (root / "staticfiles").mkdir()
    (root / "staticfiles/staticfiles.json").write_text("{}")
    assert demo.static_digest(root) != before


@pytest.fixture
def folder(tmp_path):
    """Give a demo that has its firm already: migrated as tests are, with somebody in it."""
    folder = tmp_path / "demo"
    folder.mkdir()
    shutil.copy(bases.migrated_file(), folder / demo_base.DATABASE)
    with sqlite3.connect(folder / demo_base.DATABASE) as base:
        base.execute(SOMEBODY)
    demo_base.remember(folder, ROOT)
    return folder


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def started(folder, *, ended_by=signal.SIGTERM):
    """Start the demo as `make run` does; give what it said until its page answers."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment = kept | {"DEMO_FOLDER": str(folder), "PORT": str(free_port())}
    command = [sys.executable, "-m", "scripts.demo"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip())
            if line.startswith("The demo is at"):
                break
        yield lines
    finally:
        process.send_signal(ended_by)
        # Its output is at its end when whoever writes there is gone: the worker too.
        process.communicate()
    assert process.returncode == 0


def read(address):
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - the loopback, over http
        return answer.read().decode()


def test_demo_says_its_steps_and_shows_its_page_again(folder):
    collected = Path(ROOT, "staticfiles/staticfiles.json")
    with started(folder) as lines:
        assert lines[: len(STEPS)] == STEPS
        assert "vasseur          demo          Conseiller, Claire Vasseur" in lines
        site = re.search(r"http://\S+/", lines[-1]).group()
        page = read(site)
        assert "Mot de passe" in page
        assert ">vasseur</th>" in page
        assert "{" in read(site + re.search(r'href="/(static/css/[^"]+\.css)"', page).group(1))
    made = collected.stat().st_mtime_ns
    # The terminal is closed.
    with started(folder, ended_by=signal.SIGHUP) as lines:
        assert "Mot de passe" in read(re.search(r"http://\S+/", lines[-1]).group())
    assert collected.stat().st_mtime_ns == made


OLD_JOB = """
    INSERT INTO jobs_job (
        kind, owner_id, "values", state, attempt, step, done, message, cancel_asked,
        created_at, ended_at, heartbeat
    ) SELECT 'x', id, '{}', 'done', 1, '', 0, '', 0, '2026-01-01', '2026-01-01', '2026-01-01'
    FROM users_user
"""


def test_demo_has_a_worker(folder):
    """Which begins by forgetting what ended long ago."""
    with closing(sqlite3.connect(folder / demo_base.DATABASE)) as base:
        with base:
            base.execute(OLD_JOB)
        with started(folder):
            while base.execute("SELECT COUNT(*) FROM jobs_job").fetchone() != (0,):
                pass


def test_taken_port_is_said(folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            [sys.executable, "-m", "scripts.demo"],
            cwd=ROOT,
            env=os.environ | {"PORT": str(port), "DEMO_FOLDER": str(folder)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"make run PORT={port + 1}" in done.stderr
