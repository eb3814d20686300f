"""Tests that say which functions they play: `@pytest.mark.plays("contacts/queries/x.py::name")`.

A function that reads rows of contacts and does not ask the rule has its reason in
tests/architecture/unasked.py, and a test that holds it to that reason: one that runs the function.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def recorded(run: set[CodeType]) -> Iterator[None]:
    """Put down every function of Python that is called meanwhile in this thread."""

    def note(frame: FrameType, _event: str, _value: object) -> None:
        run.add(frame.f_code)

    before = sys.gettrace()
    sys.settrace(note)
    try:
        yield
    finally:
        sys.settrace(before)


def names(run: set[CodeType]) -> set[str]:
    """Return the functions of the product among these, as `path::name`."""
    return {
        f"{path.relative_to(ROOT)}::{code.co_name}"
        for code in run
        if (path := Path(code.co_filename)).is_relative_to(ROOT)
    }
