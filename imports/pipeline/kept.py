"""The copy of a file that the house keeps: without a social security number, or not at all."""

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError

from imports.feeds import formats, nir, sheets, text
from imports.feeds.profiled import Profile
from imports.feeds.workbook_sandbox import open_workbook, survives
from imports.records import Code, FileRefused

_PIECE = 1 << 20
_HEAD = 200_000
_OBJECT = re.compile(r'\s*\{\s*"')
_LONGEST_CELL = 1 << 30
# What is told of these, nobody can read.
_SHUT = {Code.F_BOMB, Code.F_LOCKED, Code.F_UNREADABLE, Code.F_SIZE}


def is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        return sheets.is_workbook(file.read(8))


def workbook_holds_one(path: Path, code: str) -> bool:
    """Tell whether a number stands in a workbook, in sheets that were not read too.

    `code`: why it was refused; what was read whole is known by its own columns.
    """
    packed = zipfile.is_zipfile(path)
    if packed and code != Code.F_BOMB and any(map(nir.holds, _suspicious(_parts(path)))):
        return True
    if code in _SHUT or (packed and not code) or not survives(path):
        return False
    try:
        book = open_workbook(path)
        return any(_sheet_holds_one(book.get_sheet_by_name(name)) for name in book.sheet_names)
    except CalamineError:
        return False


def _parts(path: Path) -> Iterator[bytes]:
    """Give the texts of a packed workbook piece by piece, each with the end of the one before."""
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".vml")):
                    with archive.open(entry) as stream:
                        yield from _pieces(stream)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError):
        return  # damaged or locked: what can be read of it was


def _pieces(stream: Any) -> Iterator[bytes]:
    tail = b""
    while piece := stream.read(_PIECE):
        yield tail + piece
        tail = piece[-nir.LONGEST :]


def _suspicious(pieces: Iterable[bytes]) -> Iterator[str]:
    return (piece.decode("utf-8", "ignore") for piece in pieces if nir.may_hold(piece))


def _sheet_holds_one(sheet: Any) -> bool:
    rows = enumerate(sheet.iter_rows(), start=1)
    head = list(islice(rows, text.HEADER_WITHIN))
    columns = nir.Columns(_forbidden([cells for _, cells in head]))
    return any(nir.left_out([row], columns)[1] for row in _below(head, rows))


def _below(head: list[Any], rows: Iterator[Any]) -> Iterator[Any]:
    """Leave out the headers: what stands under them counts."""
    headers = [any(map(nir.is_header, cells)) for _, cells in head]
    start = headers.index(True) + 1 if any(headers) else 0
    return chain(head[start:], rows)


def _forbidden(head: Iterable[list[Any]]) -> frozenset[int]:
    return frozenset(
        place for cells in head for place, cell in enumerate(cells) if nir.is_header(cell)
    )


def rewrite(path: Path, profile: Profile | None = None, *, is_known: bool = False) -> bool:
    """Rewrite a text file without any number; tell whether it held one.

    `profile`: what it was read by. `is_known`: some were left out of it, so that columns of them
    are looked for in the whole file: several tables may stand in it.
    """
    encoding = _encoding(path, profile.encoding if profile else "cp1252")
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(_HEAD)
    are_objects = bool(_OBJECT.match(head))
    separator = profile.separator if profile else text.separator(head, formats.headers())
    has_columns = not are_objects and _has_columns(
        path, encoding, head, separator, is_known=is_known
    )
    if not (is_known or has_columns or _may_hold(path)):
        return False
    other = path.with_name(f"{path.name}.part")
    other.touch(0o600)
    with (
        path.open(encoding=encoding, newline="") as file,
        other.open("w", encoding=encoding, newline="") as written,
    ):
        if are_objects:
            held = _without_keys(file, written)
        elif has_columns:
            held = _without_columns(file, written, separator)
        else:
            held = _line_by_line(file, written)
    if held:
        other.replace(path)
    else:
        other.unlink()
    return held


def _encoding(path: Path, otherwise: str) -> str:
    """Return one that gives back every byte: where letters were lost, each byte is one."""
    with path.open("rb") as file:
        has_mark = file.read(3) == b"\xef\xbb\xbf"
    try:
        encoding = text.encoding_of(path, otherwise)
    except FileRefused:
        return "latin-1"
    return "utf-8" if encoding == "utf-8-sig" and not has_mark else encoding


def _may_hold(path: Path) -> bool:
    with path.open("rb") as file:
        return any(map(nir.may_hold, _pieces(file)))


def _line_by_line(file: Any, written: Any) -> bool:
    held = False
    for line in iter(lambda: file.readline(_PIECE), ""):
        said = (
            nir.without(line, nir.MASK) if nir.may_hold(line.encode("ascii", "replace")) else line
        )
        held |= said != line
        written.write(said)
    return held


def _has_columns(path: Path, encoding: str, head: str, separator: str, *, is_known: bool) -> bool:
    """Tell that some header is of these numbers: among the first lines, or on any."""
    if not is_known:
        return bool(_forbidden(_rows(io.StringIO(head, newline=""), separator, text.HEADER_WITHIN)))
    with path.open(encoding=encoding, newline="") as file:
        rows, known = enumerate(_rows(file, separator)), formats.headers()
        return any(
            _forbidden([cells]) and (at < text.HEADER_WITHIN or _are_names(cells, known))
            for at, cells in rows
        )


def _are_names(cells: list[str], known: Collection[str]) -> bool:
    """Tell a line of headers by the names of a table's columns."""
    return sum(text.header_key(cell) in known for cell in cells) > 1


def _without_columns(file: Any, written: Any, separator: str) -> bool:
    """Leave the cells of whole columns blank below their header, up to another table's."""
    held, known = False, formats.headers()
    forbidden: frozenset[int] = frozenset()
    writer = csv.writer(written, delimiter=separator)
    for at, cells in enumerate(_rows(file, separator)):
        said = [nir.without(cell, nir.MASK) for cell in cells]
        named = _forbidden([cells])
        is_first = bool(named) and not forbidden and at < text.HEADER_WITHIN
        if is_first or _are_names(cells, known):
            forbidden = named
        else:
            said = ["" if place in forbidden else cell for place, cell in enumerate(said)]
        held |= said != cells
        writer.writerow(said)
    return held


def _without_keys(file: Any, written: Any) -> bool:
    """Take the keys of these numbers out of objects, one a line; what is none stays a text."""
    held = False
    for line in iter(lambda: file.readline(_LONGEST_CELL), ""):
        said = _object(line)
        allowed = {key: cell for key, cell in said.items() if not nir.is_header(key)}
        kept = line if allowed == said else json.dumps(allowed, ensure_ascii=False) + "\n"
        kept = nir.without(kept, nir.MASK)
        held |= kept != line
        written.write(kept)
    return held


def _object(line: str) -> dict[str, Any]:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _rows(file: Iterable[str], separator: str, count: int | None = None) -> Iterator[list[str]]:
    """Give the cells of lines, of damaged ones too: a quote never closed ends with the file."""
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(file, delimiter=separator)
    return islice(rows, count)
