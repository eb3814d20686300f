"""Numbers that with zeros before them are a known account's: a spreadsheet took the zeros away."""

import json
from collections.abc import Collection, Sequence

from django.db.models import Q

from accounts.models import Account, FormerNumber, Product
from contacts.models import scratch
from imports.feeds.o2s_accounts import HEADERS
from imports.pipeline import catalogue
from imports.records import Code

# Of accounts under the file's products, those whose number begins with a zero.
_PADDED = """
    SELECT k.local, k.product, a.number AS known, LTRIM(a.number, '0') AS bare
    FROM night_known_product k JOIN accounts_account a ON a.product_id = k.product
    WHERE a.namesake = 0 AND SUBSTR(a.number, 1, 1) = '0'
    UNION
    SELECT k.local, k.product, f.number, LTRIM(f.number, '0')
    FROM night_known_product k JOIN accounts_formernumber f ON f.product_id = k.product
    WHERE SUBSTR(f.number, 1, 1) = '0'
"""
_LOST = """
    SELECT z.local, z.bare, MIN(z.known) FROM night_padded z
    JOIN night_product p ON p.local = z.local
    JOIN night_line l ON l.pair = p.pair AND l.number = z.bare AND l.code IS NULL
    WHERE NOT EXISTS (
        SELECT 1 FROM accounts_account a
        WHERE a.product_id = z.product AND a.number = z.bare AND a.namesake = 0
    ) AND NOT EXISTS (
        SELECT 1 FROM accounts_formernumber f
        WHERE f.product_id = z.product AND f.number = z.bare
    )
    GROUP BY z.local, z.bare
"""
_SET_ASIDE = """
    UPDATE night_line SET code = %s, refused = %s, params = z.params
    FROM night_lost_zeros z JOIN night_product p ON p.local = z.local
    WHERE p.pair = night_line.pair AND z.number = night_line.number AND night_line.code IS NULL
"""
_COLUMNS = {"local": "integer", "number": "text", "params": "text"}


def set_aside(products: Sequence[Product]) -> None:
    """Refuse such numbers, unless an account has or had them as they are."""
    padded = Q(number__startswith="0")
    accounts, former = Account.everything.filter(padded), FormerNumber.objects.filter(padded)
    if not (accounts.exists() or former.exists()):
        return
    catalogue.put_down_known(products)
    scratch.keep("night_padded", _PADDED)
    found = [
        (local, number, json.dumps({"value": number, "known": known}))
        for local, number, known in scratch.rows(_LOST)
        if number.isdigit()  # nothing takes a zero from a text
    ]
    if found:
        scratch.create("night_lost_zeros", _COLUMNS)
        scratch.fill("night_lost_zeros", _COLUMNS, found)
        scratch.run(_SET_ASIDE, [Code.R_ID_MANGLED.value, HEADERS["number"]])


def may_be_lost(numeric: Collection[str]) -> list[int]:
    """Return the lines of new accounts, among these numbers that a workbook held as numbers.

    A format may have shown zeros before them: nobody can tell but the partner.
    """
    if not numeric:
        return []
    found = scratch.rows("SELECT line, number FROM night_told ORDER BY line")
    return [line for line, number in found if number in numeric]
