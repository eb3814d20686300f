"""`make test` on a machine that lacks something."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

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
    assert done.stdout == "", "what was named and is not there, no package brings"


APT = """#!/bin/sh
echo "$DEBIAN_FRONTEND $*" >> {folder}/asked
case "$*" in *install*) {install} ;; esac
"""


@pytest.fixture
def machine(tmp_path):
    """Give `machine(install)`: a PATH without Chromium, where apt-get installs that way."""

    def machine(install):
        for name in ("nice", "sh"):
            (tmp_path / name).symlink_to(shutil.which(name))
        apt = tmp_path / "apt-get"
        apt.write_text(APT.format(folder=tmp_path, install=install))
        apt.chmod(0o755)
        return str(tmp_path)

    return machine


# Nobody connects to it: tests are only collected.
ELSEWHERE = "postgres://nobody@127.0.0.1:1/o2s"
SAMPLE = ("-k", "fails_on_sqlite_only", "tests/scripts/sample_fails_on_sqlite.py")


@pytest.mark.skipif(os.geteuid() != 0, reason="apt-get would be asked through sudo")
@pytest.mark.parametrize("asked", ["INSTALL", "CI"])
def test_what_is_missing_is_installed_where_that_is_asked(machine, asked):
    folder = machine('/bin/ln -s /bin/true "${0%/*}/chromium"')
    done = run(
        "--collect-only", *SAMPLE, PATH=folder, WORKERS="0", DATABASE_URL=ELSEWHERE, **{asked: "1"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("Installing chromium…\n")
    assert "is not here" not in done.stderr
    assert Path(folder, "asked").read_text().splitlines() == [
        "noninteractive -qq -o Dpkg::Use-Pty=0 update",
        "noninteractive -qq -o Dpkg::Use-Pty=0 install --yes --no-install-recommends chromium",
    ]


@pytest.mark.skipif(os.geteuid() != 0, reason="apt-get would be asked through sudo")
def test_what_could_not_be_installed_is_a_failure(machine):
    done = run(PATH=machine("exit 100"), INSTALL="1")
    assert done.returncode == 1
    assert "apt-get install failed" in done.stdout
    assert "Chromium is not here" in done.stderr


def test_what_is_missing_is_named_with_one_command_and_the_rest_goes_on(machine):
    folder = machine("exit 100")
    done = run("--collect-only", *SAMPLE, PATH=folder, WORKERS="0", DATABASE_URL=ELSEWHERE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Chromium is not here" in done.stderr
    assert "`make test INSTALL=1` installs what is missing" in done.stderr
    assert not Path(folder, "asked").exists()
    assert "=== Tests on PostgreSQL" in done.stdout


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
