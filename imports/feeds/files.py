"""What is asked of every file before it is read, and its first letters, which tell its format."""

import codecs
from pathlib import Path

from imports.records import Code, FileRefused, Limits

_HEAD = 65_536
# How programs begin what is no text, and no workbook that can be read: PDF, images, packed files,
# workbooks of before 1993.
_OTHERS = (
    *(b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"7z\xbc\xaf", b"\x1f\x8b", b"Rar!"),
    *(b"\x09\0\x04\0", b"\x09\x02\x06\0", b"\x09\x04\x06\0"),
)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def require_plain(path: Path, limits: Limits) -> None:
    if path.is_symlink() or not path.is_file():
        raise FileRefused(Code.F_UNREADABLE)
    if path.stat().st_size > limits.bytes:
        raise FileRefused(Code.F_SIZE)


def require_text(start: bytes) -> None:
    """Refuse what begins as files of other kinds do."""
    if start.startswith(_OTHERS):
        raise FileRefused(Code.F_UNREADABLE)


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
