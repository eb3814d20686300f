"""security.md line 50: no room left, by a limit on files and on a disk that is really full."""

import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from tests.imports.crashes.firm import COULD_NOT, PUT_ASIDE, Firm
from tests.imports.crashes.tables import content, differences

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
MEGABYTE = 1 << 20


def require_as_clean(firm, clean):
    status, said = firm.run_night()
    assert status in {0, PUT_ASIDE}, said
    assert differences(content(firm), clean.content) == {}
    assert firm.files() == clean.files


@pytest.mark.security(50)
@pytest.mark.parametrize("size", [10, 40_000])
def test_no_file_may_grow(copy, clean, size):
    firm = copy()
    status, said = firm.run_night(limit=size)
    # On PostgreSQL the server writes the tables: only reports are under the limit.
    assert status in ({COULD_NOT} if not firm.server or size == 10 else {0, PUT_ASIDE}), said
    assert "Traceback" not in said
    require_as_clean(firm, clean)


@contextmanager
def mounted(folder, size):
    """Mount a disk of that size, and take it away whatever happens."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", folder]
    made = subprocess.run(command, check=False, capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"no disk may be mounted here: {made.stderr.strip()}")
    try:
        yield
    finally:
        # Lazily: a process that still looks at it must not keep it in place.
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.fixture
def small_disk():
    """Give `small_disk(bytes)`: a disk of that size, where one may be mounted.

    Outside pytest's own folder, which everybody shares: a disk that outlives a killed test there
    could not be cleared away by the next one.
    """
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root mounts a disk")
    with ExitStack() as undone:

        def small_disk(size):
            folder = Path(tempfile.mkdtemp(prefix="o2s-disk-"))
            undone.callback(folder.rmdir)
            undone.enter_context(mounted(folder, size))
            return folder

        yield small_disk


@pytest.mark.security(50)
def test_the_disk_is_full(copy, clean, small_disk):
    firm = copy()
    used = sum(path.stat().st_size for path in firm.folder.rglob("*") if path.is_file())
    disk = small_disk(used + MEGABYTE)
    shutil.copytree(firm.folder, disk / "firm")
    database = firm.database if firm.server else str(disk / "firm" / Path(firm.database).name)
    small = Firm(disk / "firm", database, firm.server)
    fill(disk / "ballast")
    status, said = small.run_night()
    assert status in {PUT_ASIDE, COULD_NOT}, said
    assert "Traceback" not in said
    (disk / "ballast").unlink()
    require_as_clean(small, clean)


@pytest.mark.security(50)
def test_the_inbox_s_disk_alone_is_full(copy, clean, small_disk):
    firm = copy()
    used = sum(path.stat().st_size for path in firm.inbox.rglob("*") if path.is_file())
    disk = small_disk(used + MEGABYTE)
    shutil.copytree(firm.inbox, disk / "firm/inbox")
    small = Firm(disk / "firm", firm.database, firm.server)
    fill(disk / "ballast")
    status, said = small.run_night()
    assert status == COULD_NOT, said
    assert said.splitlines()[-1].startswith("Le dossier d’arrivée ne peut être lu ou écrit, ou")
    assert "Traceback" not in said
    (disk / "ballast").unlink()
    require_as_clean(small, clean)


def fill(path):
    """Take every byte that is left."""
    with path.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while file.write(b"\0" * size) == size:
                    pass
            except OSError:
                continue
