"""`make test` on a machine that lacks something."""

import os
import subprocess
import sys

import pytest

from scripts import postgresql
from tests.architecture.tree import ROOT

pytestmark = pytest.mark.skipif(
    postgresql.programs() is None, reason="a machine without PostgreSQL is not what is tested"
)


def run(*arguments, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "scripts.run_tests", *arguments],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_missing_chromium_is_a_failure_in_ci():
    done = run(CI="true", CHROMIUM="/nowhere/chromium")
    assert done.returncode == 1
    assert "Chromium is not here" in done.stderr
    assert "apt-get install chromium" in done.stderr
    assert done.stdout == ""


def test_failure_on_one_database_is_a_failure_though_the_other_passes():
    done = run(
        "-k", "fails_on_sqlite_only", "tests/scripts/sample_fails_on_sqlite.py",
        WORKERS="0", CHROMIUM="/nowhere/chromium",
    )  # fmt: skip
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Chromium is not here" in done.stderr
    assert "1 failed" in done.stdout
    assert "1 passed" in done.stdout
    assert "The tests on SQLite failed" in done.stderr
