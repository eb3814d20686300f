"""Files that nobody else reads, written whole or not at all."""

import os
import stat
import time

import pytest

from persistence import private_files


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "private"


def test_file_that_is_kept_is_read_by_the_program_alone(folder):
    with private_files.being_written(folder) as path:
        (path.parent / "beside").write_text("x")
        path.write_text("whole")
        name = private_files.keep(path, folder)
    (kept,) = folder.iterdir()
    assert (kept.name, kept.read_text()) == (name, "whole")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def fail(path):
    path.write_text("half")
    raise OSError("full")


def test_what_fails_leaves_nothing(folder):
    with pytest.raises(OSError, match="full"), private_files.being_written(folder) as path:
        fail(path)
    assert list(folder.iterdir()) == []


def test_sweep_takes_what_is_old_and_not_kept(folder):
    assert private_files.sweep(folder, []) == 0
    folder.mkdir()
    for name in ("kept", "left", "new"):
        (folder / name).write_text(name)
    half = folder / "half-x"
    half.mkdir()
    (half / "file").write_text("half")
    old = time.time() - 25 * 3_600
    for path in (folder / "kept", folder / "left", half):
        os.utime(path, (old, old))
    assert private_files.sweep(folder, ["kept"]) == 2
    assert sorted(path.name for path in folder.iterdir()) == ["kept", "new"]


def test_sweep_passes_over_what_ends_meanwhile(folder):
    folder.mkdir()
    # It is listed, and not there any more when it is looked at.
    (folder / "half-gone").symlink_to(folder / "nowhere")
    assert private_files.sweep(folder, []) == 0
