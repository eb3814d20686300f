"""Whatever stands in a file, each reader gives its lines or refuses it: no crash, hang or swelling.

A few dozen files in `make test`, thousands in `make soak`.
"""

import datetime as dt
import os
import resource

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.feeds import formats
from imports.feeds.notes import Notes
from imports.feeds.parts import Block, Clients, Forbidden
from imports.records import FileRefused, Limits, Rejected
from tests.imports.formats.bank_files import PORTFOLIO, SAMPLES
from tests.imports.formats.fp1_files import TABLES, WRITERS

SOAK = "SOAK" in os.environ
EXAMPLES = 3_000 if SOAK else 25
TODAY = dt.date(2026, 11, 1)
LIMITS = Limits(bytes=1_000_000, lines=2_000, unpacked_bytes=5_000_000)
SWOLLEN_KB = 200_000
# What readers look for, put where nobody expects it.
TOKENS = (
    *(b";", b"\n", b'"', b"\x00", b"<", b">", b"</", b"&amp;", b"&x;", b"{", b"}", b":", b"\xff"),
    *(b":61:", b":62F:", b"-}", b"01", b"07", b"ref_compte;", b"NaN", b"1E999999", b"9" * 40),
    *(b"<OFX>", b"<STMTRS>", b"<Stmt>", b"]]>", b"<![CDATA[", b"<!DOCTYPE a>", b"[" * 200),
    "é\u202f\ufffd٣½".encode(),
)


def files(sample):
    """Return files like this one: parts of it away, twice, elsewhere, or something in them."""
    places = st.integers(0, len(sample))
    pieces = st.sampled_from(TOKENS) | st.binary(max_size=8)

    def changed(changes):
        said = sample
        for at, to, piece, again in changes:
            first, last = sorted((at % (len(said) + 1), to % (len(said) + 1)))
            kept = said[first:last] * 2 if again else b""
            said = said[:first] + piece + kept + said[last if last - first < 99 else first :]
        return said

    change = st.tuples(places, places, pieces, st.booleans())
    return st.lists(change, min_size=1, max_size=6).map(changed) | st.binary(max_size=300)


def all_samples(folder):
    for name, write in WRITERS.items():
        write(folder / name, TABLES)
        yield "FP1", (folder / name).read_bytes()
    yield from ((name, said.encode()) for name, said in SAMPLES.items())
    yield "OFX", PORTFOLIO.encode()


@pytest.mark.parametrize("at", range(8))
def test_any_file_is_read_or_refused(tmp_path, at):
    name, sample = list(all_samples(tmp_path))[at]
    reader = next(one for one in formats.FORMATS if one.name == name)
    is_workbook = sample.startswith(b"PK")
    path = tmp_path / "file"

    @settings(
        max_examples=EXAMPLES // 8 if is_workbook else EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(content=files(sample))
    def reads(content):
        path.write_bytes(content)
        formats.of(path)
        lines = 0
        try:
            for part in reader.read(path, LIMITS, partner="p", today=TODAY, notes=Notes()):
                assert isinstance(part, Block | Clients | Forbidden | list)
                assert not isinstance(part, list) or all(isinstance(x, Rejected) for x in part)
                lines += len(part) if isinstance(part, Block | list) else 0
        except FileRefused:
            return
        assert lines <= 2 * LIMITS.lines

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    reads()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < SWOLLEN_KB
