"""A file's lines put together as contracts: what goes in whole, and what is set aside whole."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from accounts.actions.renumbering import keep_numbers
from accounts.models import Product
from imports.feeds.notes import Notes
from imports.feeds.parts import Part
from imports.pipeline import beside, currencies, lines, lost_zeros, renumbered
from imports.pipeline.catalogue import Catalogue, Named, Refused
from imports.pipeline.contracts import SUM_BELOW, Verdict, judge
from imports.pipeline.known import OF_THE_FIRM, Known, accounts_known_to
from imports.records import HEADERS, Code, Rejected
from persistence import staging_tables
from users.models import User

PRODUCTS = "night_product"
CONTRACTS = "night_contract"
_REFUSED_PAIRS = "night_refused_pair"
_RefusedPair = tuple[int, str, str]
_DOUBTS = "night_doubt"
_VERDICTS = "night_verdict"

_LINES_OF_CONTRACTS = """
    FROM night_line l JOIN night_product p ON p.pair = l.pair WHERE l.code IS NULL
"""
# One pass finds all contracts that may be odd, and some that are not: most files have few.
_SUSPECT = f"""
    SELECT p.local, l.number {_LINES_OF_CONTRACTS} GROUP BY p.local, l.number
    HAVING MIN(l.agreement) <> MAX(l.agreement)
        OR MAX(CASE WHEN l.is_faulty THEN 1 ELSE 0 END) = 1
        OR MIN(l.counted_in) <> MAX(l.counted_in)
        OR SUM(CASE WHEN l.is_part THEN 0 ELSE 1 END) > 1
        OR SUM(ABS(l.cents) * 1.0) >= %s
    UNION
    SELECT p.local, l.number {_LINES_OF_CONTRACTS} AND l.content IN (
        SELECT content FROM night_line WHERE code IS NULL AND content IS NOT NULL
        GROUP BY content HAVING COUNT(*) > 1
    )
"""  # noqa: S608
_LINES_OF_SUSPECTS = """
    FROM suspect s JOIN night_product p ON p.local = s.local
    JOIN night_line l ON l.pair = p.pair AND l.number = s.number WHERE l.code IS NULL
"""
# Contracts whose lines must be read one after the other to tell what is wrong, if anything is.
_DOUBTFUL = f"""
    WITH suspect AS MATERIALIZED ({_SUSPECT})
    SELECT p.local, l.number {_LINES_OF_SUSPECTS} GROUP BY p.local, l.number
    HAVING MIN(l.agreement) <> MAX(l.agreement)
        OR MAX(CASE WHEN l.is_faulty THEN 1 ELSE 0 END) = 1
    UNION
    SELECT p.local, l.number {_LINES_OF_SUSPECTS} AND l.situation_on IS NOT NULL
    GROUP BY p.local, l.number, l.situation_on
    HAVING MIN(l.counted_in) <> MAX(l.counted_in)
        OR SUM(CASE WHEN l.is_part THEN 0 ELSE 1 END) > 1
        OR SUM(ABS(l.cents) * 1.0) >= %s
    UNION
    SELECT p.local, l.number {_LINES_OF_SUSPECTS} AND l.content IS NOT NULL
    GROUP BY p.local, l.number, l.content
    HAVING COUNT(*) > 1
"""


@dataclass
class Staged:
    """What a file holds, in the scratch tables; here the counts."""

    lines: int
    rejects: int
    # Of the rejects those that something is wrong with; the others are of their contracts.
    faults: int
    # Lines that went in with a warning, by its code.
    warned: dict[str, list[int]]
    accounts: int
    business_date: dt.date | None
    # Tells that some owner has a number at the partner.
    has_client_numbers: bool
    named: list[Named] = field(repr=False)
    products: list[Product] = field(repr=False)
    notes: Notes = field(repr=False)
    known: Known

    def rejected(self) -> Iterator[Rejected]:
        """Give the lines set aside, in their order."""
        columns = ", ".join(["code", "refused", "params", "raw", *lines.READ_BACK])
        found = staging_tables.rows(
            f"SELECT {columns} FROM night_line WHERE code IS NOT NULL ORDER BY line"  # noqa: S608
        )
        return (self._placed(lines.rejected(row, self.named)) for row in found)

    def _placed(self, reject: Rejected) -> Rejected:
        """Tell its line, and the one that is named with it, by their sheet."""
        sheet, line = self.notes.place(reject.line)
        params = reject.params | {
            name: self.notes.told(int(reject.params[name]))
            for name in ("with", "beside", "of")
            if name in reject.params
        }
        return replace(reject, sheet=sheet, line=line, params=params)


def stage(
    parts: Iterable[Part], catalogue: Catalogue, notes: Notes, sent_by: User | None = None
) -> Staged:
    """Write the file's lines into the staging tables and mark those that are set aside.

    `sent_by`: who sent the file, if it is not the night's.
    """
    counted = lines.put_down(parts)
    named = [Named(*pair) for pair in counted.pairs]
    products, refused = _resolve(named, counted.named, catalogue)
    keep_numbers()
    has_beside = beside.find()
    if refused:
        _set_aside_pairs(refused)
    known = accounts_known_to(sent_by, products) if sent_by else OF_THE_FIRM
    lost_zeros.set_aside(products, known)
    currencies.tell_each_line_s(products, known)
    _judge_doubtful(named)
    if has_beside:
        beside.set_aside(named)
    renumbered.tell_each_date_once(products, known)
    _keep_whole()
    staging_tables.keep(CONTRACTS, _CONTRACTS)
    ((accounts, newest),) = staging_tables.rows("SELECT COUNT(*), MAX(newest) FROM night_contract")
    rejects, faults, differing = staging_tables.one(_COUNTED)
    warned = {
        Code.R_AMOUNT.value: _differing() if differing else [],
        Code.R_FORBIDDEN_NIR.value: counted.forbidden,
        Code.R_POST_CODE.value: _filled(notes) if notes.filled else [],
    }
    return Staged(
        counted.lines,
        rejects,
        faults,
        {code: lines for code, lines in warned.items() if lines},
        accounts,
        staging_tables.date(newest),
        counted.has_client_numbers,
        named,
        products,
        notes,
        known,
    )


# Compared where the price is in the currency of the value; others differ by a rate of exchange.
_DIFFERING = "code IS NULL AND differs AND (currency = '' OR currency = counted_in)"
_COUNTED = f"""
    SELECT COALESCE(SUM(CASE WHEN code IS NULL THEN 0 ELSE 1 END), 0),
        COALESCE(SUM(CASE WHEN code <> '{Code.R_CONTRACT_INCOMPLETE.value}' THEN 1 ELSE 0 END), 0),
        COALESCE(SUM(CASE WHEN {_DIFFERING} THEN 1 ELSE 0 END), 0)
    FROM night_line
"""  # noqa: S608
_CONTRACTS = f"""
    SELECT p.local, l.number, MAX(l.situation_on) AS newest {_LINES_OF_CONTRACTS}
    GROUP BY p.local, l.number
"""


def _differing() -> list[int]:
    """Return the lines whose value is not quite what their units make at their price."""
    found = staging_tables.rows(f"SELECT line FROM night_line WHERE {_DIFFERING} ORDER BY line")  # noqa: S608
    return [line for (line,) in found]


def _filled(notes: Notes) -> list[int]:
    """Return the lines that went in with a post code whose zero was lost."""
    aside = staging_tables.rows("SELECT line FROM night_line WHERE code IS NOT NULL")
    return sorted(notes.filled - {line for (line,) in aside})


def _resolve(
    named: list[Named], counts: list[int], catalogue: Catalogue
) -> tuple[list[Product], list[_RefusedPair]]:
    """Find the product of each way of naming one, and what is wrong with the others.

    What is named in full comes first, then what most lines say: their order decides nothing.
    """
    products: dict[int, Product] = {}
    found: list[tuple[int, int]] = []
    refused: list[_RefusedPair] = []
    local: dict[int, int] = {}
    order = sorted(range(len(named)), key=lambda at: (named[at].count(""), -counts[at], named[at]))
    for pair in order:
        try:
            product = catalogue.product(named[pair])
        except Refused as error:
            refused.append((pair, error.code.value, HEADERS[error.column]))
            continue
        at = local.setdefault(id(product), len(local))
        products[at] = product
        found.append((pair, at))
    staging_tables.create(PRODUCTS, {"pair": "integer", "local": "integer"})
    staging_tables.fill(PRODUCTS, ("pair", "local"), found)
    return list(products.values()), refused


def _set_aside_pairs(refused: list[_RefusedPair]) -> None:
    columns = {"pair": "integer", "code": "text", "refused": "text"}
    staging_tables.create(_REFUSED_PAIRS, columns)
    staging_tables.fill(_REFUSED_PAIRS, columns, refused)
    staging_tables.run(
        "UPDATE night_line SET code = r.code, refused = r.refused FROM night_refused_pair r"
        " WHERE r.pair = night_line.pair AND night_line.code IS NULL"
    )


def _judge_doubtful(named: list[Named]) -> None:
    """Read the contracts that are not plainly whole line by line."""
    staging_tables.keep(_DOUBTS, _DOUBTFUL, [int(SUM_BELOW * 100)] * 2)
    (doubts,) = staging_tables.one("SELECT COUNT(*) FROM night_doubt")
    if not doubts:
        return
    columns = {"line": "integer", "code": "text", "refused": "text"}
    found = [
        (verdict.line, verdict.code and verdict.code.value, HEADERS.get(verdict.column, ""))
        for verdict in _verdicts(named)
    ]
    staging_tables.create(_VERDICTS, columns)
    staging_tables.fill(_VERDICTS, columns, found)
    staging_tables.run(
        "UPDATE night_line SET code = v.code, refused = v.refused FROM night_verdict v"
        " WHERE v.line = night_line.line AND v.code IS NOT NULL"
    )
    staging_tables.run(
        "DELETE FROM night_line WHERE line IN (SELECT line FROM night_verdict WHERE code IS NULL)"
    )


def _verdicts(named: list[Named]) -> Iterator[Verdict]:
    columns = ", ".join(f"l.{column}" for column in lines.READ_BACK)
    found = staging_tables.rows(
        f"SELECT d.local, d.number, l.counted_in, {columns} FROM night_doubt d"  # noqa: S608
        " JOIN night_product p ON p.local = d.local"
        " JOIN night_line l ON l.pair = p.pair AND l.number = d.number AND l.code IS NULL"
        " ORDER BY d.local, d.number, l.line"
    )
    for _contract, rows in groupby(found, key=lambda row: row[:2]):
        told = list(rows)
        yield from judge([lines.line_of(row[3:], named) for row in told], [row[2] for row in told])


def _keep_whole() -> None:
    """An account goes in with all its lines: part of its holdings would be a wrong value."""
    staging_tables.keep(
        "night_bad",
        "SELECT number, MIN(line) AS line FROM night_line WHERE code IS NOT NULL AND number <> ''"
        " GROUP BY number",
    )
    staging_tables.run(
        "UPDATE night_line SET code = %s, params = '{\"with\": \"' || b.line || '\"}'"
        " FROM night_bad b WHERE b.number = night_line.number AND night_line.code IS NULL",
        [Code.R_CONTRACT_INCOMPLETE.value],
    )
