"""Tests that say which functions they play: `@pytest.mark.plays("contacts/queries/x.py::name")`.

A function that reads rows of contacts and does not ask the rule has its reason in
tests/architecture/unasked.py, and a test that holds it to that reason: one that runs the function.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType

ROOT = Path(__file__).resolve().parent.parent.parent


@contextmanager
def missed(played: Iterable[str]) -> Iterator[set[str]]:
    """Give those of these functions, `path::name`, that are not called meanwhile in this thread.

    Nothing is looked at any more once all were called: it makes a walk twice as long.
    """
    waiting = set(played)
    seen: set[CodeType] = set()

    def note(frame: FrameType, _event: str, _value: object) -> None:
        code = frame.f_code
        if code not in seen:
            seen.add(code)
            waiting.discard(name(code))
            if not waiting:
                sys.settrace(before)

    before = sys.gettrace()
    sys.settrace(note)
    try:
        yield waiting
    finally:
        sys.settrace(before)


def name(code: CodeType) -> str:
    """Return a function of the product as `path::name`, and any other one as nothing."""
    path = Path(code.co_filename)
    return f"{path.relative_to(ROOT)}::{code.co_name}" if path.is_relative_to(ROOT) else ""
