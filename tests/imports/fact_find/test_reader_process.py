"""The process around the reader: its end, its time, its turn, and what it reports."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from imports.fact_find import reading, slots
from imports.fact_find.reasons import Reason
from imports.fact_find.values import Doubt
from tests.imports.fact_find.alterations import drop_field, edited, typed
from tests.imports.fact_find.conftest import VALUES
from tests.imports.fact_find.hand_made import with_form

pytestmark = pytest.mark.pure

MARK = "RIC1|RIC-PP/1|-|" + "a" * 24
REPORT = {
    "reason": "",
    "page": None,
    "field": "",
    "mark": MARK,
    "texts": {"tit_nom": "Durand"},
    "doubts": {},
    "remarks": [],
}


@pytest.fixture
def worker(monkeypatch, tmp_path):
    """Let another program stand where the reader stands."""

    def standing(program):
        path = tmp_path / "worker.py"
        path.write_text(program)
        monkeypatch.setattr(reading, "WORKER", path)

    return standing


def reporting(report):
    return f"import sys; sys.stdout.write({json.dumps(json.dumps(report))})"


@pytest.mark.parametrize(
    "program",
    [
        "",
        "import sys; sys.exit(3)",
        "print('hello')",
        "print('[]')",
        "import os; os.abort()",
        "print('x' * 300_000)",
        "print('[' * 100_000)",
        reporting(REPORT | {"reason": "sunny"}),
        reporting(REPORT | {"page": "1"}),
        reporting(REPORT | {"page": 10**9}),
        reporting(REPORT | {"texts": {"tit_nom": ["Durand"]}}),
        reporting(REPORT | {"texts": None}),
        reporting(REPORT | {"doubts": {"tit_nom": "sunny"}}),
        reporting(REPORT | {"remarks": ["sunny"]}),
        reporting(REPORT | {"mark": 3}),
        reporting({}),
    ],
)
def test_a_report_that_is_none_says_nothing_of_the_form(program, worker, read_apart):
    worker(program)

    assert read_apart(b"%PDF-").reason is Reason.TOO_COMPLEX


def test_a_reader_that_never_ends_is_ended(worker, monkeypatch, read_apart, tmp_path):
    monkeypatch.setattr(reading, "WALL_SECONDS", 0.5)
    note = str(tmp_path / "pid")
    worker(f"import os, time; open({note!r}, 'w').write(str(os.getpid())); time.sleep(600)")

    assert read_apart(b"%PDF-").reason is Reason.TIMEOUT
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text()}").exists()


def test_a_reader_that_uses_up_its_time_is_ended(worker, read_apart):
    worker("import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass")

    assert read_apart(b"%PDF-").reason is Reason.TIMEOUT


def test_the_reader_has_no_secret_of_the_site(worker, read_apart, tmp_path):
    worker(
        f"import os, sys; open({str(tmp_path / 'seen')!r}, 'w')"
        ".write(repr([{k for k in os.environ if k != 'LC_CTYPE'}, sys.argv[1:], os.getcwd()]))"
    )

    read_apart(b"%PDF-")

    assert (tmp_path / "seen").read_text() == "[set(), [], '/']"


def test_names_that_the_form_does_not_ask_are_left_out(worker, read_apart):
    worker(
        reporting(
            REPORT
            | {"texts": {"nobody": "x", "tit_nom": "D" * 500}, "doubts": {"nobody": "unreadable"}}
        )
    )

    report = reading._reading(REPORT | {"texts": {"nobody": "x", "tit_nom": "D" * 500}})
    assert report.texts == {"tit_nom": "D" * 160}
    # And the whole is refused, for nobody signed this mark.
    assert read_apart(b"%PDF-").reason is Reason.BAD_SIGNATURE


def test_a_third_reader_waits_for_its_turn(monkeypatch, read_apart):
    monkeypatch.setattr(reading, "PATIENCE", 0)
    with slots.slot(0), slots.slot(0):
        assert read_apart(b"%PDF-").reason is Reason.BUSY
    assert read_apart(b"%PDF-").reason is Reason.DAMAGED


def test_a_slot_is_let_go_with_the_process_that_held_it(tmp_path):
    program = (
        "import sys; from imports.fact_find.slots import slot\n"
        "with slot(0): sys.stdout.write('held\\n'); sys.stdout.flush(); sys.stdin.read()"
    )
    holders = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parents[3],
            env=os.environ | {"TMPDIR": str(tmp_path)},
        )
        for _ in range(slots.SLOTS)
    ]
    assert [holder.stdout.readline() for holder in holders] == [b"held\n"] * 2
    with pytest.raises(slots.NoSlotError), slots.slot(0):
        pass

    for holder in holders:
        holder.kill()
        holder.communicate()

    with slots.slot(0), slots.slot(0):
        pass


def test_the_locks_stand_in_a_folder_of_this_user_alone(tmp_path):
    place = slots.folder()

    assert place.parent == tmp_path
    assert place.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_another_put_there_is_not_used(monkeypatch):
    monkeypatch.setattr(slots.os, "getuid", lambda: 4321)

    with pytest.raises(PermissionError):
        slots.folder()


def test_what_the_process_says_is_what_is_read_without_it(filled, read_apart, read_bytes):
    """So that other tests may do without: one that is read, doubted, refused by place, foreign."""
    contents = [
        filled,
        typed(filled, "tit_nom", b"\xfe\xff\xd8\x00"),
        edited(filled, drop_field),
        with_form(b"<< /FT /Tx /T (nom) /V (Durand) >>"),
    ]

    apart = [replace(read_apart(content), size=0, sha256="", seconds=0) for content in contents]

    assert apart == [read_bytes(content) for content in contents]
    assert [reading.reason for reading in apart] == [
        None,
        None,
        Reason.ALTERED,
        Reason.UNKNOWN_FORM,
    ]
    assert (apart[0].texts, apart[1].doubts) == (
        VALUES,
        {"tit_nom": Doubt.UNREADABLE},
    )
