import tempfile

import pytest

from imports.fact_find.prefilling import prefill
from imports.fact_find.reading import read

KEY = b"a key of tests"


@pytest.fixture(scope="session")
def blank():
    """Return a copy of the person's form with nothing in it but its mark."""
    return prefill("RIC-PP", 1, {}, key=KEY).content


@pytest.fixture
def read_bytes(tmp_path):
    """Return the reader, for the bytes of a file."""

    def nothing(ref):
        raise LookupError(ref)

    def reading(content, issued=nothing, keys=(KEY,)):
        path = tmp_path / "received"
        path.write_bytes(content)
        with path.open("rb") as file:
            return read(file, keys=keys, issued=issued)

    return reading


@pytest.fixture(autouse=True)
def _slots_of_its_own(monkeypatch, tmp_path):
    """Keep each test's readers from waiting for those of another."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
