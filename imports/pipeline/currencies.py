"""What each line's worth is in: the account's own currency, or that of the line's price.

A line without a currency is in the account's, and so is a value that a holding's line states: its
currency is that of the price. Units at their price are worth what they are in the price's
currency, and a value of the whole account is in the one beside it. A known account has its
currency; a new one has that of its lines where they agree, else euros. No rate of exchange is
known: lines of one date that end in two currencies are set aside (`contracts.judge`).
"""

from collections.abc import Sequence

from accounts.enums import COUNTED_CURRENCY
from accounts.models import Account, Product
from imports.pipeline import catalogue
from imports.pipeline.known import Known
from persistence import staging_tables

_FOREIGN = "SELECT number FROM night_line WHERE counted_in <> %s"
_KNOWN = f"""
    SELECT k.local, a.number, a.currency FROM {{accounts}} a
    JOIN night_known_product k ON k.product = a.product_id
    WHERE a.namesake = 0 AND (a.currency <> %s OR a.number IN ({_FOREIGN}))
"""  # noqa: S608 - columns of ours
_FORMER = """
    SELECT k.local, f.number, b.currency FROM {former} f
    JOIN night_known_product k ON k.product = f.product_id
    JOIN {accounts} b ON b.id = f.account_id
    WHERE NOT EXISTS (
        SELECT 1 FROM {accounts} a
        WHERE a.product_id = f.product_id AND a.number = f.number AND a.namesake = 0
    )
"""
_NEW = f"""
    SELECT p.local, l.number, %s FROM night_line l JOIN night_product p ON p.pair = l.pair
    WHERE l.code IS NULL AND l.number IN ({_FOREIGN}) AND NOT EXISTS (
        SELECT 1 FROM night_currency c WHERE c.local = p.local AND c.number = l.number
    )
    GROUP BY p.local, l.number HAVING MIN(l.counted_in) <> MAX(l.counted_in)
"""  # noqa: S608 - columns of ours
_COUNT_IN = """
    UPDATE night_line SET counted_in = c.currency
    FROM night_currency c JOIN night_product p ON p.local = c.local
    WHERE p.pair = night_line.pair AND c.number = night_line.number
        AND night_line.counted_in <> c.currency AND (
            night_line.currency = '' OR (night_line.is_part AND night_line.value IS NOT NULL)
        )
"""


def tell_each_line_s(products: Sequence[Product], known: Known) -> None:
    """Put what each line counts in beside it, where it is not what the line alone tells."""
    (foreign,) = staging_tables.one(f"SELECT COUNT(*) FROM ({_FOREIGN}) l", [COUNTED_CURRENCY])  # noqa: S608
    others = Account.everything.exclude(currency=COUNTED_CURRENCY)
    if not foreign and not others.exists():
        return
    catalogue.put_down_known(products)
    found = f"{_KNOWN} UNION ALL {_FORMER}"
    staging_tables.keep("night_currency", found, [COUNTED_CURRENCY, COUNTED_CURRENCY], **known)
    staging_tables.run(f"INSERT INTO night_currency {_NEW}", [COUNTED_CURRENCY, COUNTED_CURRENCY])
    staging_tables.run(_COUNT_IN)
