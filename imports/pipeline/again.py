"""Lines that the partner's last file had too: of what they told and still stands, nothing is done.

They are good lines of one file, which were judged together: those of a contract agreed then, and
agree now. A valuation keeps the digest of the lines that told it, until a person, or another file,
writes another one. A contract of tonight stands when each of its dates has the digest of its lines
and the account's last value is not behind: then to read them, to judge them and to write what they
say would end where it began. Of any other contract all lines are read, so that what is taken and
what is set aside never depends on this.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from accounts.models import Product
from contacts.models import scratch
from imports.feeds import blocks
from imports.pipeline import catalogue, lines
from imports.pipeline.lines import Counted


class Read(Protocol):
    """Goes through the file, as `imports.feeds.blocks.read` does."""

    def __call__(self, **chosen: Any) -> Iterator[blocks.Part]: ...


@dataclass(frozen=True)
class Standing:
    """Contracts of which nothing need be done: how many, with how many dates, and the newest."""

    accounts: int = 0
    valuations: int = 0
    newest: dt.date | None = None


# A way of naming a product that is new, or refused, has none.
_SAID = f"""
    SELECT k.product, g.number, g.situation_on AS date, {lines.digest_of("g.digest")} AS digest
    FROM night_again g
    LEFT JOIN night_product p ON p.pair = g.pair
    LEFT JOIN night_known_product k ON k.local = p.local
    GROUP BY k.product, g.number, g.situation_on
"""  # noqa: S608 - columns of ours
# By number, as lines are set aside: one bad line of a number has all of its lines set aside. What
# names a product in several ways may have been several products when it was judged.
_OTHERWISE = """
    SELECT s.number FROM night_said s
    LEFT JOIN accounts_account a
        ON a.product_id = s.product AND a.number = s.number AND a.namesake = 0
    LEFT JOIN accounts_valuation v ON v.account_id = a.id AND v.date = s.date
    WHERE v.lines_digest IS NULL OR v.lines_digest <> s.digest
        OR a.last_valued_on IS NULL OR a.last_valued_on < s.date
        OR (a.last_valued_on = s.date
            AND (a.last_value <> v.value OR a.last_currency <> v.currency))
        OR EXISTS (SELECT 1 FROM accounts_formernumber f WHERE f.account_id = a.id)
    UNION
    SELECT g.number FROM night_again g JOIN night_line l ON l.number = g.number
    UNION
    SELECT g.number FROM night_again g JOIN night_line l ON l.number = LTRIM(g.number, '0')
    WHERE SUBSTR(g.number, 1, 1) = '0'
    UNION
    SELECT number FROM night_again GROUP BY number HAVING MIN(pair) <> MAX(pair)
"""
_BESIDE = " UNION SELECT number FROM night_beside"
_STANDING = """
    SELECT COUNT(*), COALESCE(SUM(dates), 0), MAX(newest) FROM (
        SELECT COUNT(*) AS dates, MAX(date) AS newest FROM night_said
        WHERE number NOT IN (SELECT number FROM night_otherwise)
        GROUP BY product, number
    ) contract
"""
_LINES = "SELECT line FROM night_again WHERE number IN (SELECT number FROM night_otherwise)"


def leave_standing(
    read: Read, counted: Counted, products: Sequence[Product], *, has_beside: bool
) -> Standing:
    """Put down the lines said again of contracts that do not stand; count the others.

    `has_beside`: there are contracts that a line without a number may be of.
    """
    if not counted.has_again:
        return Standing()
    catalogue.put_down_known(products)
    scratch.keep("night_said", _SAID)
    scratch.keep("night_otherwise", _OTHERWISE + (_BESIDE if has_beside else ""))
    if unread := {line for (line,) in scratch.rows(_LINES)}:
        lines.put_down_more(read(only=unread), counted, len(unread))
    accounts, valuations, newest = scratch.one(_STANDING)
    return Standing(accounts, int(valuations), scratch.date(newest))
