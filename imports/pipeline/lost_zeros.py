"""Numbers that with zeros before them are a known account's: a spreadsheet took the zeros away.

Or another line's of the same file: then neither is the whole contract.
"""

import json
from collections.abc import Collection, Sequence

from django.db.models import Q

from accounts.models import Account, FormerNumber, Product
from imports.pipeline import catalogue
from imports.pipeline.known import Known
from imports.records import HEADERS, Code
from persistence import staging_tables

# Of accounts under the file's products, those whose number begins with a zero.
_PADDED = """
    SELECT k.local, k.product, a.number AS known, LTRIM(a.number, '0') AS bare
    FROM night_known_product k JOIN {accounts} a ON a.product_id = k.product
    WHERE a.namesake = 0 AND SUBSTR(a.number, 1, 1) = '0'
    UNION
    SELECT k.local, k.product, f.number, LTRIM(f.number, '0')
    FROM night_known_product k JOIN {former} f ON f.product_id = k.product
    WHERE SUBSTR(f.number, 1, 1) = '0'
    UNION
    SELECT p.local, k.product, l.number, LTRIM(l.number, '0')
    FROM night_line l JOIN night_product p ON p.pair = l.pair
    LEFT JOIN night_known_product k ON k.local = p.local
    WHERE l.code IS NULL AND SUBSTR(l.number, 1, 1) = '0'
"""
_IN_FILE = """
    SELECT COUNT(*) FROM (
        SELECT 1 FROM night_line WHERE code IS NULL AND SUBSTR(number, 1, 1) = '0' LIMIT 1
    ) padded
"""
_LOST = """
    SELECT z.local, z.bare, z.known, MIN(l.line) FROM night_padded z
    JOIN night_product p ON p.local = z.local
    JOIN night_line l ON l.pair = p.pair AND l.number = z.bare AND l.code IS NULL
    WHERE NOT EXISTS (
        SELECT 1 FROM {accounts} a
        WHERE a.product_id = z.product AND a.number = z.bare AND a.namesake = 0
    ) AND NOT EXISTS (
        SELECT 1 FROM {former} f
        WHERE f.product_id = z.product AND f.number = z.bare
    )
    GROUP BY z.local, z.bare, z.known ORDER BY z.local, z.bare, z.known
"""
_SET_ASIDE = """
    UPDATE night_line SET code = z.code, refused = z.refused, params = z.params
    FROM night_lost_zeros z JOIN night_product p ON p.local = z.local
    WHERE p.pair = night_line.pair AND z.number = night_line.number AND night_line.code IS NULL
"""
_COLUMNS = {
    "local": "integer",
    "number": "text",
    "code": "text",
    "refused": "text",
    "params": "text",
}


def set_aside(products: Sequence[Product], known: Known) -> None:
    """Refuse such numbers, unless an account has or had them as they are."""
    padded = Q(number__startswith="0")
    accounts, former = Account.everything.filter(padded), FormerNumber.objects.filter(padded)
    if not (accounts.exists() or former.exists() or any(staging_tables.one(_IN_FILE))):
        return
    catalogue.put_down_known(products)
    staging_tables.keep("night_padded", _PADDED, **known)
    told: dict[tuple[int, str], tuple[str, str, str]] = {}
    for local, number, padded_one, line in staging_tables.rows(_LOST.format(**known)):
        if number.isdigit():  # nothing takes a zero from a text
            params = json.dumps({"value": number, "known": padded_one})
            told.setdefault((local, number), (Code.R_ID_MANGLED.value, HEADERS["number"], params))
            incomplete = (Code.R_CONTRACT_INCOMPLETE.value, "", json.dumps({"with": str(line)}))
            told.setdefault((local, padded_one), incomplete)
    if told:
        staging_tables.create("night_lost_zeros", _COLUMNS)
        staging_tables.fill(
            "night_lost_zeros", _COLUMNS, ((*at, *said) for at, said in told.items())
        )
        staging_tables.run(_SET_ASIDE)


def may_be_lost(numeric: Collection[str]) -> list[int]:
    """Return the lines of new accounts, among these numbers that a workbook held as numbers.

    A format may have shown zeros before them: nobody can tell but the partner.
    """
    if not numeric:
        return []
    found = staging_tables.rows("SELECT line, number FROM night_told ORDER BY line")
    return [line for line, number in found if number in numeric]
