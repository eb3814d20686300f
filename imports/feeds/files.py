"""What is asked of every file before it is read, and its first letters, which tell its format."""

import codecs
from pathlib import Path

from imports.records import Code, FileRefused, Limits

_HEAD = 65_536
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def require_plain(path: Path, limits: Limits) -> None:
    if path.is_symlink() or not path.is_file():
        raise FileRefused(Code.F_UNREADABLE)
    if path.stat().st_size > limits.bytes:
        raise FileRefused(Code.F_SIZE)


def start_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_HEAD)


def letters_of(start: bytes) -> str:
    """Return the first letters as far as they tell a format: damage is found by who reads them."""
    if start.startswith(_UTF_16):
        return start.decode("utf-16", "replace")
    if b"\0" in start:
        is_little = start[1::2].count(0) > start[::2].count(0)
        return start.decode("utf-16-le" if is_little else "utf-16-be", "replace")
    return start.decode("utf-8-sig", "replace")
