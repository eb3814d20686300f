"""The process that reads one file: from standard input to a line of JSON.

Started by its path with `python -I -B`, which leaves the project out of the ways to modules.
"""

import gc
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

LARGEST = 8 << 20
# What the PDF library loads where it is there, a third of its start: for pictures, for fonts that
# are embedded, and for files that are locked.
_PICTURES_AND_FONTS = ("PIL", "fontTools")
_LOCKS = "cryptography"


def main() -> None:
    sys.path.append(str(Path(__file__).resolve().parents[2]))
    from imports.fact_find.limits import limit_process  # noqa: PLC0415 - found from here on

    limit_process()
    # One file is read: looking for what nothing refers to any more costs more than it frees.
    gc.disable()
    content = sys.stdin.buffer.read(LARGEST + 1)
    with without(_not_needed(content)):
        import pypdf  # noqa: F401, PLC0415 - as lean as it goes
    sys.stdout.buffer.write(report(content))
    sys.stdout.flush()
    # The system frees all of it at once.
    os._exit(0)


def _not_needed(content: bytes) -> Iterable[str]:
    yield from _PICTURES_AND_FONTS
    # A file that hides the word is taken for one with a password.
    if b"/Encrypt" not in content:
        yield _LOCKS


@contextmanager
def without(names: Iterable[str]) -> Iterator[None]:
    """Let these modules be missing for whoever asks in the meantime; they are there after."""
    missing = [name for name in names if name not in sys.modules]
    # Python's own way to say so: an import of it raises ImportError.
    sys.modules |= dict.fromkeys(missing)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


def report(content: bytes) -> bytes:
    """Return what is said of a file, whatever it is."""
    from imports.fact_find.examining import examine  # noqa: PLC0415 - within the limits

    return json.dumps(examine(content), ensure_ascii=False).encode("utf-8", "replace")


if __name__ == "__main__":
    main()
