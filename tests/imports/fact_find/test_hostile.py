"""Files made to hurt: each is refused by its reason; none hangs, swells or gets through."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from imports.fact_find.reasons import Reason
from tests.imports.fact_find.hand_made import HOSTILE

pytestmark = pytest.mark.pure

ROOT = Path(__file__).resolve().parents[3]
OTHERWISE = {
    "pages that are their own pages": Reason.DAMAGED,
    "arrays within arrays": Reason.NO_FIELDS,
    "a table that leads to itself": Reason.UNKNOWN_FORM,
    "a table that is nowhere, in a large file": Reason.DAMAGED,
    "nothing but beginnings": Reason.DAMAGED,
    "a comment without an end": Reason.DAMAGED,
}


def outcome(name):
    return OTHERWISE.get(name, Reason.TOO_COMPLEX)


# Read together, so that each is read once and the heaviest is known.
HEAVIEST = [
    "a hundred thousand fields",
    "object streams that fill the memory",
    "a value that fills the memory",
    "a value packed twice",
    "a value of LZW that grows",
    "a comment without an end",
]


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in HEAVIEST])
def test_a_hostile_file_is_refused_by_its_reason(name, read_apart):
    reading = read_apart(HOSTILE[name]())

    assert reading.reason is outcome(name)
    assert (reading.texts, reading.doubts, reading.mark) == ({}, {}, None)


WEIGHED = """
import json, resource, sys
from imports.fact_find.reading import read
told = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        reading = read(file, keys=[], issued=dict)
    told.append([reading.reason, reading.texts, reading.doubts, reading.mark])
heaviest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
print(json.dumps([told, heaviest]))
"""


@pytest.mark.slow
def test_the_heaviest_are_refused_and_no_reader_swells_past_600_megabytes(tmp_path):
    paths = []
    for name in HEAVIEST:
        paths.append(tmp_path / str(len(paths)))
        paths[-1].write_bytes(HOSTILE[name]())

    weighed = subprocess.run(
        [sys.executable, "-c", WEIGHED, *paths], check=True, capture_output=True, cwd=ROOT
    )

    told, heaviest = json.loads(weighed.stdout)
    assert told == [[outcome(name), {}, {}, None] for name in HEAVIEST]
    assert heaviest < 600


LIMITED = """
import json, resource, sys
sys.path.append(sys.argv[1])
from imports.fact_find.limits import limit_process
limit_process()
kinds = ("AS", "CPU", "FSIZE", "NOFILE", "CORE")
print(json.dumps([resource.getrlimit(getattr(resource, "RLIMIT_" + kind)) for kind in kinds]))
"""


def test_the_reader_has_its_limits_before_it_opens_a_file():
    told = subprocess.run(
        [sys.executable, "-I", "-B", "-c", LIMITED, ROOT], check=True, capture_output=True
    )

    assert json.loads(told.stdout) == [
        [512 << 20, 512 << 20],
        [5, 6],
        [0, 0],
        [32, 32],
        [0, 0],
    ]


GIVING_WAY = """
import json, os, sys
sys.path.append(sys.argv[1])
from imports.fact_find.limits import limit_process
limit_process()
with open("/proc/self/autogroup") as group:
    print(json.dumps([os.nice(0), group.read().split()[-1]]))
"""


@pytest.mark.skipif(not Path("/proc/self/autogroup").exists(), reason="Linux weighs sessions")
def test_the_reader_gives_way_to_the_pages_with_the_session_that_is_its_own():
    told = subprocess.run(
        [sys.executable, "-I", "-B", "-c", GIVING_WAY, ROOT],
        check=True,
        capture_output=True,
        start_new_session=True,
    )

    assert json.loads(told.stdout) == [os.nice(0) + 5, "5"]


LOADED = """
import sys
sys.path.append(sys.argv[1])
import imports.fact_find.examining
print(sorted({name.split(".")[0] for name in sys.modules} & {"django", "o2s_contacts"}))
"""


def test_the_reader_knows_nothing_of_the_site():
    """It is started with no environment, and loads neither Django nor a settings module."""
    told = subprocess.run(
        [sys.executable, "-I", "-c", LOADED, ROOT], check=True, capture_output=True, env={}
    )

    assert told.stdout == b"[]\n"


def test_who_has_a_file_read_loads_no_pdf_library():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, imports.fact_find.reading; print('pypdf' in sys.modules)",
        ],
        check=True,
        capture_output=True,
        cwd=ROOT,
    )

    assert told.stdout == b"False\n"
