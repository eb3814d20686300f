"""Lines that lack their number: whose they may be is set aside whole, never valued in part.

Where a spreadsheet shows a contract's number once, for all of its holdings, an export leaves it
blank on the others. Such a line is of the contract above it, unless it names another owner or
product; or of the one below, which may have lost the number of its first line.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from imports.feeds import values
from imports.feeds.notes import SPAN
from imports.feeds.parts import NAMES
from imports.feeds.text import header_key
from imports.pipeline import lines
from imports.pipeline.catalogue import Named
from imports.records import HEADERS, AccountLine, Code, ValueRefused
from persistence import staging_tables
from text.normalise import name_key

# Lines without a number, and those whose number cannot be read.
_NUMBERLESS = f"code IS NOT NULL AND (number = '' OR refused = '{HEADERS['number']}')"
# Of each line without a number the nearest ones that have theirs, on the same sheet.
_NEAREST = f"""
    SELECT p.line AS lacking, n.line, n.number, n.line < p.line AS is_above FROM (
        SELECT line, number,
            MAX(CASE WHEN number <> '' THEN line END) OVER (
                ORDER BY line ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS above,
            MIN(CASE WHEN number <> '' THEN line END) OVER (
                ORDER BY line ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
            ) AS below
        FROM night_placed
    ) p JOIN night_placed n ON n.line = p.above OR n.line = p.below
    WHERE p.number = '' AND n.line / {SPAN} = p.line / {SPAN}
"""  # noqa: S608 - columns of ours
_PLACED = f"""
    SELECT line, CASE WHEN {_NUMBERLESS} THEN '' ELSE number END AS number FROM night_line
    WHERE number <> '' OR code IS NOT NULL
"""  # noqa: S608
_JUDGED = f"""
    SELECT b.lacking, x.raw, x.params, {", ".join(f"l.{name}" for name in lines.READ_BACK)}
    FROM night_beside b JOIN night_line x ON x.line = b.lacking
    JOIN night_line l ON l.line = b.line
    WHERE l.code IS NULL AND (b.is_above OR l.is_part) ORDER BY b.lacking
"""  # noqa: S608
_SET_ASIDE = f"""
    UPDATE night_line SET code = '{Code.R_CONTRACT_INCOMPLETE.value}', params = i.params
    FROM night_incomplete i WHERE i.number = night_line.number AND night_line.code IS NULL
"""  # noqa: S608
_TELL = """
    UPDATE night_line SET params = i.params FROM night_lacking i WHERE i.line = night_line.line
"""
# 1,23457E+15 has six digits.
_ROUNDED = 1e-5
_COLUMNS = {"number": "text", "params": "text"}
_OF = {"line": "integer", "params": "text"}
_COMPARED = ("last_name", "first_name", "birth_date", *NAMES)


def find() -> bool:
    """Keep what stands beside lines without a number; tell whether there is any."""
    (lacking,) = staging_tables.one(f"SELECT COUNT(*) FROM night_line WHERE {_NUMBERLESS}")  # noqa: S608
    if not lacking:
        return False
    staging_tables.keep("night_placed", _PLACED)
    staging_tables.keep("night_beside", _NEAREST)
    return True


def set_aside(named: Sequence[Named]) -> None:
    """Set the contracts aside that the lines without a number may be of, and tell both so."""
    contracts: dict[str, int] = {}
    lacking: dict[int, str] = {}
    for line, raw, params, *row in staging_tables.rows(_JUDGED):
        other = lines.line_of(tuple(row), list(named))
        if _may_be_of(json.loads(raw), other):
            contracts.setdefault(other.number, line)
            # Who may not know of that contract may not know of this line.
            told = json.loads(params or "{}") | {"of": str(other.line)}
            lacking.setdefault(line, json.dumps(told))
    beside = ((number, json.dumps({"beside": str(line)})) for number, line in contracts.items())
    _put_down("night_incomplete", _COLUMNS, beside, _SET_ASIDE)
    _put_down("night_lacking", _OF, lacking.items(), _TELL)


def _put_down(
    name: str, columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]], then: str
) -> None:
    staging_tables.create(name, columns)
    staging_tables.fill(name, columns, rows)
    staging_tables.run(then)


def _may_be_of(raw: Mapping[str, str], line: AccountLine) -> bool:
    said = {header_key(label): cell for label, cell in raw.items()}
    number = said.get(header_key(HEADERS["number"]), "")
    return _may_be_number(number, line.number) and all(
        _agree(name, said.get(header_key(HEADERS[name]), ""), getattr(line, name))
        for name in _COMPARED
    )


def _may_be_number(cell: str, number: str) -> bool:
    """Tell a spreadsheet's rounding of this number, or a cell that tells no other one."""
    try:
        rounded = float(cell.replace(",", "."))
    except ValueError:
        return True
    return number.isdecimal() and math.isclose(rounded, float(number), rel_tol=_ROUNDED)


def _agree(name: str, cell: str, value: Any) -> bool:
    """Tell that a cell says the same, or nothing that could be told from it."""
    if not cell.strip() or not value:
        return True
    if name != "birth_date":
        return name_key(cell) == name_key(value)
    try:
        return values.day(cell) in {value, None}
    except ValueRefused:
        return True
