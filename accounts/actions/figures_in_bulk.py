"""What `figures.refresh` does, for the owners of any number of accounts in a few statements."""

import json
from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models.expressions import RawSQL

from accounts.enums import COUNTED_CURRENCY, Right
from accounts.models import Account
from accounts.queries.shares import Claim, parts, shares
from contacts.models import ContactFigures, scratch

PARTS = {
    "contact": "bigint",
    "account": "bigint",
    "currency": "text",
    "cents": "bigint",
    "valued_on": "date",
}
OTHERS = {"contact": "bigint", "totals": "text"}


@transaction.atomic
def refresh_owners_of(accounts: str) -> None:
    """Write anew the figures of those who own the accounts that this query gives.

    What owners hold in full in equal parts, stated or not, is split by the database; other shares
    and dismembered ownership are split as everywhere else, by `accounts.queries.shares`.
    """
    scratch.keep("figures_wanted", _WANTED, accounts=accounts)
    # Taken first and in order, so that two writers end with both their values in the sum.
    wanted = ContactFigures.objects.filter(
        pk__in=scratch.keys("SELECT contact FROM figures_wanted")
    )
    list(wanted.order_by("pk").select_for_update().values_list("pk", flat=True))
    scratch.keep("figures_account", *_open_accounts())
    scratch.keep("figures_owned", _OWNED)
    scratch.keep("figures_claim", _CLAIMS)
    scratch.create("figures_part", PARTS)
    scratch.run(_WHOLE)
    scratch.run(_EQUAL_PARTS)
    scratch.fill("figures_part", PARTS, list(_stated_parts()))
    scratch.create("figures_other", OTHERS)
    scratch.fill("figures_other", OTHERS, _other_totals())
    scratch.run(_WRITE, [COUNTED_CURRENCY], totals=scratch.as_json(_TOTALS))


_WANTED = """
    SELECT DISTINCT contact_id AS contact FROM accounts_ownership WHERE account_id IN ({accounts})
"""


def _open_accounts() -> tuple[str, tuple[Any, ...]]:
    owned = RawSQL(
        "SELECT o.account_id FROM accounts_ownership o"
        " JOIN figures_wanted w ON w.contact = o.contact_id",
        [],
    )
    found = Account.objects.filter(closed_on__isnull=True, pk__in=owned).order_by()
    columns = found.values_list("id", "last_value", "last_valued_on", "last_currency")
    return columns.query.sql_with_params()


# Most accounts have one owner, who holds all of it: these need not be put in order.
_OWNED = """
    SELECT a.id AS account, MIN(o.contact_id) AS contact, MIN(a.last_valued_on) AS valued_on,
        MIN(a.last_currency) AS currency,
        MIN(CAST(ROUND(COALESCE(a.last_value, 0) * 100) AS bigint)) AS cents,
        COUNT(*) = 1 AND MIN(o."right") = 'full' AND COALESCE(MIN(o.share), 100) = 100 AS is_whole
    FROM accounts_ownership o JOIN figures_account a ON a.id = o.account_id GROUP BY a.id
"""
_WHOLE = """
    INSERT INTO figures_part (contact, account, currency, cents, valued_on)
    SELECT contact, account, currency, cents, valued_on FROM figures_owned WHERE is_whole
"""
_CLAIMS = """
    SELECT c.*, SUM(
        CASE WHEN c.owned = 'full' AND (c.share IS NULL OR c.share * c.owners = 100)
        THEN 0 ELSE 1 END
    ) OVER (PARTITION BY c.account) > 0 AS is_stated
    FROM (
        SELECT a.account, o.contact_id AS contact, o."right" AS owned, o.share,
            a.valued_on, a.currency, a.cents,
            COUNT(*) OVER (PARTITION BY o.account_id) AS owners,
            ROW_NUMBER() OVER (PARTITION BY o.account_id ORDER BY o.id) AS place
        FROM accounts_ownership o JOIN figures_owned a ON a.account = o.account_id
        WHERE NOT a.is_whole
    ) c
"""
# Half up, as `parts` has it: away from zero.
_EQUAL_PARTS = """
    INSERT INTO figures_part (contact, account, currency, cents, valued_on)
    SELECT contact, account, currency,
        CASE WHEN cents >= 0 THEN (cents * 2 + owners) / (owners * 2)
        ELSE -((owners - cents * 2) / (owners * 2)) END, valued_on
    FROM figures_claim WHERE NOT is_stated
"""
_STATED = """
    SELECT account, contact, owned, share, currency, cents, valued_on FROM figures_claim
    WHERE is_stated ORDER BY account, place
"""
_WRITE = """
    INSERT INTO contacts_contactfigures
        (contact_id, total_value, account_count, valued_on, other_totals)
    SELECT w.contact, COALESCE(SUM(CASE WHEN p.currency = %s THEN p.cents END), 0) / 100.0,
        COUNT(DISTINCT p.account), MAX(p.valued_on), {totals}
    FROM figures_wanted w LEFT JOIN figures_part p ON p.contact = w.contact
    LEFT JOIN figures_other o ON o.contact = w.contact
    GROUP BY w.contact ORDER BY w.contact
    ON CONFLICT (contact_id) DO UPDATE SET total_value = excluded.total_value,
        account_count = excluded.account_count, valued_on = excluded.valued_on,
        other_totals = excluded.other_totals
    WHERE contacts_contactfigures.total_value <> excluded.total_value
        OR contacts_contactfigures.account_count <> excluded.account_count
        OR contacts_contactfigures.other_totals <> excluded.other_totals
        OR COALESCE(contacts_contactfigures.valued_on, '0001-01-01')
            <> COALESCE(excluded.valued_on, '0001-01-01')
"""

_TOTALS = "COALESCE(MAX(o.totals), '{}')"
_OTHERS = """
    SELECT contact, currency, SUM(cents) FROM figures_part WHERE currency <> %s
    GROUP BY contact, currency HAVING SUM(cents) <> 0 ORDER BY contact, currency
"""


def _other_totals() -> list[tuple[int, str]]:
    """Return what each contact has in other currencies, a sum each, as the figures keep it."""
    sums: dict[int, dict[str, str]] = {}
    for contact, currency, cents in scratch.rows(_OTHERS, [COUNTED_CURRENCY]):
        sums.setdefault(contact, {})[currency] = f"{Decimal(cents) / 100:.2f}"
    return [(contact, json.dumps(totals)) for contact, totals in sums.items()]


def _stated_parts() -> Iterator[tuple[Any, ...]]:
    for _account, rows in groupby(scratch.rows(_STATED), key=lambda row: row[0]):
        of_account = list(rows)
        claims = [
            Claim(contact, owned, None if share is None else scratch.decimal(share))
            for _, contact, owned, share, *_ in of_account
        ]
        account, *_, currency, cents, valued_on = of_account[0]
        for claim, part in parts(scratch.decimal(cents) / 100, shares(claims)).items():
            counted = 0 if claim.right == Right.BARE else int(part * 100)
            yield claim.owner, account, currency, counted, valued_on
