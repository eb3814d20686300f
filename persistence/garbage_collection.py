"""Python's collector of cycles, out of the way of what makes hundreds of thousands of rows."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def gc_paused() -> Iterator[None]:
    """Spare rows without a cycle from being walked again and again: a quarter of a night's time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
