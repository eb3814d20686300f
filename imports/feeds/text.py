"""Text files: which bytes are which letters, and where a line's cells end. Never by statistics."""

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from imports.records import Code, FileRefused, Limits

SEPARATORS = (";", ",", "\t")
HEADER_WITHIN = 20  # titles and technical names come before the headers, never more than this

# How the second byte of a UTF-8 letter looks once read as cp1252.
_SECOND = "".join(bytes([byte]).decode("cp1252", "ignore") for byte in range(0x80, 0xC0))
DOUBLED = re.compile(f"Ã[{re.escape(_SECOND)}]|Â[\xa0-\xbf]|â€")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOST = re.compile("[\x00\x80-\x9f\ufffd]")
_MARKS = ("Ã", "Â", "â€", "\ufffd")
_SAMPLE = 4096
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<(?:!doctype|!--|\?xml|[a-z][a-z0-9:]*[\s/>])"
    rb"|mime-version:)",
    re.IGNORECASE,
)
_PIECE = 1 << 20
# A point before a digit, or two commas of thousands; each looked for by its first sign.
_ENGLISH = (re.compile(rb"\.\d"), re.compile(rb",\d{3},\d{3}"))
_OVERLAP = 8

Row = tuple[int, list[str]]


def encoding_of(path: Path, otherwise: str = "cp1252") -> str:
    """BOM, else strict UTF-8, else what Windows writes here; refused when letters were lost.

    The file is gone through a piece at a time: it may be larger than memory should hold.
    """
    encoding = _encoding(path, otherwise)
    _refuse_damaged(path, encoding)
    # The mark at the beginning is no letter.
    return {"utf-8": "utf-8-sig"}.get(encoding, encoding)


def weigh(path: Path, limits: Limits) -> None:
    """Refuse, a piece at a time, a line longer than all its cells may be: no memory for it."""
    longest, line, length = limits.columns * limits.cell_bytes, 1, 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            first, *others = piece.split(b"\n")
            length += len(first)
            for part in others:
                if length > longest:
                    break
                line, length = line + 1, len(part)
            if length > longest:
                raise FileRefused(Code.F_SIZE, line=str(line))


def is_markup(path: Path) -> bool:
    """Tell a page or an XML sheet, which spreadsheet programs save and open under any name."""
    with path.open("rb") as file:
        start = file.read(_SAMPLE).replace(b"\0", b"")
    return bool(_MARKUP.match(start))


def may_be_english(path: Path, encoding: str) -> bool:
    """Tell in a moment that no number has an English mark, or that one may."""
    if encoding.startswith("utf-16"):
        return True
    tail = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            tail += piece
            if any(mark.search(tail) for mark in _ENGLISH):
                return True
            tail = tail[-_OVERLAP:]
    return False


def is_cut(path: Path) -> bool:
    """Tell that the last line has no end: it may have been cut on its way."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 2))
        return file.read(2).strip(b"\0")[-1:] not in {b"\n", b"\r"}


def beginning(path: Path, otherwise: str, length: int) -> str:
    """Read the first bytes of a file for a look: letters that were lost show as such."""
    with path.open("rb") as file:
        data = file.read(length)
    if marked := _marked(data[:_SAMPLE]):
        return data.decode({"utf-8": "utf-8-sig"}.get(marked, marked), "replace")
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return data.decode(otherwise, "replace")


def _encoding(path: Path, otherwise: str) -> str:
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    return _marked(sample) or ("utf-8" if _is_utf8(path) else otherwise)


def _marked(sample: bytes) -> str:
    """Return what a mark at the beginning tells, or that letters take two bytes; else nothing."""
    if sample.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if b"\x00" in sample:
        # No text of one byte per letter holds a NUL; separators have theirs on one side only.
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    return ""


def _is_utf8(path: Path) -> bool:
    try:
        return all(True for _piece in _pieces(path, "utf-8"))
    except UnicodeDecodeError:
        return False


def _pieces(path: Path, encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while data := file.read(_PIECE):
            yield decoder.decode(data)
    yield decoder.decode(b"", final=True)


def _refuse_damaged(path: Path, encoding: str) -> None:
    line, before = 1, ""
    try:
        for piece in _pieces(path, encoding):
            text = before + piece
            if (found := _damage(text)) is not None:
                raise FileRefused(Code.F_ENCODING, line=str(line + text.count("\n", 0, found)))
            # A doubled letter may begin at the end of a piece.
            before = text[-1:]
            line += text.count("\n", 0, len(text) - len(before))
    except UnicodeDecodeError as error:
        line += before.count("\n") + error.object[: error.start].count(b"\n")
        raise FileRefused(Code.F_ENCODING, line=str(line)) from error


def _damage(text: str) -> int | None:
    """Return where a letter was lost or doubled."""
    if text.isascii() and "\x00" not in text:
        return None
    found = _LOST.search(text) or (DOUBLED.search(text) if may_be_doubled(text) else None)
    return found.start() if found else None


def may_be_doubled(text: str) -> bool:
    """Tell in a moment that no letter of a text is doubled or replaced, or that some may be."""
    return any(mark in text for mark in _MARKS)


def header_key(header: object) -> str:
    """Compare headers without case, accents, apostrophes and spacing."""
    if not isinstance(header, str):
        return ""
    plain = unicodedata.normalize("NFKD", header).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def separator(head: str, known: Collection[str]) -> str:
    """Return the separator that makes the most known headers of one of the first lines."""
    return max(SEPARATORS, key=lambda candidate: _most_known(head, candidate, known))


def _most_known(head: str, candidate: str, known: Collection[str]) -> int:
    most = 0
    records = csv.reader(io.StringIO(head, newline=""), delimiter=candidate)
    try:
        for cells in islice(records, HEADER_WITHIN):
            most = max(most, sum(header_key(cell) in known for cell in cells))
    except csv.Error:  # an unclosed quote: what was counted before it stands
        return most
    return most


def rows(lines: Iterable[str], delimiter: str, limits: Limits, *, after: int = 0) -> Iterator[Row]:
    """Give each record with the physical line it begins on; a cell may hold line feeds.

    `after`: how many lines were left out before.
    """
    csv.field_size_limit(limits.cell_bytes)
    records = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = after + 1
    try:
        for count, cells in enumerate(records, start=1):
            if count > limits.lines or len(cells) > limits.columns:
                raise FileRefused(Code.F_SIZE, line=str(begins))
            yield begins, cells
            begins = after + records.line_num + 1
    except csv.Error as error:
        code = Code.F_SIZE if "field limit" in str(error) else Code.F_UNREADABLE
        raise FileRefused(code, line=str(begins)) from error
