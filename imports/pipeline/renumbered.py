"""An account that a file names by several of its numbers: each date is told by one of them.

A custodian that numbers a contract anew may send both numbers for a while. Dates that only one
of them has all go in. Of a date that several have, the newest number's lines go in; those of the
others say nothing more when they are worth the same, and are set aside when they are not: the two
numbers may not be one account after all, and only a person can tell.
"""

from collections.abc import Sequence

from accounts.models import FormerNumber, Product
from imports.pipeline import catalogue
from imports.pipeline.known import Known
from imports.records import HEADERS, Code
from persistence import staging_tables

# A former number that somebody opened an account under since is that account's.
_FORMER = """
    SELECT DISTINCT f.account_id AS account, k.local, f.number, 0 AS is_present, f.id AS former
    FROM {former} f JOIN night_known_product k ON k.product = f.product_id
    JOIN night_product p ON p.local = k.local
    JOIN night_line l ON l.pair = p.pair AND l.number = f.number AND l.code IS NULL
    WHERE NOT EXISTS (
        SELECT 1 FROM {accounts} a
        WHERE a.product_id = f.product_id AND a.number = f.number AND a.namesake = 0
    )
"""
_NAMED = """
    SELECT account, local, number, is_present, former FROM night_former
    UNION ALL
    SELECT a.id, k.local, a.number, 1, 0 FROM {accounts} a
    JOIN night_known_product k ON k.product = a.product_id
    WHERE a.namesake = 0 AND a.id IN (SELECT account FROM night_former)
"""
_TOLD = """
    SELECT n.account, l.situation_on AS date, n.local, n.number, n.is_present, n.former,
        MIN(l.counted_in) AS currency,
        COALESCE(MAX(CASE WHEN l.is_part THEN NULL ELSE l.cents END), SUM(l.cents)) AS cents
    FROM night_named n JOIN night_product p ON p.local = n.local
    JOIN night_line l ON l.pair = p.pair AND l.number = n.number AND l.code IS NULL
    WHERE l.situation_on IS NOT NULL
    GROUP BY n.account, l.situation_on, n.local, n.number, n.is_present, n.former
"""
_AGAIN = """
    SELECT local, number, date, cents <> first_cents OR currency <> first_currency AS differs
    FROM (
        SELECT t.*, ROW_NUMBER() OVER newest AS place,
            FIRST_VALUE(cents) OVER newest AS first_cents,
            FIRST_VALUE(currency) OVER newest AS first_currency
        FROM night_told_by_numbers t
        WINDOW newest AS (PARTITION BY account, date ORDER BY is_present DESC, former DESC)
    ) placed WHERE place > 1
"""
_LINES_AGAIN = """
    SELECT l.line FROM night_told_again t JOIN night_product p ON p.local = t.local
    JOIN night_line l ON l.pair = p.pair AND l.number = t.number AND l.situation_on = t.date
    WHERE l.code IS NULL
"""
_SET_ASIDE = f"""
    UPDATE night_line SET code = %s, refused = %s WHERE line IN ({_LINES_AGAIN} AND t.differs)
"""  # noqa: S608
_SAID_BEFORE = f"""
    DELETE FROM night_line WHERE line IN ({_LINES_AGAIN} AND NOT t.differs)
"""  # noqa: S608


def tell_each_date_once(products: Sequence[Product], known: Known) -> None:
    """Go through the file's lines, before anything is read from them; numbers are kept."""
    if not FormerNumber.objects.exists():
        return
    catalogue.put_down_known(products)
    staging_tables.keep("night_former", _FORMER, **known)
    (found,) = staging_tables.one("SELECT COUNT(*) FROM night_former")
    if not found:
        return
    staging_tables.keep("night_named", _NAMED, **known)
    staging_tables.keep("night_told_by_numbers", _TOLD)
    staging_tables.keep("night_told_again", _AGAIN)
    staging_tables.run(_SET_ASIDE, [Code.R_DUP_KEY_DIFFERENT.value, HEADERS["number"]])
    staging_tables.run(_SAID_BEFORE)
