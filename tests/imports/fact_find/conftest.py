import subprocess
import sys
import tempfile

import pytest

from imports.fact_find.prefilling import prefill
from imports.fact_find.reading import WORKER, checked, judged, read
from imports.fact_find.worker import report

KEY = b"a key of tests"
VALUES = {"tit_nom": "Lefèvre-Œuvrard", "fam_ddv": "OUI", "fam_contrat": "NON"}


@pytest.fixture(scope="session")
def blank():
    """Return a copy of the person's form with nothing in it but its mark."""
    return prefill("RIC-PP", 1, {}, key=KEY).content


@pytest.fixture(scope="session")
def filled():
    """Return a blank form of ours that came back filled in."""
    return prefill("RIC-PP", 1, VALUES, firm="Cabinet Durand", key=KEY).content


def never_issued(ref):
    raise LookupError(ref)


@pytest.fixture(scope="session")
def read_bytes():
    """Return the reader, for the bytes of a file, within this process.

    A process for each file (read_apart) costs three times what its reading does.
    """

    def reading(content, issued=never_issued, keys=(KEY,)):
        return judged(checked(report(content)), keys, issued)

    return reading


@pytest.fixture
def read_apart(tmp_path):
    """Return the reader as the site has it: in a process of its own, within its limits."""

    def reading(content, issued=never_issued, keys=(KEY,)):
        path = tmp_path / "received"
        path.write_bytes(content)
        with path.open("rb") as file:
            return read(file, keys=keys, issued=issued)

    return reading


@pytest.fixture
def read_alone():
    """Return the process that reads, whatever time others leave it."""

    def reading(content):
        command = [sys.executable, "-I", "-B", WORKER]
        told = subprocess.run(command, input=content, stdout=subprocess.PIPE, env={}, check=True)
        return judged(checked(told.stdout), (KEY,), never_issued)

    return reading


@pytest.fixture(autouse=True)
def _slots_of_its_own(monkeypatch, tmp_path):
    """Keep each test's readers from waiting for those of another."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
