"""Text files: which bytes are which letters, and where a line's cells end. Never by statistics."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import islice

from imports.records import Code, FileRefused, Limits

SEPARATORS = (";", ",", "\t")
HEADER_WITHIN = 20  # titles and technical names come before the headers, never more than this

# How the second byte of a UTF-8 letter looks once read as cp1252.
_SECOND = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
DOUBLED = re.compile(f"Ã[{re.escape(_SECOND)}]|Â[\xa0-\xbf]|â€")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOST = re.compile("[\x00\x80-\x9f\ufffd]")
_HEAD = 200_000

Row = tuple[int, list[str]]


def decode(data: bytes, fallback: str = "cp1252") -> str:
    """BOM, else strict UTF-8, else the partner's encoding; refused when letters were lost."""
    encoding = _encoding(data, fallback)
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise FileRefused(Code.F_ENCODING, byte=str(error.start)) from error
    lost = _LOST.search(text) or DOUBLED.search(text)
    if lost:
        raise FileRefused(Code.F_ENCODING, line=str(text.count("\n", 0, lost.start()) + 1))
    return text


def _encoding(data: bytes, fallback: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    sample = data[:4096]
    if b"\x00" in sample:
        # No text of one byte per letter holds a NUL; separators have theirs on one side only.
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return fallback
    return "utf-8"


def header_key(header: object) -> str:
    """Compare headers without case, accents, apostrophes and spacing."""
    if not isinstance(header, str):
        return ""
    plain = unicodedata.normalize("NFKD", header).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def separator(text: str, known: Collection[str]) -> str:
    """Return the separator that makes the most known headers of one of the first lines."""
    return max(SEPARATORS, key=lambda candidate: _most_known(text[:_HEAD], candidate, known))


def _most_known(head: str, candidate: str, known: Collection[str]) -> int:
    most = 0
    records = csv.reader(io.StringIO(head, newline=""), delimiter=candidate)
    try:
        for cells in islice(records, HEADER_WITHIN):
            most = max(most, sum(header_key(cell) in known for cell in cells))
    except csv.Error:  # an unclosed quote: what was counted before it stands
        return most
    return most


def rows(text: str, delimiter: str, limits: Limits) -> Iterator[Row]:
    """Give each record with the physical line it begins on; a cell may hold line feeds."""
    csv.field_size_limit(limits.cell_bytes)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for count, cells in enumerate(records, start=1):
            if count > limits.lines or len(cells) > limits.columns:
                raise FileRefused(Code.F_SIZE, line=str(begins))
            yield begins, cells
            begins = records.line_num + 1
    except csv.Error as error:
        code = Code.F_SIZE if "field limit" in str(error) else Code.F_UNREADABLE
        raise FileRefused(code, line=str(begins)) from error
